/** The HTTP door: the API under /api/v1, the live stream and the browser pages. Face of this connection. */
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { noQuery, routes } from '../../../contracts/web-api.ts';
import type { Identify } from '../../access/access.ts';
import { limitConnections } from '../../platform/connection-limit.ts';
import type { Logger } from '../../platform/logger.ts';
import { sleep } from '../../platform/worker-loop.ts';
import { actAsPrincipal } from './acting.ts';
import { type AuditRouteFunctions, addAuditRoutes } from './audit-routes.ts';
import { addCaseRoutes, type CaseFunctions } from './case-routes.ts';
import { checkRights, type RightsCheck } from './check-rights.ts';
import { compressLongAnswers } from './compress.ts';
import { addDayRoutes } from './day-routes.ts';
import { addDescriptionRoutes, type DescriptionFunctions } from './description-routes.ts';
import { addErpRoutes } from './erp-routes.ts';
import { streamEvents } from './event-stream.ts';
import { addExchangeRoutes, type ExchangeFunctions } from './exchange-routes.ts';
import { addFileRoutes, type FileFunctions } from './file-routes.ts';
import { addGapRoutes, type GapFunctions } from './gap-routes.ts';
import { addGroupRoutes, type GroupFunctions } from './group-routes.ts';
import type { LiveHub } from './live.ts';
import { type Api, createApi, OLDEST_TLS, type WebKeys } from './open-api.ts';
import { refuseOtherMethods } from './other-methods.ts';
import { servePages } from './pages.ts';
import { addPeopleRoutes, type PeopleFunctions } from './people-routes.ts';
import { knowPrincipals } from './principal.ts';
import { createErrorHandler } from './problems.ts';
import { addProfileRoutes } from './profile-routes.ts';
import { addProviderRoutes, type ProviderFunctions } from './provider-routes.ts';
import { limitRequests } from './rate-limit.ts';
import { addDictionaryRoutes, addLogRoutes, addSalesRoutes, addServerRoutes } from './read-routes.ts';
import { addReportRoutes, type ReportFunctions } from './report-routes.ts';
import { demandRights } from './route-access.ts';
import { addScheduleRoutes, type ScheduleFunctions } from './schedule-routes.ts';
import { secure } from './security.ts';
import { addStoreServerRoutes, type ServerFunctions } from './server-routes.ts';
import { addSessionRoutes, type SessionFunctions } from './session-routes.ts';
import { addSettingRoutes, type SettingFunctions } from './setting-routes.ts';
import { addStandRoutes, type StandFunctions } from './stand-routes.ts';
import { addStorageRoutes, type StorageFunctions } from './storage-routes.ts';
import { addTokenRoutes, type TokenFunctions } from './token-routes.ts';
import { addTransferRoutes, type TransferFunctions } from './transfer-routes.ts';
import { addTrimRoutes, type TrimFunctions } from './trim-routes.ts';
import { leaveOutSums } from './without-sums.ts';
import { addClassRoutes, addDirectoryRoutes, type WriteFunctions } from './write-routes.ts';

export type { DescriptionFunctions, DescriptionOutcome } from './description-routes.ts';
export type { ExchangeFunctions } from './exchange-routes.ts';
export type { CheckFile, ReadPackage, ReceiveFile } from './file-routes.ts';
export { createLiveHub, type LiveHub, type LiveHubOptions } from './live.ts';
export { apiVersion, type WebKeys } from './open-api.ts';
export type { Refusal } from './problems.ts';
export type { StandFunctions } from './stand-routes.ts';
export type { Trim } from './storage-routes.ts';
export type { Trimming, TrimmingFor } from './trim-routes.ts';

/** What the routes call. */
export type Functions = WriteFunctions &
  TokenFunctions &
  SessionFunctions &
  ProviderFunctions &
  PeopleFunctions &
  FileFunctions &
  TransferFunctions &
  GapFunctions &
  CaseFunctions &
  ScheduleFunctions &
  GroupFunctions &
  ServerFunctions &
  SettingFunctions &
  ExchangeFunctions &
  DescriptionFunctions &
  ReportFunctions &
  TrimFunctions &
  StorageFunctions &
  StandFunctions &
  AuditRouteFunctions & {
    live: LiveHub /** How often an open stream asks whether its listener would still be let in, in ms. */;
    streamLookMs?: number;
    /** Live streams at once. */
    mostStreams?: number;
  };

export type WebApiOptions = Functions &
  RightsCheck & {
    /** Address to bind; on a loopback address only requests to local names are answered. */
    host: string;
    /** 0 = any free port. */
    port: number;
    /** Of one person or key; absent = no limit. */
    requestsPerMinute?: number;
    /** Connections at once; further ones are closed at once. Half of them may be live streams. */
    maxConnections?: number;
    /** Told of the first connection that is turned away because the port is full. */
    onFull?: () => void;
    /** How long a request may take to arrive, and a reader not take anything, in ms. */
    slowestMs?: number;
    /** The certificate by which https is spoken; null = http. */
    keys?: WebKeys | null;
    /** Addresses and networks whose X-Forwarded-For is believed; null = none. */
    proxies?: readonly string[] | null;
    live: LiveHub;
    identify: Identify;
    /** The built pages (web/dist); may be missing. */
    webFolder: string;
    logger: Logger;
  };

export type WebApi = {
  port: number;
  /** Address for people, with a trailing slash. */
  url: string;
  /** One of our own questions, answered like that of any program with this key, without a way over the network. */
  ask(path: string, key: string): Promise<{ status: number; body: string }>;
  /** From the next connection on this certificate holds. Throws when the keys do not fit, and the old one stays. */
  changeKeys(keys: WebKeys): void;
  /** Ends open streams, lets running requests finish for some seconds, frees the port. */
  stop(): Promise<void>;
};

/** Made from the contract by `npm run generate`; `npm run check` holds the two together. */
const DESCRIPTION = fileURLToPath(new URL('../../../contracts/openapi.json', import.meta.url));

/** Of a port that was given no other number. */
const MOST_CONNECTIONS = 1_000;

/** So long may running requests go on when the server stops. */
const GRACE_MS = 5_000;

/** Starts to listen. Throws what the operating system says when the port is taken. */
export async function startWebApi(options: WebApiOptions): Promise<WebApi> {
  const { keys = null, proxies, slowestMs, maxConnections = MOST_CONNECTIONS, onFull = () => undefined } = options;
  const app = createApi({ proxies: proxies ?? [], keys, ...(slowestMs === undefined ? {} : { slowestMs }) });
  limitConnections(app.server, maxConnections, onFull);
  if (options.requestsPerMinute !== undefined) await limitRequests(app, options.requestsPerMinute);
  const endStreams = addEverything(app, { ...options, mostStreams: Math.max(1, Math.floor(maxConnections / 2)) });
  await servePages(app, options.webFolder);
  await app.listen({ host: options.host, port: options.port });
  const { port } = app.server.address() as AddressInfo;
  return {
    port,
    url: `${keys === null ? 'http' : 'https'}://${nameForPeople(options.host)}:${port}/`,
    async ask(path, key) {
      const answer = await app.inject({ method: 'GET', url: path, headers: { authorization: `Bearer ${key}` } });
      return { status: answer.statusCode, body: answer.body };
    },
    changeKeys(changed) {
      const { server } = app;
      if (server instanceof TlsServer) server.setSecureContext({ ...changed, minVersion: OLDEST_TLS });
    },
    async stop() {
      endStreams();
      await closeWithin(app, GRACE_MS);
    },
  };
}

const isOfApi = (url: string) => url.startsWith('/api/');

function addEverything(app: Api, options: WebApiOptions): () => void {
  app.setErrorHandler(createErrorHandler(options.logger));
  secure(app, options.host, options.access.publicUrl, options.access.https);
  knowPrincipals(app, options.identify);
  actAsPrincipal(app, options);
  checkRights(app, options.placesOf);
  leaveOutSums(app);
  compressLongAnswers(app);
  app.addHook('onSend', async (request, reply) => {
    // By the route that answers, however its address was written: `/%61pi/…` leads to it as well.
    if (isOfApi(request.routeOptions.url ?? request.url)) reply.header('cache-control', 'no-store');
  });
  return addRoutes(app, options);
}

/** Every route of the API; answers what ends the open streams. */
export function addRoutes(app: Api, options: Functions): () => void {
  demandRights(app);
  const refuseOthers = refuseOtherMethods(app);
  addServerRoutes(app, options.reports);
  addLogRoutes(app, options.reports);
  addAuditRoutes(app, options);
  addSalesRoutes(app, options.reports);
  addReportRoutes(app, options.reports, options);
  addDictionaryRoutes(app, options.reports);
  addDirectoryRoutes(app, options);
  addTokenRoutes(app, options);
  addClassRoutes(app, options);
  addFileRoutes(app, options);
  addTransferRoutes(app, options);
  addGapRoutes(app, options);
  addCaseRoutes(app, options);
  addDayRoutes(app, options);
  addScheduleRoutes(app, options);
  addGroupRoutes(app, options);
  addStoreServerRoutes(app, options);
  addSettingRoutes(app, options);
  addDescriptionRoutes(app, options);
  addExchangeRoutes(app, options);
  addErpRoutes(app, options);
  addTrimRoutes(app, options);
  addStorageRoutes(app, options);
  addSessionRoutes(app, options);
  addProfileRoutes(app, options);
  addProviderRoutes(app, options);
  addPeopleRoutes(app, options);
  addStandRoutes(app, options);
  app.get(
    routes.openApi,
    { config: { public: true }, schema: { hide: true, querystring: noQuery } },
    (_request, reply) => {
      reply.type('application/json; charset=utf-8');
      return readFile(DESCRIPTION, 'utf8');
    },
  );
  const endStreams = streamEvents(app, options.live, options);
  refuseOthers();
  return endStreams;
}

async function closeWithin(app: Api, graceMs: number): Promise<void> {
  const closed = new AbortController();
  const closing = app.close().finally(() => closed.abort());
  await sleep(graceMs, closed.signal);
  app.server.closeAllConnections();
  await closing;
}

function nameForPeople(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '127.0.0.1') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

/** The HTTP door over a real database and the real stations, on a free port of this machine. */
import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { type Access, createAccess, createJudgeAssignee } from '../../src/access/access.ts';
import {
  createIdentityProvider,
  type ProviderSettings,
} from '../../src/connections/identity-provider/identity-provider.ts';
import {
  type CheckFile,
  createLiveHub,
  type LiveHub,
  type ReceiveFile,
  startWebApi,
  type WebApi,
} from '../../src/connections/web-api/web-api.ts';
import { openDescriptions } from '../../src/descriptions/descriptions.ts';
import { defaultStageLimits } from '../../src/domain/transfer.ts';
import { openDownload } from '../../src/downloads/downloads.ts';
import { createPackageDecisions, createTrimmer, openReceiptIndex } from '../../src/pipeline/archive/archive.ts';
import { createEventBuffer } from '../../src/pipeline/event-log/event-log.ts';
import type { FileToCheck } from '../../src/pipeline/ledger/ledger.ts';
import { createCases, createRearm } from '../../src/pipeline/reconciliation/reconciliation.ts';
import { createStoreServers } from '../../src/pipeline/store-servers/store-servers.ts';
import { type AskRegister, createTransfers } from '../../src/pipeline/transfers/transfers.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Database } from '../../src/platform/database/database.ts';
import type { QueryDatabase } from '../../src/platform/database/query-builder.ts';
import type { Logger } from '../../src/platform/logger.ts';
import { fileCheckReport } from '../../src/reports/file-check.ts';
import { found, notFound } from '../../src/reports/found.ts';
import { loadedFileReport } from '../../src/reports/loaded-file.ts';
import { createPlacesOf } from '../../src/reports/places-of.ts';
import type { Reports } from '../../src/reports/reports.ts';
import { createReportsFor, everything } from '../../src/reports/reports-for.ts';
import { createTimetable } from '../../src/schedule/timetable.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { tellAccess } from '../../src/wiring/access-notes.ts';
import { openTrail } from '../../src/wiring/audit-trail.ts';
import { createCapturedFrames } from '../../src/wiring/captured-frames.ts';
import { createClassChanges } from '../../src/wiring/change-classes.ts';
import { createDescriptionChanges } from '../../src/wiring/change-descriptions.ts';
import { fileToCheck } from '../../src/wiring/check-file.ts';
import { type DownloadRequest, formOf, readTableOf } from '../../src/wiring/download-request.ts';
import { createExchangeChanges } from '../../src/wiring/exchange-changes.ts';
import { createReadExportFile } from '../../src/wiring/export-file.ts';
import { fileFromHand, notTaken, shopOfFile } from '../../src/wiring/hand-file.ts';
import { packageContentOf } from '../../src/wiring/package-content.ts';
import { createRehearsal } from '../../src/wiring/rehearsal.ts';
import { createTrimmingFor } from '../../src/wiring/trimming.ts';
import { type LedgerUnderTest, openLedger } from './ledger.ts';
import { sessionTimes } from './people.ts';

/** The sample of the documents: shift 347 of register 12 with sales 245.81 and refunds 45.00. */
export const sampleFile = readFileSync(new URL('../fixtures/sale20260314214500000_347_1.json', import.meta.url));

/** The evening after the shift of the sample, in UTC. */
export const sampleEvening: Clock = { now: () => Date.parse('2026-03-14T20:00:00Z') };

export type WebApiUnderTest = AsyncDisposable & {
  api: WebApi;
  live: LiveHub;
  reports: Reports;
  stations: LedgerUnderTest;
  access: Access;
  /** Lines that the door wrote for the operator. */
  logged: string[];
  fetch(path: string, init?: RequestInit): Promise<Response>;
  json<T>(path: string, init?: RequestInit): Promise<{ status: number; body: T }>;
};

export type WebApiTestOptions = {
  clock?: Clock;
  receiveFile?: ReceiveFile;
  webFolder?: string;
  /** Instead of the reports over the database. */
  reports?: (reports: Reports) => Reports;
  maxFileBytes?: number;
  /** Whether somebody has to log in; `open` without it. */
  access?: 'required' | 'open';
  /** How often a stream asks whether its listener is still in. */
  streamLookMs?: number;
  /** The external log-in. */
  provider?: ProviderSettings;
  /** How browsers see it behind a proxy, and which proxies are believed. */
  publicUrl?: string;
  proxies?: readonly string[];
  /** Registers answer so; without it they are away. */
  ask?: AskRegister;
};

const rearmSettings = { silentAfterMs: 1_800_000, firstPauseMs: 120_000, longestPauseMs: 3_600_000, gapDays: 31 };

/** Starts the door; disposing stops it and removes the folders of the stations. */
export async function openWebApi(
  database: QueryDatabase<Tables>,
  options: WebApiTestOptions = {},
): Promise<WebApiUnderTest> {
  const clock = options.clock ?? sampleEvening;
  const stations = await openLedger(database, clock);
  const logged: string[] = [];
  const write = (text: string) => logged.push(text);
  const logger: Logger = { info: write, warn: write, error: (text, cause) => write(`${text} ${String(cause)}`) };
  const live = createLiveHub({ clock, logger, gatherMs: 1 });
  const mode = options.access ?? 'open';
  const publicUrl = options.publicUrl ?? null;
  const access = createAccess({ database, clock, mode, times: sessionTimes, tell: tellAccess(clock) });
  const facts = {
    version: '0.0.0',
    demo: false,
    runsAsRoot: false,
    defaultLanguage: 'ru',
    timeZone: 'Europe/Moscow',
    startedMs: clock.now(),
  } as const;
  const readWaiting = async (limit: number) => waitingOf(stations, limit);
  const exchangeFolder = join(stations.folder, 'exchange');
  const exchange = { folder: exchangeFolder, pushUrl: null };
  const storage = quietStorage;
  const findArchived = openReceiptIndex(join(stations.folder, 'archived-receipts')).find;
  const sources = { clock, readWaiting, facts, exchange, storage, findArchived };
  const reportsFor = createReportsFor({ database, ...sources });
  const reports = reportsFor(everything);
  const ask: AskRegister = options.ask ?? (async () => ({ kind: 'later', cause: { code: 'ask.no_address' } }));
  const transfers = createTransfers({ database, clock, ask, onChanged: () => undefined });
  const descriptions = await openDescriptions(stations.folder, clock);
  const openFile = (request: DownloadRequest) =>
    openDownload(readTableOf({ database, clock }, request), formOf(request), facts.version);
  const log = createEventBuffer(database, clock, () => undefined);
  const parts = { database, clock, intake: stations.intake, descriptions, reports, log, logger };
  const frames = createCapturedFrames({ ...parts, onRead: () => undefined });
  const of = (name: string) => join(stations.folder, name);
  const folders = { archives: of('archives'), keys: of('keys'), receipts: of('archived-receipts') };
  const settings = { keepDays: 1_095, shopDays: new Map(), uncheckedToo: false, pushIsOn: false };
  const trimming = (over: Database<Tables>) => {
    const trimmer = createTrimmer({ database: over, clock, folders, settings, at: null, timeZone: 'Europe/Moscow' });
    const wake = () => undefined;
    return createTrimmingFor({
      database: over,
      clock,
      settings,
      folders: { salesArchive: folders.archives },
      trimmer,
      wake,
    });
  };
  const trail = openTrail({ anchors: join(stations.folder, 'audit'), keys: folders.keys }, database, clock);
  const api = await startWebApi({
    host: '127.0.0.1',
    port: 0,
    reports: (reader) => options.reports?.(reportsFor(reader)) ?? reportsFor(reader),
    placesOf: createPlacesOf(database),
    registers: stations.registers,
    servers: createStoreServers({ database, clock, onChanged: () => undefined }),
    transfers,
    timetable: createTimetable({ database, clock, transfers, onChanged: () => undefined }),
    rearm: createRearm({ database, clock, transfers, settings: rearmSettings, onChanged: () => undefined }),
    cases: createCases({
      database,
      clock,
      transfers,
      judgeAssignee: createJudgeAssignee(mode),
      onChanged: () => undefined,
    }),
    rehearse: createRehearsal({
      database,
      clock,
      confirmFromDays: 7,
      sessionTimes,
      accessMode: mode,
      limits: defaultStageLimits,
      rearm: rearmSettings,
      holdsStream: () => false,
      trimmingOver: (trial) => trimming(trial),
      reportsOver: (trial) => createReportsFor({ database: trial, ...sources }),
      intake: stations.intake,
    }),
    trimming: trimming(database),
    checkFile: fileChecker(database, stations),
    readPackage: packageContentOf(stations.intake, { find: () => undefined }),
    decisions: createPackageDecisions({ database, clock, intake: stations.intake }),
    // This stage does no work on archives: the tests of the whole server trim.
    trim: async () => notFound('archive.busy', {}),
    openReportFile: ({ shops }, report, query) => openFile({ kind: 'report', shops, report, query }),
    openReceiptsFile: ({ shops }, query) => openFile({ kind: 'receipts', shops, query }),
    receiveFile: options.receiveFile ?? fileLoader(database, clock, stations),
    descriptions,
    ...createDescriptionChanges({ database, clock, descriptions, frames, reports, log }),
    exchange: createExchangeChanges(database, clock, { wake: () => undefined, onConfirmed: () => undefined }),
    readExportFile: createReadExportFile(database, clock, exchangeFolder),
    frameDetail: frames.detail,
    readFrames: () => trail.first({ verb: 'run', object: 'frame' }, frames.readAgain),
    audit: trail,
    ...createClassChanges(database, clock, () => undefined),
    defaultTimeZone: 'Europe/Moscow',
    maxFileBytes: options.maxFileBytes ?? 1024 * 1024,
    live,
    ...access,
    access: {
      mode,
      clock,
      https: publicUrl?.startsWith('https:') === true,
      publicUrl,
      provider: options.provider === undefined ? null : 'Вход сети',
    },
    provider: options.provider === undefined ? null : createIdentityProvider(options.provider, logger),
    proxies: options.proxies ?? null,
    ...(options.streamLookMs === undefined ? {} : { streamLookMs: options.streamLookMs }),
    webFolder: options.webFolder ?? join(stations.folder, 'no-pages'),
    logger,
  });
  const fetchPath = (path: string, init?: RequestInit) => fetch(new URL(path, api.url), init);
  return {
    api,
    live,
    reports,
    stations,
    access,
    logged,
    fetch: fetchPath,
    async json<T>(path: string, init?: RequestInit) {
      const response = await fetchPath(path, init);
      return { status: response.status, body: (await response.json()) as T };
    },
    async [Symbol.asyncDispose]() {
      await live.stop();
      await api.stop();
      await stations[Symbol.asyncDispose]();
    },
  };
}

/** Nothing was measured and nothing is kept. */
export const quietStorage = {
  folders: {},
  keepDays: 30,
  lowDays: 7,
  minFreeBytes: 0,
  time: '03:33',
  timeZone: 'Europe/Moscow',
};

function fileLoader(database: QueryDatabase<Tables>, clock: Clock, stations: LedgerUnderTest): ReceiveFile {
  return async (shopCode, file, body, createShop) => {
    const parts = { database, registers: stations.registers, timeZone: 'Europe/Moscow' };
    const foresee = async (one: FileToCheck) => found(await stations.ledger.check(one));
    const place = await shopOfFile({ ...parts, foresee }, { shopCode, fileName: file, body, createShop });
    if (!place.ok) return place;
    if (place.value.kind === 'broken')
      return found(await loadedFileReport(database, clock, notTaken(file, place.value.reason)));
    const { outcome, ...loaded } = await stations.bringPackage(fileFromHand(place.value.shop, file, body));
    if (outcome === 'missing') throw new Error(`${file} vanished`);
    return { ok: true, value: await loadedFileReport(database, clock, { file, outcome, ...loaded }) };
  };
}

function fileChecker(database: QueryDatabase<Tables>, stations: LedgerUnderTest): CheckFile {
  return async (shopCode, fileName, body, createShop) => {
    const file = await fileToCheck(database, { shopCode, fileName, body, createShop });
    if (!file.ok) return file;
    return { ok: true, value: fileCheckReport(fileName, shopCode, await stations.ledger.check(file.value)) };
  };
}

async function waitingOf(stations: LedgerUnderTest, limit: number) {
  const entries = await stations.intake.list('waiting', { limit: 1_000 });
  const headers = await Promise.all(
    entries.slice(0, limit).map(async ({ name }) => ({ name, ...(await stations.intake.readHeader('waiting', name)) })),
  );
  const packages = headers.map((header) => ({
    name: header.name,
    packageId: header.packageId ?? null,
    registerId: header.registerId ?? '',
    shopId: header.shopId ?? '',
    door: header.door ?? 'file',
    receivedAt: header.receivedAt ?? '',
    size: header.size ?? 0,
  }));
  return { count: entries.length, packages };
}

/** A request with headers that `fetch` does not let through (`host`, `origin`). */
export function rawRequest(
  port: number,
  path: string,
  options: { method?: string; headers: Record<string, string>; body?: string },
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers } = options;
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject);
    sent.end(options.body);
  });
}

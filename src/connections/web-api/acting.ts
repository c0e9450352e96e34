/**
 * Who acts in a request: whatever a route changes is done in their name. What changes nothing and has to be told all the same is told
 * here: requests that were not let in, changes that failed, files with money or personal data that left the server.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AuditVerdict, Problem } from '../../../contracts/web-api.ts';
import { actAs, type NewEntry } from '../../audit/audit.ts';
import type { Actor } from '../../domain/access.ts';
import type { AuditChannel, AuditObject } from '../../domain/audit-words.ts';
import { monotonicMs } from '../../platform/clock.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import type { Logger } from '../../platform/logger.ts';
import { PAGE_HEADER } from './principal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What it was refused for, or failed with. */
    problem: Pick<Problem, 'code' | 'details'> | null;
  }
  interface FastifyContextConfig {
    /** The answer is money or personal data that leaves the server: the audit trail tells it. */
    download?: { object: AuditObject; everyMs?: number };
  }
}

export type AuditFunctions = {
  audit: {
    add(entry: NewEntry): Promise<void>;
    verify(): Promise<AuditVerdict>;
  };
};

/** By this header a program says that it is the command line. */
export const CLIENT_HEADER = 'x-smena-client';

/** The same refusal of the same request is told so often, in ms: a program that asks on and on must not fill the trail. */
const REFUSAL_EVERY_MS = 60_000;
const MOST_REMEMBERED = 10_000;

/** Installs it for every route of the API; to be called after whoever stands behind a request is known. */
export function actAsPrincipal(app: FastifyInstance, { audit, logger }: AuditFunctions & { logger: Logger }): void {
  const told = rememberTold();
  app.decorateRequest('problem', null);

  app.addHook('preValidation', async (request) => {
    if (request.principal !== null) putAuthor(request);
  });
  app.addHook('preHandler', (request, _reply, done) => {
    if (request.principal === null) done();
    else actAs({ actor: actorOf(request), channel: channelOf(request) }, done);
  });
  app.addHook('onSend', async (request, reply) => {
    const entry = request.principal === null ? null : entryOf(request, reply);
    if (entry === null || !told.isDue(request, entry)) return;
    try {
      await actAs({ actor: actorOf(request), channel: channelOf(request) }, () => audit.add(entry));
    } catch (cause) {
      // What was refused stays refused, and what failed has failed; but nothing leaves the server untold.
      if (!(cause instanceof DatabaseUnavailable) || entry.verb === 'download') throw cause;
      logger.warn(`an entry of the audit trail was not written (${entry.verb} ${entry.key}): ${cause.message}`);
    }
  });
}

/** Who it is; on an open server they are called as they call themselves. */
function actorOf({ principal, body, query }: FastifyRequest): Actor {
  const { actor } = principal;
  if (actor.kind !== 'anybody') return actor;
  return { ...actor, name: authorIn(body) ?? authorIn(query) ?? actor.name };
}

function authorIn(values: unknown): string | undefined {
  const author = isObject(values) ? values.author : undefined;
  return typeof author === 'string' ? author.trim() : undefined;
}

/** A person or a key is the author of what they do, whatever they call themselves. */
function putAuthor(request: FastifyRequest): void {
  const { principal, routeOptions } = request;
  const { kind, name } = principal.actor;
  if (kind === 'anybody') return;
  for (const [part, values] of [
    ['body', request.body],
    ['querystring', request.query],
  ] as const)
    if (isObject(values) && takesAuthor(routeOptions.schema?.[part])) values.author = name;
}

function takesAuthor(schema: unknown): boolean {
  const shape = isObject(schema) ? schema.shape : undefined;
  return isObject(shape) && Object.hasOwn(shape, 'author');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** By which door: a session is a browser's, the command line says its name, and a browser without a session says what it is for. */
export function channelOf({ headers, session, principal }: FastifyRequest): AuditChannel {
  if (headers[CLIENT_HEADER] === 'command-line') return 'command-line';
  if (session !== null) return 'web';
  if (principal.actor.kind === 'key') return 'api';
  return headers[PAGE_HEADER] !== undefined || headers['sec-fetch-site'] !== undefined ? 'web' : 'api';
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

function entryOf(request: FastifyRequest, reply: FastifyReply): NewEntry | null {
  const { method, routeOptions, principal } = request;
  const { download } = routeOptions.config;
  const status = reply.statusCode;
  // Whoever has not logged in is nobody whom the trail could name.
  if (status === 403 && isSomebody(principal))
    return { ...attempt(request), result: 'refused', reason: request.problem?.code };
  if (status >= 500 && !SAFE_METHODS.has(method) && isSomebody(principal))
    return { ...attempt(request), result: 'failed', reason: request.problem?.code };
  if (status !== 200 || download === undefined || method !== 'GET') return null;
  const { key, shopCode } = placeOf(request);
  return { verb: 'download', object: download.object, key, shopCode, new: { query: { ...queryOf(request) } } };
}

const isSomebody = ({ actor, rights }: FastifyRequest['principal']) => actor.kind !== 'anybody' || rights.size > 0;

function attempt(request: FastifyRequest): NewEntry {
  const { method, problem, routeOptions } = request;
  const { operationId } = (routeOptions.schema ?? {}) as { operationId?: string };
  const { right = null, shop = placeOf(request).shopCode } = problem?.details ?? {};
  const key = operationId ?? routeOptions.url ?? '';
  const values = { method, path: pathOf(request), ...(right === null ? {} : { right }) };
  return { verb: 'attempt', object: 'operation', key, shopCode: shop, new: values };
}

const pathOf = ({ url }: FastifyRequest) => url.split('?')[0] ?? url;

function queryOf({ query }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(isObject(query) ? query : {}).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

/** The shop that an address or a query names, and what else the address names. */
function placeOf(request: FastifyRequest): { key: string; shopCode: string | null } {
  const params = Object.entries(isObject(request.params) ? request.params : {});
  const shopCode = params.find(([name]) => name === 'shopCode')?.[1] ?? queryOf(request).shop ?? null;
  return {
    key: params.map(([, value]) => String(value)).join('/'),
    shopCode: shopCode === null ? null : String(shopCode),
  };
}

function rememberTold(): { isDue(request: FastifyRequest, entry: NewEntry): boolean } {
  const told = new Map<string, number>();
  return {
    isDue(request, entry) {
      const everyMs = entry.verb === 'download' ? request.routeOptions.config.download?.everyMs : REFUSAL_EVERY_MS;
      if (everyMs === undefined || entry.result === 'failed') return true;
      const { kind, name, address } = actorOf(request);
      const what = entry.verb === 'download' ? `${entry.object} ${entry.key}` : `${request.method} ${pathOf(request)}`;
      const same = JSON.stringify([kind, name, address, what, entry.reason]);
      const before = told.get(same);
      if (before !== undefined && monotonicMs() - before < everyMs) return false;
      told.delete(same);
      told.set(same, monotonicMs());
      if (told.size > MOST_REMEMBERED) told.delete(told.keys().next().value ?? '');
      return true;
    },
  };
}

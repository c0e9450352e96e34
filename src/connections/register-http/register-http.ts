/**
 * The REST paths that registers call (registers §7), exactly as they are: states of transfers, the kick, legacy statuses and
 * the progress of dictionaries. A register takes only status 200 with a JSON body for success and sends no authentication,
 * so this door is a listener of its own: what it opens to the network is nothing but these paths.
 */
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { type ErrorCode, type MessageParams, messageText } from '../../messages/messages.ts';
import type { IntakeEvents } from '../../pipeline/intake/intake.ts';
import type { KnownRegister } from '../../pipeline/registers/registers.ts';
import type { HeardWords, RegisterTask, RegisterWords } from '../../pipeline/transfers/transfers.ts';
import { limitConnections } from '../../platform/connection-limit.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import type { Logger } from '../../platform/logger.ts';
import { dictionaryWords, readTask, readWords } from './bodies.ts';
import { legacyMeaning } from './legacy-status.ts';

export type RegisterHttpOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** The register of an id that the server has issued; undefined = not known. */
  find: (registerId: string) => KnownRegister | undefined;
  /** A sign of life of a known register. */
  touch: (registerId: string) => void;
  openTask: (task: RegisterTask) => Promise<string>;
  hear: (stateId: string, words: RegisterWords) => Promise<HeardWords>;
  /** The register asks to be asked for its sales. */
  kick: (register: KnownRegister) => Promise<void>;
  events: IntakeEvents;
  logger: Logger;
  limits?: Partial<RegisterHttpLimits>;
};

export type RegisterHttpLimits = {
  /** Connections at once; more are refused by the listener. */
  maxConnections: number;
  maxBodyBytes: number;
  /** A request that is not whole within so many ms is ended. */
  requestMs: number;
};

export type RegisterHttp = { readonly port: number; stop(): Promise<void> };

const DEFAULT_LIMITS: RegisterHttpLimits = { maxConnections: 2_000, maxBodyBytes: 64 * 1024, requestMs: 30_000 };

function noSchemas(): never {
  throw new Error('the paths of registers have no schemas');
}

/** Opens the door; rejects when the port can not be had. */
export async function startRegisterHttp(options: RegisterHttpOptions): Promise<RegisterHttp> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const app = fastify({
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: limits.requestMs,
    // Ids and messages of registers stand in paths.
    routerOptions: { maxParamLength: 1_000 },
    forceCloseConnections: true,
    // Named here, so that the framework does not load its own, some megabytes of memory.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  });
  // Registers send JSON whatever they call it, and nothing at all with a kick.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((cause, _request, reply) => fail(options, reply, cause));
  app.setNotFoundHandler((request, reply) => refuse(reply, 404, 'not_found.page', { path: request.url.slice(0, 200) }));
  addSalesPaths(app, options);
  addDictionaryPaths(app, options);
  const { events, logger } = options;
  limitConnections(app.server, limits.maxConnections, () => {
    logger.warn(`all ${limits.maxConnections} REST connections are in use; further ones are turned away`);
    events({ code: 'register.door_full', level: 'warning', params: { door: 'REST', limit: limits.maxConnections } });
  });
  await app.listen({ host: options.host, port: options.port });
  return { port: (app.server.address() as AddressInfo).port, stop: () => app.close() };
}

type Ids = { Params: { storeId: string; cashId: string } };

function addSalesPaths(app: FastifyInstance, options: RegisterHttpOptions): void {
  app.post<Ids>('/CSrest/rest/sales/cashUnloadState/:storeId/:cashId', async (request, reply) => {
    const register = known(options, request.params);
    if (register === undefined) return unknownRegister(options, reply, request.params);
    const task = readTask(request.body);
    if (task === undefined) return refuse(reply, 400, 'register_http.body', {});
    const { shopId, registerId } = register;
    // The answer is a JSON scalar: the id of the state record, as text.
    return JSON.stringify(await options.openTask({ shopId, registerId, ...task }));
  });

  app.put<{ Params: { stateId: string } }>('/CSrest/rest/sales/cashUnloadState/:stateId', async (request, reply) => {
    const words = readWords(request.body);
    if (words === undefined) return refuse(reply, 400, 'register_http.body', {});
    const heard = await options.hear(request.params.stateId, words);
    if (heard === 'unknown') return refuse(reply, 404, 'register_http.no_state', { stateId: request.params.stateId });
    // A record that has ended or gone further is no trouble of the register: the log tells of it.
    return 'true';
  });

  app.put<{ Params: { cashId: string } }>('/CSrest/rest/sales/unload/cashid/:cashId/kick', async (request, reply) => {
    const register = known(options, { storeId: '', ...request.params });
    if (register === undefined) return unknownRegister(options, reply, { storeId: '', ...request.params });
    await options.kick(register);
    return 'true';
  });

  for (const kind of ['statussale', 'statusdict'] as const)
    app.get<{ Params: { cashId: string; numericStatus: string; message: string } }>(
      `/cashstatus/rest/${kind}/:cashId/:numericStatus/:message`,
      async (request, reply) => {
        const { cashId, numericStatus, message } = request.params;
        const register = known(options, { storeId: '', cashId });
        if (register === undefined) return unknownRegister(options, reply, { storeId: '', cashId });
        const { meaning, isFailure } = legacyMeaning(numericStatus);
        // What went well is told by the states and the packages; a failure is told nowhere else.
        if (isFailure) tellFailure(options, register, { kind, meaning, message });
        return 'true';
      },
    );
}

function addDictionaryPaths(app: FastifyInstance, options: RegisterHttpOptions): void {
  app.put<{ Params: { storeId: string; cashId: string; id: string } }>(
    '/CSrest/rest/dicts/cashLoad/:storeId/:cashId/:id',
    async (request, reply) => {
      const register = known(options, request.params);
      if (register === undefined) return unknownRegister(options, reply, request.params);
      const words = dictionaryWords(request.body);
      if (words === undefined) return refuse(reply, 400, 'register_http.body', {});
      if (words.isFailure)
        tellFailure(options, register, { kind: 'statusdict', meaning: words.status, message: words.message });
      return 'true';
    },
  );

  let lastId = 0;
  app.post<{ Params: { shop: string } }>('/CSrest/rest/dicts/backOfficeState/:shop', async (request, reply) => {
    if (dictionaryWords(request.body) === undefined) return refuse(reply, 400, 'register_http.body', {});
    lastId += 1;
    return JSON.stringify(`D-${lastId}`);
  });
  app.put<{ Params: { shop: string; id: string } }>(
    '/CSrest/rest/dicts/backOfficeState/:shop/:id',
    async (request, reply) => {
      const words = dictionaryWords(request.body);
      if (words === undefined) return refuse(reply, 400, 'register_http.body', {});
      const params = { shopCode: request.params.shop.slice(0, 100), message: words.message };
      if (words.isFailure) options.events({ code: 'dictionary.not_taken', level: 'warning', params });
      return 'true';
    },
  );
}

/** The register of the path when shop and register belong together; `storeId` '' = the path names no shop. */
function known(options: RegisterHttpOptions, ids: { storeId: string; cashId: string }): KnownRegister | undefined {
  const register = options.find(ids.cashId);
  if (register === undefined || (ids.storeId !== '' && ids.storeId !== register.shopId)) return undefined;
  options.touch(register.registerId);
  return register;
}

type Failure = { kind: 'statussale' | 'statusdict'; meaning: string; message: string };

const LONGEST_MESSAGE = 500;

function tellFailure(options: RegisterHttpOptions, { shopId, registerId }: KnownRegister, failure: Failure): void {
  const params = { meaning: failure.meaning, message: failure.message.slice(0, LONGEST_MESSAGE) };
  const code = failure.kind === 'statussale' ? 'register.sales_failed' : 'register.dictionary_failed';
  options.events({ code, level: 'warning', shopId, registerId, params });
}

function unknownRegister(options: RegisterHttpOptions, reply: FastifyReply, ids: { storeId: string; cashId: string }) {
  const params = { registerId: ids.cashId.slice(0, 100), shopId: ids.storeId.slice(0, 100) };
  options.logger.warn(`REST of an unknown register: id ${JSON.stringify(params.registerId)}`);
  return refuse(reply, 404, 'register_http.unknown_register', params);
}

/** Registers print what they get into their own log, so both languages are in it. */
function refuse(reply: FastifyReply, status: number, code: ErrorCode, params: MessageParams): FastifyReply {
  const problem = { code, messageRu: messageText('ru', code, params), messageEn: messageText('en', code, params) };
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(problem));
}

function fail(options: RegisterHttpOptions, reply: FastifyReply, cause: unknown): FastifyReply {
  const status = (cause as { statusCode?: number }).statusCode ?? 500;
  if (cause instanceof DatabaseUnavailable) return refuse(reply, 503, 'database.away', {});
  if (status < 500) return refuse(reply, status, 'register_http.body', {});
  options.logger.error('a request of a register failed', cause);
  return refuse(reply, 500, 'register_http.failed', {});
}

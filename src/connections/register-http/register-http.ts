/**
 * The REST paths that registers call (registers §7), exactly as they are: states of transfers, the kick, legacy statuses and
 * the progress of dictionaries. A register takes only status 200 with a JSON body for success, so this door is a listener of its
 * own: what it opens to the network is nothing but these paths. It speaks https and http on one port, as the lines for sales do
 * (M18). In plaintext registers prove nothing here: what they say are hints, and the truth is what their packages hold.
 */
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type ErrorCode, type MessageParams, messageText } from '../../messages/messages.ts';
import { type IntakeEvents, tellLineRefusals } from '../../pipeline/intake/intake.ts';
import type { KnownRegister } from '../../pipeline/registers/registers.ts';
import type { HeardWords, RegisterTask, RegisterWords } from '../../pipeline/transfers/transfers.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import { type LineTerms, openLineListener, type Peer, plaintextLine } from '../../platform/line-listener.ts';
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
  /** Why words of this register must not come from this end of the line; null = they may. Not asked in plaintext. */
  lineFault?: (registerId: string, peer: Peer) => { code: ErrorCode; params: MessageParams } | null;
  events: IntakeEvents;
  logger: Logger;
  limits?: Partial<RegisterHttpLimits>;
  /** Who may connect and how: plaintext from everywhere unless given. */
  line?: LineTerms;
};

export type RegisterHttpLimits = {
  /** Connections at once; more are refused by the listener. */
  maxConnections: number;
  maxBodyBytes: number;
  /** A request that is not whole within so many ms is ended. */
  requestMs: number;
};

export type RegisterHttp = {
  readonly port: number;
  /** From the next connection on these hold. Throws when the keys do not fit, and the old ones stay. */
  changeLine(terms: LineTerms): void;
  stop(): Promise<void>;
};

const DEFAULT_LIMITS: RegisterHttpLimits = { maxConnections: 2_000, maxBodyBytes: 64 * 1024, requestMs: 30_000 };

function noSchemas(): never {
  throw new Error('the paths of registers have no schemas');
}

/** Opens the door; rejects when the port can not be had. */
export async function startRegisterHttp(options: RegisterHttpOptions): Promise<RegisterHttp> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const server = createServer();
  const app = fastify({
    serverFactory: (handler) => server.on('request', handler),
    bodyLimit: limits.maxBodyBytes,
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
  const door: Door = { ...options, peers: new WeakMap(), told: new Set() };
  addSalesPaths(app, door);
  addDictionaryPaths(app, door);
  await app.ready();
  server.requestTimeout = limits.requestMs;
  // It listens nowhere and is handed connections; what looks for requests that do not come forward begins with this.
  server.emit('listening');
  const listener = await openLineListener({
    ...lineOptions(options, limits),
    accept(socket, peer) {
      door.peers.set(socket, peer);
      server.emit('connection', socket);
    },
  });
  return {
    port: listener.port,
    changeLine: listener.change,
    async stop() {
      listener.refuseNew();
      await app.close();
      listener.destroy();
      await listener.closed;
      // Nothing listens here, which it says as an error; its look for late requests ends all the same.
      server.close(() => undefined);
    },
  };
}

/** What the paths need: who is at the end of each connection; `told` are the refusals that the log has. */
type Door = RegisterHttpOptions & { readonly peers: WeakMap<Socket, Peer>; readonly told: Set<string> };

function lineOptions(
  { host, port, line = plaintextLine, events, logger }: RegisterHttpOptions,
  { maxConnections, requestMs }: RegisterHttpLimits,
) {
  return {
    ...{ host, port, terms: line, maxConnections, maxGreetingMs: requestMs },
    onRefused: tellLineRefusals({ events, logger }, 'REST'),
    onFull() {
      logger.warn(`all ${maxConnections} REST connections are in use; further ones are turned away`);
      events({ code: 'register.door_full', level: 'warning', params: { door: 'REST', limit: maxConnections } });
    },
    onFailure: (cause: Error) => logger.error('the REST port of the registers failed', cause),
  };
}

type Ids = { Params: { storeId: string; cashId: string } };

function addSalesPaths(app: FastifyInstance, options: Door): void {
  app.post<Ids>('/CSrest/rest/sales/cashUnloadState/:storeId/:cashId', async (request, reply) => {
    const register = known(options, request, request.params);
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

  app.put<{ Params: { cashId: string } }>('/CSrest/rest/sales/unload/cashid/:cashId/kick', async (request) => {
    const register = known(options, request, { storeId: '', ...request.params });
    await options.kick(register);
    return 'true';
  });

  for (const kind of ['statussale', 'statusdict'] as const)
    app.get<{ Params: { cashId: string; numericStatus: string; message: string } }>(
      `/cashstatus/rest/${kind}/:cashId/:numericStatus/:message`,
      async (request) => {
        const { cashId, numericStatus, message } = request.params;
        const register = known(options, request, { storeId: '', cashId });
        const { meaning, isFailure } = legacyMeaning(numericStatus);
        // What went well is told by the states and the packages; a failure is told nowhere else.
        if (isFailure) tellFailure(options, register, { kind, meaning, message });
        return 'true';
      },
    );
}

function addDictionaryPaths(app: FastifyInstance, options: Door): void {
  app.put<{ Params: { storeId: string; cashId: string; id: string } }>(
    '/CSrest/rest/dicts/cashLoad/:storeId/:cashId/:id',
    async (request, reply) => {
      const register = known(options, request, request.params);
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

/** A call that is refused: thrown by what looks the register up, answered in one place. */
class RefusedCall extends Error {
  override name = 'RefusedCall';
  readonly status: number;
  readonly code: ErrorCode;
  readonly params: MessageParams;

  constructor(status: number, code: ErrorCode, params: MessageParams) {
    super(code);
    this.status = status;
    this.code = code;
    this.params = params;
  }
}

type PathIds = { storeId: string; cashId: string };

/**
 * The register of the path when shop and register belong together and this end of the line may speak for it; `storeId` '' = the
 * path names no shop. Throws a RefusedCall.
 */
function known(options: Door, { socket, headers }: FastifyRequest, ids: PathIds): KnownRegister {
  const register = options.find(ids.cashId);
  if (register === undefined || (ids.storeId !== '' && ids.storeId !== register.shopId)) {
    const params = { registerId: ids.cashId.slice(0, 100), shopId: ids.storeId.slice(0, 100) };
    options.logger.warn(`REST of an unknown register: id ${JSON.stringify(params.registerId)}`);
    throw new RefusedCall(404, 'register_http.unknown_register', params);
  }
  const peer = options.peers.get(socket);
  const token = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  const end = peer === undefined || token === undefined ? peer : { ...peer, token };
  const fault = end?.secure === true ? (options.lineFault?.(register.registerId, end) ?? null) : null;
  if (fault !== null) {
    const { registerId } = register;
    tellRefused(options, registerId, fault);
    throw new RefusedCall(403, fault.code, fault.params);
  }
  options.touch(register.registerId);
  return register;
}

type Failure = { kind: 'statussale' | 'statusdict'; meaning: string; message: string };

const LONGEST_MESSAGE = 500;

/** Refusals that are remembered, so that a register that tells every step is told of once. */
const MAX_REMEMBERED = 1_000;

function tellRefused(
  { events, told }: Door,
  registerId: string,
  { code, params }: { code: ErrorCode; params: MessageParams },
): void {
  const key = `${registerId} ${code}`;
  if (told.has(key)) return;
  if (told.size >= MAX_REMEMBERED) told.clear();
  told.add(key);
  const said = { ...params, registerId, reason: `@${code}` };
  events({ code: 'register.refused', level: 'warning', registerId, params: said });
}

function tellFailure(options: RegisterHttpOptions, { shopId, registerId }: KnownRegister, failure: Failure): void {
  const params = { meaning: failure.meaning, message: failure.message.slice(0, LONGEST_MESSAGE) };
  const code = failure.kind === 'statussale' ? 'register.sales_failed' : 'register.dictionary_failed';
  options.events({ code, level: 'warning', shopId, registerId, params });
}

/** Registers print what they get into their own log, so both languages are in it. */
function refuse(reply: FastifyReply, status: number, code: ErrorCode, params: MessageParams): FastifyReply {
  const problem = { code, messageRu: messageText('ru', code, params), messageEn: messageText('en', code, params) };
  return reply.code(status).type('application/json; charset=utf-8').send(JSON.stringify(problem));
}

function fail(options: RegisterHttpOptions, reply: FastifyReply, cause: unknown): FastifyReply {
  if (cause instanceof RefusedCall) return refuse(reply, cause.status, cause.code, cause.params);
  const status = (cause as { statusCode?: number }).statusCode ?? 500;
  if (cause instanceof DatabaseUnavailable) return refuse(reply, 503, 'database.away', {});
  if (status < 500) return refuse(reply, status, 'register_http.body', {});
  options.logger.error('a request of a register failed', cause);
  return refuse(reply, 500, 'register_http.failed', {});
}

/**
 * The gRPC door for registers of protocol 4 (registers §4–6): handshake, delivery of sales, command streams, health and
 * reflection.
 * Knows nothing of what a package means; it hands bytes to `receive` and says what became of them.
 */
import type { Socket } from 'node:net';
import {
  Metadata,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { RegisterCommandsService } from '../../../contracts/generated/register-command-stream.ts';
import {
  type Handshake,
  HandshakeRequestService,
  type HandshakeResponse,
  type SalesResponse,
  SalesService,
} from '../../../contracts/generated/register-sales.ts';
import { shipped, type WireDescription } from '../../../contracts/wire-descriptions.ts';
import {
  type Admission,
  createHandshake,
  type HandshakeAnswer,
  type IncomingPackage,
  type IntakeEvents,
  type Refusal,
  shortId,
  tellLineRefusals,
} from '../../pipeline/intake/intake.ts';
import { type LineTerms, openLineListener, type Peer, plaintextLine } from '../../platform/line-listener.ts';
import type { Logger } from '../../platform/logger.ts';
import { type ByteBudget, createByteBudget } from '../../platform/memory/byte-budget.ts';
import { sleep } from '../../platform/worker-loop.ts';
import { withToken } from './call-token.ts';
import type { CommandStreams } from './command-streams.ts';
import { readRegisterId, writeMessage } from './described-messages.ts';
import { routeUnknownPaths, takeOverStream } from './grpc-internals.ts';
import { type LoadParts, type LoadRun, numbersFor, ofServer, startLoad } from './load-stream.ts';
import { barePath, isLoadPath, withBarePaths } from './paths.ts';
import { addStandardServices } from './standard-services.ts';
import { asBrought, viaServer } from './via-server.ts';

export type RegisterGrpcLimits = {
  /** Largest message in bytes (A4). */
  maxMessageBytes: number;
  /** Bytes of packages in memory over all streams. */
  maxBytesInFlight: number;
  maxConnections: number;
  /** Calls at once on one connection. */
  maxStreamsPerConnection: number;
  /** How long a stream may keep silent while we wait for its bytes, in ms. */
  maxSilenceMs: number;
  /** How long a stream that waits for its turn in a full memory lets another go first, in ms (`ByteBudgetOptions.turnMs`). */
  turnMs: number;
  /**
   * A stream that holds memory others wait for is ended when it brings less than `minBytesPerSecond` on average after
   * `slowAfterMs`.
   */
  slowAfterMs: number;
  minBytesPerSecond: number;
  /** A connection is pinged after so many ms, and is dead when the answer takes longer than that; in ms. */
  keepaliveMs: number;
  keepaliveAnswerMs: number;
  /** How long running streams may go on after `stop`, in ms. */
  stopGraceMs: number;
  /** How long the disk may take after that for the package of each stream, in ms. */
  stopDiskMs: number;
};

/** Largest message of the calls that the library reads for us, in bytes: a handshake holds one id. */
const MAX_SMALL_MESSAGE = 64 * 1024;

export const defaultRegisterGrpcLimits: RegisterGrpcLimits = {
  maxMessageBytes: 64 * 1024 * 1024,
  maxBytesInFlight: 4 * 1024 * 1024,
  maxConnections: 4000,
  maxStreamsPerConnection: 100,
  maxSilenceMs: 120_000,
  turnMs: 250,
  slowAfterMs: 30_000,
  minBytesPerSecond: 4096,
  keepaliveMs: 30_000,
  keepaliveAnswerMs: 20_000,
  stopGraceMs: 2000,
  stopDiskMs: 10_000,
};

export type RegisterGrpcOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  limits?: Partial<RegisterGrpcLimits>;
  /** For the bytes of all doors together; one of its own when left out. */
  budget?: ByteBudget;
  receive: LoadParts['receive'];
  reserve: LoadParts['reserve'];
  /** Asked at each handshake before `admit`: a full disk turns registers away while they still have their sales. */
  refusal: () => Promise<Refusal | undefined>;
  admit: (registerId: string, peer: Peer) => Promise<Admission>;
  /** Why a package of this register must not come from this end of the line; undefined = it may. */
  mayDeliver?: (registerId: string, peer: Peer) => Refusal | undefined;
  /** Whether a register may send through the server of a store, and whether that may bring a package; absent = no server may. */
  servers?: ServersAtDoor;
  /** The streams by which registers are asked; without them there is no such service. */
  streams?: CommandStreams;
  events: IntakeEvents;
  logger: Logger;
  /** Who may connect and how: plaintext from everywhere unless given (M18). */
  line?: LineTerms;
  /** Numbers of the fields as they are now; those of the contract unless given. Asked at every call. */
  describe?: () => WireDescription;
};

export type ServersAtDoor = {
  admit: (serverCode: string, registerId: string, peer: Peer) => Promise<Admission>;
  mayBring: (serverCode: string, incoming: IncomingPackage, peer: Peer) => Refusal | undefined;
};

const noServers: ServersAtDoor = {
  admit: async (serverCode) => ({ ok: false, code: 'server.unknown', params: { serverCode } }),
  mayBring: (serverCode) => ({ kind: 'refused', code: 'server.unknown', params: { serverCode } }),
};

export type RegisterGrpc = {
  readonly port: number;
  /** From the next connection on these hold. Throws when the keys do not fit, and the old ones stay. */
  changeLine(terms: LineTerms): void;
  stop(): Promise<void>;
};

/** Opens the door; rejects when the port can not be had. */
export async function startRegisterGrpc(options: RegisterGrpcOptions): Promise<RegisterGrpc> {
  const limits = { ...defaultRegisterGrpcLimits, ...options.limits };
  const loads = new Set<LoadRun>();
  const peers = rememberPeers();
  const loadParts: LoadParts = {
    receive: options.receive,
    reserve: options.reserve,
    budget: options.budget ?? budgetOf(limits),
    maxMessageBytes: limits.maxMessageBytes,
    maxSilenceMs: limits.maxSilenceMs,
    describe: options.describe ?? describeShipped,
    events: options.events,
    logger: options.logger,
  };
  const server = new Server({
    'grpc.max_receive_message_length': MAX_SMALL_MESSAGE,
    'grpc.max_concurrent_streams': limits.maxStreamsPerConnection,
    'grpc.keepalive_time_ms': limits.keepaliveMs,
    'grpc.keepalive_timeout_ms': limits.keepaliveAnswerMs,
    'grpc.enable_channelz': 0,
    interceptors: [interceptLoads(loads, loadParts, options, peers)],
  });
  addRegisterServices(server, options, peers);
  const standard = addStandardServices(server);
  // TLS is agreed on before the library gets a connection: it could neither say why it turns one away nor change its keys.
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = await openLineListener({
    ...lineOptions(options, limits),
    accept(socket, peer) {
      peers.add(socket, peer);
      injector.injectConnection(socket);
    },
  });
  return {
    port: listener.port,
    changeLine: listener.change,
    async stop() {
      standard.stopServing();
      listener.refuseNew();
      options.streams?.stop();
      await endLoads(loads, limits, options.logger);
      // Its callback comes before the last answers are out; what tells the end is that the sockets are gone.
      server.tryShutdown(ignore);
      await atMost(listener.closed, limits.stopGraceMs);
      listener.destroy();
      await listener.closed;
    },
  };
}

const mayAlways = () => undefined;

function lineOptions(
  { host, port, line = plaintextLine, events, logger }: RegisterGrpcOptions,
  limits: RegisterGrpcLimits,
) {
  const { maxConnections, maxSilenceMs } = limits;
  return {
    ...{ host, port, terms: line, maxConnections, maxGreetingMs: maxSilenceMs, alpn: 'h2' },
    onRefused: tellLineRefusals({ events, logger }, 'gRPC'),
    onFull() {
      logger.warn(`all ${maxConnections} gRPC connections are in use; further ones are turned away`);
      events({ code: 'register.door_full', level: 'warning', params: { door: 'gRPC', limit: maxConnections } });
    },
    onFailure: (cause: Error) => logger.error('the port of the registers failed', cause),
  };
}

type Peers = { add(socket: Socket, peer: Peer): void; of(place: string): Peer };

/** Who is at the end of each connection, by the address and port under which the library knows it. */
function rememberPeers(): Peers {
  const known = new Map<string, Peer>();
  return {
    add(socket, peer) {
      const place = `${socket.remoteAddress}:${socket.remotePort}`;
      known.set(place, peer);
      socket.once('close', () => void (known.get(place) === peer && known.delete(place)));
    },
    // A connection that is gone has shown nothing any more.
    of: (place) => known.get(place) ?? { address: place, secure: false, certificate: null },
  };
}

function budgetOf(limits: RegisterGrpcLimits): ByteBudget {
  return createByteBudget({ ...limits, limit: limits.maxBytesInFlight, beyond: limits.maxMessageBytes });
}

/** Loads are not handled by the library's stream but by `startLoad`; other calls pass through. */
function interceptLoads(
  loads: Set<LoadRun>,
  parts: LoadParts,
  { mayDeliver = mayAlways, servers = noServers }: Pick<RegisterGrpcOptions, 'mayDeliver' | 'servers'>,
  peers: Peers,
): ServerInterceptor {
  return (method, call) => {
    if (!isLoadPath(method.path)) return new ServerInterceptingCall(call);
    return new DirectCall(call, () => {
      const peer = peers.of(call.getPeer());
      const receive: LoadParts['receive'] = async (incoming, space, said) => {
        const { via } = said;
        if (via === null)
          return (
            mayDeliver(incoming.registerId, withToken(peer, said.metadata)) ?? parts.receive(incoming, space, said)
          );
        const brought = asBrought(incoming, via);
        return servers.mayBring(via.serverCode, brought, peer) ?? parts.receive(brought, space, said);
      };
      const load = startLoad(call, takeOverStream(call), { ...parts, receive });
      loads.add(load);
      load.done.finally(() => loads.delete(load));
    });
  };
}

/** A call whose messages do not go to the handler that the library has for it. */
class DirectCall extends ServerInterceptingCall {
  readonly #begin: () => void;

  constructor(call: ServerInterceptingCallInterface, begin: () => void) {
    super(call);
    this.#begin = begin;
  }

  override start(): void {
    this.#begin();
  }
}

function addRegisterServices(server: Server, options: RegisterGrpcOptions, peers: Peers): void {
  const greet = greeting(options);
  const { handshakes, sales } = describedServices(options.describe ?? describeShipped);
  server.addService(handshakes, {
    handshake(call: ServerUnaryCall<Greeted, HandshakeResponse>, respond: sendUnaryData<HandshakeResponse>) {
      const via = viaServer(call.metadata);
      greet(call.request, via?.serverCode ?? null, withToken(peers.of(call.getPeer()), call.metadata)).then(
        ({ reason, ...response }) => {
          const trailer = new Metadata();
          if (reason !== null) trailer.set('smena-reason', reason);
          respond(null, ofServer({ ...response, errorCode: '' }, via !== null), trailer);
        },
        (cause) => {
          options.logger.error('a handshake failed', cause);
          respond({ code: status.INTERNAL, details: 'Internal error of the server.' });
        },
      );
    },
  });
  server.addService(sales, {
    load() {
      throw new Error('loads are taken over before they get here');
    },
  });
  if (options.streams !== undefined) server.addService(RegisterCommandsService, options.streams.service(peers.of));
  routeUnknownPaths(server, barePath);
}

/** A handshake with its bytes: a server of a store writes it by the numbers that Smena ships. */
type Greeted = Handshake & { bytes: Buffer };

/** Handshakes of registers, and of registers through the server of a store. */
function greeting(
  options: RegisterGrpcOptions,
): (request: Greeted, serverCode: string | null, peer: Peer) => Promise<HandshakeAnswer> {
  const direct = createHandshake(options, { accepted: 'register.handshake', refused: 'register.refused' });
  const through = new Map<string, typeof direct>();
  const events = { accepted: 'server.register_accepted', refused: 'server.register_refused' } as const;
  return ({ cashId, bytes }, serverCode, peer) => {
    if (serverCode === null) return direct(cashId, peer);
    let handshake = through.get(serverCode);
    if (handshake === undefined) {
      // There is no end of codes that somebody could invent.
      if (through.size >= MOST_SERVERS) through.clear();
      const { admit } = options.servers ?? noServers;
      const own = { ...options, admit: (id: string, end: Peer) => admit(serverCode, id, end) };
      handshake = createHandshake(own, { ...events, params: { serverCode: shortId(serverCode) } });
      through.set(serverCode, handshake);
    }
    return handshake(readRegisterId(bytes, shipped.grpc), peer);
  };
}

/** Servers of stores whose handshakes are remembered. */
const MOST_SERVERS = 1_000;

const describeShipped = () => shipped.grpc;

/** The services of the contract on their bare paths, whose messages are read and written by the description of the moment. */
function describedServices(describe: () => WireDescription) {
  const handshakes = withBarePaths(HandshakeRequestService);
  const sales = withBarePaths(SalesService);
  return {
    handshakes: {
      ...handshakes,
      handshake: {
        ...handshakes.handshake,
        requestDeserialize: (bytes: Buffer): Greeted => ({ cashId: readRegisterId(bytes, describe()), bytes }),
        responseSerialize: (answer: HandshakeResponse): Buffer =>
          writeMessage(numbersFor(answer, describe).messages.HandshakeResponse, { ...answer }),
      },
    },
    sales: {
      ...sales,
      load: {
        ...sales.load,
        responseSerialize: (answer: SalesResponse): Buffer =>
          writeMessage(numbersFor(answer, describe).messages.SalesResponse, { ...answer }),
      },
    },
  };
}

/** Gives running streams a moment, then ends them after the package they are writing; a disk that hangs is not waited for. */
async function endLoads(loads: Set<LoadRun>, limits: RegisterGrpcLimits, logger: Logger): Promise<void> {
  const ended = () => Promise.all([...loads].map((load) => load.done));
  await atMost(ended(), limits.stopGraceMs);
  for (const load of loads) load.stop();
  await atMost(ended(), limits.stopDiskMs);
  if (loads.size === 0) return;
  const seconds = Math.round(limits.stopDiskMs / 1000);
  logger.error(
    `the disk has not taken the packages of ${loads.size} streams in ${seconds} s; nothing was acknowledged`,
  );
}

async function atMost(work: Promise<unknown>, ms: number): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, sleep(ms, over.signal)]);
  over.abort();
}

function ignore(): void {
  return;
}

/**
 * The Thrift door for registers of protocol 3: the service of contracts/register-sales.thrift, framed or not, binary or
 * compact. It means what the gRPC door means, and likewise knows nothing of what a package holds.
 */
import { shipped } from '../../../contracts/wire-descriptions.ts';
import {
  type Admission,
  createHandshake,
  type IntakeEvents,
  type PackageSpace,
  type Refusal,
  tellLineRefusals,
} from '../../pipeline/intake/intake.ts';
import { type LineTerms, openLineListener, type Peer, plaintextLine } from '../../platform/line-listener.ts';
import type { Logger } from '../../platform/logger.ts';
import { type ByteBudget, createByteBudget } from '../../platform/memory/byte-budget.ts';
import { sleep } from '../../platform/worker-loop.ts';
import type { CallParts } from './calls.ts';
import { type Connection, type ConnectionParts, serveConnection } from './connection.ts';

export type RegisterThriftLimits = {
  /** Largest message in bytes (A4). */
  maxMessageBytes: number;
  /** Bytes of packages in memory over all connections; one largest message may come on top. */
  maxBytesInFlight: number;
  maxConnections: number;
  /** How long a connection may keep silent while we wait for its bytes, in ms. */
  maxSilenceMs: number;
  /** How long a message that waits for its turn in a full memory lets another go first, in ms (`ByteBudgetOptions.turnMs`). */
  turnMs: number;
  /**
   * A connection that holds memory others wait for is ended when it brings less than `minBytesPerSecond` on average after
   * `slowAfterMs`.
   */
  slowAfterMs: number;
  minBytesPerSecond: number;
  /** How long calls that are under way may go on after `stop`, in ms. */
  stopGraceMs: number;
  /** How long the disk may take after that for the package of each connection, in ms. */
  stopDiskMs: number;
};

export const defaultRegisterThriftLimits: RegisterThriftLimits = {
  maxMessageBytes: 64 * 1024 * 1024,
  maxBytesInFlight: 4 * 1024 * 1024,
  maxConnections: 4000,
  maxSilenceMs: 120_000,
  turnMs: 250,
  slowAfterMs: 30_000,
  minBytesPerSecond: 4096,
  stopGraceMs: 2000,
  stopDiskMs: 10_000,
};

export type RegisterThriftOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  limits?: Partial<RegisterThriftLimits>;
  /** For the bytes of all doors together; one of its own when left out. */
  budget?: ByteBudget;
  receive: CallParts['receive'];
  /** Numbers of the fields as they are now; those of the contract unless given. Asked at every call. */
  describe?: CallParts['describe'];
  /** Disk space for a large message that is still to be read. */
  reserve: (bytes: number) => Promise<PackageSpace | Refusal>;
  /** Asked at each handshake before `admit`: a full disk turns registers away while they still have their sales. */
  refusal: () => Promise<Refusal | undefined>;
  admit: (registerId: string, peer: Peer) => Promise<Admission>;
  /** Why a package of this register must not come from this end of the line; undefined = it may. */
  mayDeliver?: (registerId: string, peer: Peer) => Refusal | undefined;
  events: IntakeEvents;
  logger: Logger;
  /** Who may connect and how: plaintext from everywhere unless given (M18). */
  line?: LineTerms;
};

export type RegisterThrift = {
  readonly port: number;
  /** From the next connection on these hold. Throws when the keys do not fit, and the old ones stay. */
  changeLine(terms: LineTerms): void;
  stop(): Promise<void>;
};

/** Opens the door; rejects when the port can not be had. */
export async function startRegisterThrift(options: RegisterThriftOptions): Promise<RegisterThrift> {
  const limits = { ...defaultRegisterThriftLimits, ...options.limits };
  const partsFor = partsOf(options, limits);
  const connections = new Set<Connection>();
  const listener = await openLineListener({
    ...lineOptions(options, limits),
    accept(socket, peer) {
      const connection = serveConnection(socket, partsFor(peer));
      connections.add(connection);
      connection.done.finally(() => connections.delete(connection));
    },
  });
  return {
    port: listener.port,
    changeLine: listener.change,
    async stop() {
      listener.refuseNew();
      await endConnections(connections, limits, options.logger);
      listener.destroy();
      await listener.closed;
    },
  };
}

/** What a connection needs, by who is at its other end. */
function partsOf(options: RegisterThriftOptions, limits: RegisterThriftLimits): (peer: Peer) => ConnectionParts {
  const handshake = createHandshake(options, { accepted: 'register.handshake_thrift', refused: 'register.refused' });
  const mayDeliver = options.mayDeliver ?? (() => undefined);
  const shared = {
    describe: options.describe ?? (() => shipped.thrift),
    events: options.events,
    logger: options.logger,
    message: {
      maxBytes: limits.maxMessageBytes,
      budget: options.budget ?? budgetOf(limits),
      reserve: options.reserve,
    },
    maxSilenceMs: limits.maxSilenceMs,
    onFault: tellOnce(options.logger),
  };
  return (peer) => {
    // A token is said at the handshake and holds for what comes on the same connection.
    let end = peer;
    return {
      ...shared,
      handshake(registerId, token) {
        end = token === '' ? peer : { ...peer, token };
        return handshake(registerId, end);
      },
      receive: async (incoming, space) => mayDeliver(incoming.registerId, end) ?? options.receive(incoming, space),
    };
  };
}

function budgetOf(limits: RegisterThriftLimits): ByteBudget {
  return createByteBudget({ ...limits, limit: limits.maxBytesInFlight, beyond: limits.maxMessageBytes });
}

/** Gives calls under way a moment, then ends them after the package they are writing; a disk that hangs is not waited for. */
async function endConnections(
  connections: Set<Connection>,
  limits: RegisterThriftLimits,
  logger: Logger,
): Promise<void> {
  const ended = () => Promise.all([...connections].map(({ done }) => done));
  for (const connection of connections) connection.stop();
  await atMost(ended(), limits.stopGraceMs);
  for (const connection of connections) connection.leave();
  await atMost(ended(), limits.stopDiskMs);
  if (connections.size === 0) return;
  const seconds = Math.round(limits.stopDiskMs / 1000);
  logger.error(
    `the disk has not taken the packages of ${connections.size} Thrift connections in ${seconds} s; nothing was acknowledged`,
  );
}

/** Faults that are remembered, so that a sender who tries again and again is told of once. */
const MAX_REMEMBERED = 1000;

function tellOnce(logger: Logger): (address: string, what: string) => void {
  const told = new Set<string>();
  return (address, what) => {
    const line = `a Thrift connection from ${address} was ended: ${what}`;
    if (told.has(line)) return;
    if (told.size >= MAX_REMEMBERED) told.clear();
    told.add(line);
    logger.warn(line);
  };
}

function lineOptions(
  { host, port, line = plaintextLine, events, logger }: RegisterThriftOptions,
  { maxConnections, maxSilenceMs }: RegisterThriftLimits,
) {
  return {
    ...{ host, port, terms: line, maxConnections, maxGreetingMs: maxSilenceMs },
    // A register may say that it is done before it has our last answer.
    allowHalfOpen: true,
    onRefused: tellLineRefusals({ events, logger }, 'Thrift'),
    onFull() {
      logger.warn(`all ${maxConnections} Thrift connections are in use; further ones are turned away`);
      events({ code: 'register.door_full', level: 'warning', params: { door: 'Thrift', limit: maxConnections } });
    },
    onFailure: (cause: Error) => logger.error('the Thrift port of the registers failed', cause),
  };
}

async function atMost(work: Promise<unknown>, ms: number): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, sleep(ms, over.signal)]);
  over.abort();
}

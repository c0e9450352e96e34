/**
 * The Thrift door for registers of protocol 3: the service of contracts/register-sales.thrift, framed or not, binary or
 * compact. It means what the gRPC door means, and likewise knows nothing of what a package holds.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { shipped } from '../../../contracts/wire-descriptions.ts';
import {
  type Admission,
  createHandshake,
  type IntakeEvents,
  type PackageSpace,
  type Refusal,
} from '../../pipeline/intake/intake.ts';
import { limitConnections } from '../../platform/connection-limit.ts';
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
  admit: (registerId: string) => Promise<Admission>;
  events: IntakeEvents;
  logger: Logger;
  /** Plaintext unless given (M18): keys and certificates, and whether registers must show theirs, as node:tls takes them. */
  tls?: TlsOptions;
};

export type RegisterThrift = { readonly port: number; stop(): Promise<void> };

/** Opens the door; rejects when the port can not be had. */
export async function startRegisterThrift(options: RegisterThriftOptions): Promise<RegisterThrift> {
  const limits = { ...defaultRegisterThriftLimits, ...options.limits };
  const parts = partsOf(options, limits);
  const connections = new Set<Connection>();
  const listener = await listen(options, limits, (socket) => {
    const connection = serveConnection(socket, parts);
    connections.add(connection);
    connection.done.finally(() => connections.delete(connection));
  });
  return {
    port: listener.port,
    async stop() {
      listener.refuseNew();
      await endConnections(connections, limits, options.logger);
      listener.destroy();
      await listener.closed;
    },
  };
}

function partsOf(options: RegisterThriftOptions, limits: RegisterThriftLimits): ConnectionParts {
  return {
    handshake: createHandshake(options, 'register.handshake_thrift'),
    receive: options.receive,
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

type Listener = {
  readonly port: number;
  /** Resolves when no connection is left after `refuseNew`. */
  readonly closed: Promise<void>;
  refuseNew(): void;
  destroy(): void;
};

async function listen(
  { host, port, events, logger, tls }: RegisterThriftOptions,
  { maxConnections, maxSilenceMs }: RegisterThriftLimits,
  accept: (socket: Socket) => void,
): Promise<Listener> {
  const open = new Set<Socket>();
  // A register may say that it is done before it has our last answer.
  const ways = { noDelay: true, allowHalfOpen: true };
  const server: Server =
    tls === undefined
      ? createServer(ways, accept)
      : createTlsServer({ ...tls, ...ways, handshakeTimeout: maxSilenceMs }, accept);
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  limitConnections(server, maxConnections, () => {
    logger.warn(`all ${maxConnections} Thrift connections are in use; further ones are turned away`);
    events({ code: 'register.door_full', level: 'warning', params: { door: 'Thrift', limit: maxConnections } });
  });
  server.listen(port, host);
  await once(server, 'listening');
  server.on('error', (cause) => logger.error('the Thrift port of the registers failed', cause));
  const closed = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    closed,
    refuseNew: () => server.close(),
    destroy() {
      for (const socket of open) socket.destroy();
    },
  };
}

async function atMost(work: Promise<unknown>, ms: number): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, sleep(ms, over.signal)]);
  over.abort();
}

/**
 * The doors that registers come through: gRPC (protocol 4), Thrift (protocol 3) and the REST paths of states; and the queue of
 * protocol 3, when there is one, from which the server fetches.
 */
import type { Config } from '../config.ts';
import type { CommandStreams } from '../connections/register-grpc/command-streams.ts';
import { type ServersAtDoor, startRegisterGrpc } from '../connections/register-grpc/register-grpc.ts';
import { startRegisterHttp } from '../connections/register-http/register-http.ts';
import { startRegisterThrift } from '../connections/register-thrift/register-thrift.ts';
import type { Descriptions } from '../descriptions/descriptions.ts';
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import type { IncomingPackage, Intake, PackageSpace } from '../pipeline/intake/intake.ts';
import type { Registers } from '../pipeline/registers/registers.ts';
import type { Brought, StoreServers } from '../pipeline/store-servers/store-servers.ts';
import type { Transfers } from '../pipeline/transfers/transfers.ts';
import { connectionsWithinFiles } from '../platform/connection-limit.ts';
import type { LineTerms, Peer } from '../platform/line-listener.ts';
import type { Logger } from '../platform/logger.ts';
import { type ByteBudget, createByteBudget } from '../platform/memory/byte-budget.ts';
import type { WatchedKeys } from './key-watch.ts';
import { type LineState, lineStateOf } from './line-warning.ts';
import { readLine, registerLine } from './register-line.ts';
import { doorOpened } from './start-refusal.ts';
import { tlsOfQueue } from './tls-files.ts';

export type RegisterDoors = {
  grpcPort: number;
  thriftPort: number;
  httpPort: number;
  /** How registers come, as it is now. */
  lineState(): LineState;
  /** Their certificates, to be watched. */
  keys: WatchedKeys;
  stop(): Promise<void>;
};

export type RegisterDoorParts = {
  config: Config;
  logger: Logger;
  registers: Registers;
  servers: StoreServers;
  transfers: Transfers;
  streams: CommandStreams;
  intake: Intake;
  log: EventBuffer;
  descriptions: Pick<Descriptions, 'current'>;
};

type Opened = { readonly port: number; stop(): Promise<void> };

/** Opens all of them, or none: what is open already is closed when one cannot be had. */
export async function openRegisterDoors(parts: RegisterDoorParts): Promise<RegisterDoors> {
  const { config } = parts;
  const { maxInFlightBytes: limit, maxMessageBytes } = config.packageLimits;
  // As much again for those that are completed beyond the limit; a message that needs more is completed alone.
  const beyond = Math.min(limit, maxMessageBytes);
  // One for all: a crowd at one door must not take the memory twice.
  const budget = createByteBudget({ limit, beyond });
  const stops: (() => Promise<void>)[] = [];
  async function open<T extends Opened>(door: Promise<T>): Promise<T> {
    const one = await door;
    stops.push(one.stop);
    return one;
  }
  const stop = async () => void (await Promise.all(stops.map((end) => end())));
  try {
    const connections = connectionsOf(parts);
    if (connections < config.registers.maxConnections)
      parts.logger.warn(`the system allows so few open files that each door holds ${connections} connections only`);
    const read = await readLine(config);
    let line = read.terms;
    const { host, port } = config.thrift;
    const describe = () => parts.descriptions.current('grpc');
    const own = { ...config.grpc, streams: parts.streams, servers: serversAtDoor(parts), describe, line };
    const describeThrift = () => parts.descriptions.current('thrift');
    const grpc = await open(doorOpened('grpc', startRegisterGrpc({ ...salesDoor(parts, budget, 4), ...own })));
    const thrift = await open(
      doorOpened(
        'thrift',
        startRegisterThrift({
          ...salesDoor(parts, budget, 3),
          host,
          port,
          describe: describeThrift,
          line,
        }),
      ),
    );
    const http = await open(doorOpened('registerHttp', openStates(parts, line)));
    const queue = await openQueue(parts, budget);
    if (queue !== null) stops.push(queue.stop);
    const keys = registerLine(config, read, (terms) => {
      grpc.changeLine(terms);
      thrift.changeLine(terms);
      http.changeLine(termsOfStates(config, terms));
      line = terms;
    });
    const ports = { grpcPort: grpc.port, thriftPort: thrift.port, httpPort: http.port };
    return { ...ports, keys, lineState: () => lineStateOf(config, line.keys !== null), stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** What a door for sales needs; both mean the same and differ in their protocol. */
function salesDoor(parts: RegisterDoorParts, budget: ByteBudget, protocol: 3 | 4) {
  const { config, logger, registers, intake, log } = parts;
  const { maxMessageBytes } = config.packageLimits;
  const tellToken = tellTokensInPlaintext(parts);
  return {
    limits: { maxMessageBytes, maxConnections: connectionsOf(parts) },
    budget,
    receive: receiveOf(parts),
    reserve: intake.reserve,
    refusal: () => intake.refusal(),
    admit: async (registerId: string, peer: Peer) => {
      const admission = registers.admit(registerId, protocol, peer);
      if (admission.ok) registers.touch(registerId, peer);
      tellToken(registerId, peer);
      return admission;
    },
    mayDeliver(registerId: string, peer: Peer) {
      const fault = registers.lineFault(registerId, peer);
      return fault === null ? undefined : { kind: 'refused' as const, code: fault.code, params: fault.params };
    },
    events: log.add,
    logger,
  };
}

/** Registers that are remembered, so that each is told of once. */
const MAX_REMEMBERED = 20_000;

/** Tells that a token travelled without encryption: whoever has read it can come with it. */
function tellTokensInPlaintext({ registers, log }: RegisterDoorParts): (registerId: string, peer: Peer) => void {
  const told = new Set<string>();
  return (registerId, { secure, token }) => {
    const register = registers.find(registerId);
    if (secure || token === undefined || register === undefined || told.has(registerId)) return;
    if (told.size >= MAX_REMEMBERED) told.clear();
    told.add(registerId);
    const { shopId, registerCode } = register;
    const params = { registerCode };
    log.add({ code: 'register.token_in_plaintext', level: 'warning', shopId, registerId, params });
  };
}

/** Servers of stores at the gRPC door (M17): each may speak for the registers of its own shops. */
function serversAtDoor({ config, registers, servers }: RegisterDoorParts): ServersAtDoor {
  const everybody = config.registers.tokens === 'required';
  const broughtOf = (registerId: string): Brought => {
    const register = registers.find(registerId);
    if (register === undefined) return { kind: 'stranger', registerId };
    return { kind: 'register', ...register, tokenRequired: everybody || register.tokenRequired };
  };
  return {
    async admit(serverCode, registerId, peer) {
      const fault = servers.speakFault(serverCode, peer, broughtOf(registerId));
      if (fault !== null) return fault;
      servers.note(serverCode, peer);
      const register = registers.find(registerId);
      return {
        ok: true,
        ...(register === undefined ? {} : { registerCode: register.registerCode, shopId: register.shopId }),
      };
    },
    mayBring(serverCode, incoming, peer) {
      const { registerId, door, shopCode, content } = incoming;
      const isUnread = content !== undefined && content !== 'archive' && registers.find(registerId) === undefined;
      const brought: Brought =
        door === 'file'
          ? { kind: 'shop', shopCode: shopCode ?? '' }
          : isUnread
            ? { kind: 'unreadable' }
            : broughtOf(registerId);
      const fault = servers.speakFault(serverCode, peer, brought);
      return fault === null ? undefined : { kind: 'refused', code: fault.code, params: fault.params };
    },
  };
}

/** Doors that hold connections of registers. */
const DOORS = 3;

/** Connections of each door: fewer than configured where the system allows fewer open files. */
function connectionsOf({ config }: RegisterDoorParts): number {
  return connectionsWithinFiles(config.registers.maxConnections, DOORS);
}

function receiveOf({ registers, intake }: RegisterDoorParts) {
  return (incoming: IncomingPackage, space?: PackageSpace) => {
    registers.touch(incoming.registerId);
    return intake.receive(incoming, space);
  };
}

/** Null when no broker is named. */
async function openQueue(parts: RegisterDoorParts, budget: ByteBudget) {
  const { config, logger, log } = parts;
  const { host, port, name, user, password } = config.queue;
  if (host === null) return null;
  // Few have a broker, and its library is not small.
  const { startRegisterQueue } = await import('../connections/register-queue/register-queue.ts');
  return startRegisterQueue({
    broker: { host, port, name, user, password, tls: tlsOfQueue(config.queue) },
    limits: { maxMessageBytes: config.packageLimits.maxMessageBytes },
    budget,
    receive: receiveOf(parts),
    events: log.add,
    logger,
  });
}

/** The REST port of states may take plaintext when the others do not: what comes there are hints. */
function termsOfStates({ registerHttp }: Config, terms: LineTerms): LineTerms {
  return { ...terms, plaintext: registerHttp.plaintext };
}

function openStates(parts: RegisterDoorParts, line: LineTerms) {
  const { config, logger, registers, transfers, log } = parts;
  return startRegisterHttp({
    host: config.registerHttp.host,
    port: config.registerHttp.port,
    line: termsOfStates(config, line),
    lineFault: registers.lineFault,
    limits: { maxConnections: connectionsOf(parts) },
    find: registers.find,
    touch: registers.touch,
    openTask: transfers.openTask,
    hear: transfers.hear,
    async kick({ shopCode, registerCode }) {
      const range = { kind: 'new' } as const;
      await transfers.request({ shopCode, registerCode, cause: 'register', author: null, range, confirmed: true });
    },
    events: log.add,
    logger,
  });
}

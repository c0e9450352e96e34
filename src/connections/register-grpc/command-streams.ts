/**
 * The command streams that registers hold open (contracts/register-command-stream.proto): one a register, a new one takes the
 * place of the old. A command is written and its answer waited for; nothing is kept for a register that is away, because what
 * it is to be asked stands in the tables and is asked again.
 */
import { randomBytes } from 'node:crypto';
import { Metadata, type ServerUnaryCall, type ServerWritableStream, type sendUnaryData } from '@grpc/grpc-js';
import {
  type Command,
  Heard,
  type Hello,
  type RegisterCommandsServer,
  type Report,
  type ReportAnswer,
} from '../../../contracts/generated/register-command-stream.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import { type IntakeEvents, shortId } from '../../pipeline/intake/intake.ts';
import type { KnownRegister, StreamAdmission, StreamGreeting } from '../../pipeline/registers/registers.ts';
import type { HeardWords, RegisterReport } from '../../pipeline/transfers/transfers.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Peer } from '../../platform/line-listener.ts';
import type { Logger } from '../../platform/logger.ts';
import { withToken } from './call-token.ts';
import { createServerStreams, type ServerStreams, type ServersOfStreams } from './server-streams.ts';
import { failureOf } from './stream-failures.ts';
import { type Line, newLine, type StreamAnswer } from './stream-line.ts';
import {
  callOffOf,
  commandOf,
  type ReadGreeting,
  readGreeting,
  readReport,
  type StreamLoad,
  type StreamSettings,
} from './stream-messages.ts';
import { createStreamTold, type StreamTold } from './stream-told.ts';
import { viaServer } from './via-server.ts';

export type { ServersOfStreams } from './server-streams.ts';
export type { StreamAnswer } from './stream-line.ts';
export type { StreamLoad, StreamSettings } from './stream-messages.ts';

export type CommandStreamLimits = {
  /** Streams over all registers. */
  maxStreams: number;
  /** How long a register may take to answer a command, in ms. */
  answerMs: number;
};

export const defaultCommandStreamLimits: CommandStreamLimits = { maxStreams: 4000, answerMs: 10_000 };

export type CommandStreamOptions = {
  limits?: Partial<CommandStreamLimits>;
  clock: Clock;
  admit: (greeting: StreamGreeting, peer: Peer) => StreamAdmission;
  /** What a register that is paired is told: ids, codes, protocol, addresses. */
  settingsOf: (register: KnownRegister) => StreamSettings;
  onOpened: (register: KnownRegister, softwareVersion: string | null) => void;
  /** A register holds its stream no longer. */
  onClosed: (register: KnownRegister) => void;
  /** Why a report of this register must not come from this end of the line; null = it may. Absent = everybody may. */
  lineFault?: (registerId: string, peer: Peer) => { code: ErrorCode; params: MessageParams } | null;
  /** A sign of life. */
  touch: (registerId: string) => void;
  /** Writes down what a register reports of a load. */
  hear: (report: RegisterReport) => Promise<HeardWords>;
  /** Servers of stores that hold a stream for the registers behind them; absent = there are none. */
  servers?: ServersOfStreams;
  events: IntakeEvents;
  logger: Logger;
};

/** Since when a register holds its stream, UTC text, and what it said of its software. */
export type StreamPresence = { since: string; softwareVersion: string | null };

export type CommandStreams = {
  readonly limits: CommandStreamLimits;
  /** What the gRPC door serves; `peerOf` says who is at the end of the line that a call names. */
  service(peerOf: (place: string) => Peer): RegisterCommandsServer;
  /** The stream of a register; null = it holds none. */
  presence(registerId: string): StreamPresence | null;
  /** Whether a register holds a stream, or the server of its store does for it. */
  reaches(registerId: string): boolean;
  /** Since when the server of a store holds its stream, UTC text; null = it holds none. */
  serverSince(serverCode: string): string | null;
  /** Asks a register for sales, itself or through the server of its store; `commandId` is the number of the load, `T-88`. Never rejects. */
  ask(registerId: string, commandId: string, settings: StreamSettings, load: StreamLoad): Promise<StreamAnswer>;
  /** Tells a register that a load is called off. Never rejects. */
  callOff(registerId: string, commandId: string): Promise<StreamAnswer>;
  /** Hands settings over. Never rejects. */
  tell(registerId: string, settings: StreamSettings): Promise<StreamAnswer>;
  /** Ends the streams of registers that may hold none any more. */
  recheck(): void;
  /** Ends all streams and takes no new ones. */
  stop(): void;
};

type OpenStream = {
  readonly call: Call;
  readonly register: KnownRegister;
  readonly greeting: ReadGreeting;
  readonly address: string;
  readonly peer: Peer;
  readonly since: string;
  readonly line: Line;
};

/** Commands that may stand before a connection that takes no more bytes. */
const MOST_UNSENT = 2;

type State = {
  readonly options: CommandStreamOptions;
  readonly limits: CommandStreamLimits;
  /** By register id. */
  readonly open: Map<string, OpenStream>;
  readonly told: StreamTold;
  readonly servers: ServerStreams;
  stopped: boolean;
};

type Call = ServerWritableStream<Hello, Command>;

/** An empty set of streams; `service` is to be served before any can come. */
export function createCommandStreams(options: CommandStreamOptions): CommandStreams {
  const limits = { ...defaultCommandStreamLimits, ...options.limits };
  const { clock, events, servers = noServers } = options;
  const state: State = {
    options,
    limits,
    open: new Map(),
    told: createStreamTold(events),
    servers: createServerStreams({ clock, events, servers }),
    stopped: false,
  };
  const { open } = state;
  return {
    limits,
    service: (peerOf) => ({
      open: (call: Call) => take(state, call, withToken(peerOf(call.getPeer()), call.metadata)),
      report: (call: ServerUnaryCall<Report, ReportAnswer>, respond: sendUnaryData<ReportAnswer>) =>
        takeReport(state, call, withToken(peerOf(call.getPeer()), call.metadata), respond),
      serve: (call) => state.servers.serve(call, peerOf(call.getPeer())),
      tell: (call, respond) => state.servers.tell(call, peerOf(call.getPeer()), respond),
    }),
    presence(registerId) {
      const stream = open.get(registerId);
      return stream === undefined ? null : { since: stream.since, softwareVersion: stream.greeting.softwareVersion };
    },
    reaches: (registerId) => lineOf(state, registerId) !== undefined,
    serverSince: (serverCode) => state.servers.since(serverCode),
    ask: (registerId, commandId, settings, load) => send(state, registerId, commandOf(commandId, settings, load)),
    callOff: (registerId, commandId) => send(state, registerId, callOffOf(commandId)),
    // A register is told its settings by the server that it belongs to: never through another one.
    tell: async (registerId, settings) =>
      open.get(registerId)?.line.send(commandOf(newSettingsId(), settings, null), limits.answerMs) ?? {
        kind: 'closed',
      },
    recheck() {
      state.servers.recheck();
      for (const stream of [...open.values()]) {
        const admission = options.admit(stream.greeting, stream.peer);
        if (!admission.ok) end(state, stream, admission.code, admission.params);
      }
    },
    stop() {
      state.stopped = true;
      state.servers.stop();
      for (const stream of [...open.values()]) end(state, stream, 'stream.stopping', {});
    },
  };
}

/** A register opens its stream. */
function take(state: State, call: Call, peer: Peer): void {
  const decision = decide(state, call.request, peer);
  if (decision.kind === 'keep') keep(state, call, peer, decision);
  else if (decision.kind === 'pair') pair(state, call, decision.register);
  else refuse(state, call, decision);
}

type Kept = { kind: 'keep'; register: KnownRegister; greeting: ReadGreeting };
type Decision = Kept | { kind: 'pair'; register: KnownRegister } | ({ kind: 'refuse'; registerId: string } & Why);

function decide({ options, open, limits, stopped }: State, hello: Hello, peer: Peer): Decision {
  if (stopped) return { kind: 'refuse', registerId: '', code: 'stream.stopping', params: {} };
  const read = readGreeting(hello);
  if (!read.ok) return { ...read, kind: 'refuse', registerId: '' };
  const { greeting } = read;
  const admission = options.admit(greeting, peer);
  if (!admission.ok) return { ...admission, kind: 'refuse', registerId: shortId(greeting.registerId) };
  const { register } = admission;
  if ('pair' in admission) return { kind: 'pair', register };
  const { registerId } = register;
  if (!open.has(registerId) && open.size >= limits.maxStreams)
    return { kind: 'refuse', registerId, code: 'stream.too_many', params: { limit: limits.maxStreams } };
  return { kind: 'keep', register, greeting };
}

function keep(state: State, call: Call, peer: Peer, { register, greeting }: Kept): void {
  const { options, open, told } = state;
  const { registerId, registerCode } = register;
  const before = open.get(registerId);
  const [address, since] = [call.getPeer(), utcText(options.clock.now())];
  const stream: OpenStream = { call, register, greeting, address, peer, since, line: newLine(call, MOST_UNSENT) };
  open.set(registerId, stream);
  if (before !== undefined) {
    told.replaced(register, before.address, address);
    end(state, before, 'stream.replaced', { registerCode, address });
  }
  call.once('cancelled', () => leave(state, stream));
  call.once('close', () => leave(state, stream));
  // The headers go out at once: the register sees that its stream stands though there is no command yet.
  call.sendMetadata(new Metadata());
  told.opened(register, address, greeting.softwareVersion);
  options.onOpened(register, greeting.softwareVersion);
}

/** A register without an id is told its ids and codes, and comes again. */
function pair({ options, told }: State, call: Call, register: KnownRegister): void {
  told.paired(register, call.getPeer());
  call.write(commandOf(newSettingsId(), options.settingsOf(register), null));
  call.end();
}

type Why = { code: ErrorCode; params: MessageParams };

function refuse(
  { told, stopped }: State,
  call: Call,
  { registerId, code, params }: Why & { registerId: string },
): void {
  if (!stopped) told.refused(registerId, call.getPeer(), code, params);
  endCall(call, code, params);
}

/** The stream is gone, or another stands in its place. */
function leave({ open, options }: State, stream: OpenStream): void {
  const { registerId } = stream.register;
  const wasOpen = open.get(registerId) === stream;
  if (wasOpen) open.delete(registerId);
  stream.line.cut();
  if (wasOpen) options.onClosed(stream.register);
}

function end(state: State, stream: OpenStream, code: ErrorCode, params: MessageParams): void {
  leave(state, stream);
  endCall(stream.call, code, params);
}

/** A register that holds a stream of its own is asked by that; else the server of its store is. */
function lineOf({ open, servers }: State, registerId: string): Line | undefined {
  return open.get(registerId)?.line ?? servers.lineOf(registerId);
}

async function send(state: State, registerId: string, command: Command): Promise<StreamAnswer> {
  const { answerMs } = state.limits;
  const own = state.open.get(registerId);
  if (own !== undefined) return own.line.send(command, answerMs);
  return state.servers.lineOf(registerId)?.send({ ...command, registerId }, answerMs) ?? { kind: 'closed' };
}

function takeReport(
  state: State,
  call: ServerUnaryCall<Report, ReportAnswer>,
  peer: Peer,
  respond: sendUnaryData<ReportAnswer>,
): void {
  const { options } = state;
  const message = call.request;
  const read = readReport(message);
  if (!read.ok) {
    respond(failureOf(read.code, read.params));
    return;
  }
  const { report } = read;
  const { commandId, ...words } = report;
  const { registerId } = words;
  const via = viaServer(call.metadata);
  const fault =
    via === null
      ? (options.lineFault?.(registerId, peer) ?? null)
      : state.servers.reportFault(via.serverCode, registerId, peer);
  if (fault !== null) {
    respond(failureOf(fault.code, fault.params));
    return;
  }
  // What the server of its store says is no sign of life of a register.
  if (via === null) options.touch(registerId);
  const waiting = lineOf(state, registerId)?.waiting(commandId);
  const hear = async (): Promise<HeardWords> => {
    if (isSettingsId(commandId)) return waiting === undefined ? 'unknown' : 'heard';
    return options.hear({ ...words, transferId: commandId });
  };
  hear().then(
    (words) => {
      if (words !== 'unknown') waiting?.({ kind: 'reported', report });
      respond(null, { heard: HEARD[words] });
    },
    (cause: unknown) => {
      // Most likely the database is away; the register says it again.
      options.logger.warn(`a report of ${shortId(registerId)} was not written down: ${String(cause)}`);
      respond(failureOf('stream.failed', {}));
    },
  );
}

const HEARD: Record<HeardWords, Heard> = {
  heard: Heard.NOTED,
  unknown: Heard.UNKNOWN,
  dead: Heard.LATE,
  backwards: Heard.LATE,
};

const noServers: ServersOfStreams = {
  fault: (serverCode) => ({ ok: false, code: 'server.unknown', params: { serverCode } }),
  ofRegister: () => [],
  note: () => undefined,
  onOpened: () => undefined,
  onClosed: () => undefined,
};

/** Settings have no number in the tables; the id only ties the answer to the question. */
function newSettingsId(): string {
  return `S-${randomBytes(6).toString('hex')}`;
}

function isSettingsId(commandId: string): boolean {
  return commandId.startsWith('S-');
}

function endCall(call: Call, code: ErrorCode, params: MessageParams): void {
  call.emit('error', failureOf(code, params));
}

/**
 * The command streams that servers of stores hold for the registers behind them (M17): one a server, a new one takes the place of the
 * old. What a server tells of itself comes beside it.
 */
import { Metadata, type ServerUnaryCall, type ServerWritableStream, type sendUnaryData } from '@grpc/grpc-js';
import type {
  Command,
  ServerHello,
  ServerState,
  ServerStateAnswer,
} from '../../../contracts/generated/register-command-stream.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import { type IntakeEvents, shortId } from '../../pipeline/intake/intake.ts';
import type { ServerRefusal, ToldState } from '../../pipeline/store-servers/store-servers.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Peer } from '../../platform/line-listener.ts';
import { failureOf } from './stream-failures.ts';
import { type Line, newLine } from './stream-line.ts';
import { viaServer } from './via-server.ts';

/** What the streams must know of servers of stores. */
export type ServersOfStreams = {
  /** Why a server must not come from this end of the line; null = it may. */
  fault: (serverCode: string, peer: Peer) => ServerRefusal | null;
  /** Codes of the servers that may speak for a register. */
  ofRegister: (registerId: string) => readonly string[];
  /** It was heard, and what it told. */
  note: (serverCode: string, peer: Peer, told?: ToldState) => void;
  onOpened: (serverCode: string) => void;
  onClosed: (serverCode: string) => void;
};

export type ServerStreams = {
  serve(call: ServeCall, peer: Peer): void;
  tell(
    call: ServerUnaryCall<ServerState, ServerStateAnswer>,
    peer: Peer,
    respond: sendUnaryData<ServerStateAnswer>,
  ): void;
  /** The line of a server that may speak for a register; undefined = none is open. */
  lineOf(registerId: string): Line | undefined;
  /** Since when a server holds its stream, UTC text; null = it holds none. */
  since(serverCode: string): string | null;
  /** Why this server must not speak for this register; null = it may. */
  reportFault(serverCode: string, registerId: string, peer: Peer): ServerRefusal | null;
  recheck(): void;
  stop(): void;
};

type ServeCall = ServerWritableStream<ServerHello, Command>;
type Open = { serverCode: string; call: ServeCall; peer: Peer; since: string; line: Line };

type Parts = { clock: Clock; servers: ServersOfStreams; events: IntakeEvents };
type State = Parts & {
  /** By code. */
  readonly open: Map<string, Open>;
  /** The last outcome that was told of each server. */
  readonly lastTold: Map<string, string>;
  stopped: boolean;
};

export function createServerStreams(parts: Parts): ServerStreams {
  const { servers } = parts;
  const state: State = { ...parts, open: new Map(), lastTold: new Map(), stopped: false };
  const { open } = state;
  return {
    serve: (call, peer) => take(state, call, peer),
    tell: (call, peer, respond) => hear(state, call, peer, respond),
    lineOf(registerId) {
      for (const serverCode of servers.ofRegister(registerId)) {
        const one = open.get(serverCode);
        if (one !== undefined) return one.line;
      }
      return undefined;
    },
    since: (serverCode) => open.get(serverCode)?.since ?? null,
    reportFault(serverCode, registerId, peer) {
      const fault = servers.fault(serverCode, peer);
      if (fault !== null || servers.ofRegister(registerId).includes(serverCode)) return fault;
      return { ok: false, code: 'handshake.unknown_register', params: { registerId } };
    },
    recheck() {
      for (const one of [...open.values()]) {
        const fault = servers.fault(one.serverCode, one.peer);
        if (fault !== null) end(state, one, fault.code, fault.params);
      }
    },
    stop() {
      state.stopped = true;
      for (const one of [...open.values()]) end(state, one, 'stream.stopping', {});
    },
  };
}

/** A server opens its stream. */
function take(state: State, call: ServeCall, peer: Peer): void {
  const { open, servers, clock, stopped } = state;
  const serverCode = viaServer(call.metadata)?.serverCode ?? '';
  const stopping = { code: 'stream.stopping', params: {} } as const;
  const fault = stopped ? stopping : servers.fault(serverCode, peer);
  if (fault !== null) {
    refuse(state, call, serverCode, fault.code, fault.params);
    return;
  }
  const before = open.get(serverCode);
  const one = { serverCode, call, peer, since: utcText(clock.now()), line: newLine(call, MOST_UNSENT) };
  open.set(serverCode, one);
  if (before !== undefined) end(state, before, 'server.replaced', { serverCode, address: call.getPeer() });
  call.once('cancelled', () => leave(state, one));
  call.once('close', () => leave(state, one));
  // The headers go out at once: the server sees that its stream stands though there is no command yet.
  call.sendMetadata(new Metadata());
  const softwareVersion = shortId(call.request.softwareVersion);
  servers.note(serverCode, peer);
  if (isNews(state, serverCode, `open ${softwareVersion}`)) {
    const params = { serverCode, address: call.getPeer(), softwareVersion };
    state.events({ code: 'server.connected', level: 'info', params });
  }
  servers.onOpened(serverCode);
}

function hear(
  { servers, clock }: State,
  call: ServerUnaryCall<ServerState, ServerStateAnswer>,
  peer: Peer,
  respond: sendUnaryData<ServerStateAnswer>,
): void {
  const serverCode = viaServer(call.metadata)?.serverCode ?? '';
  const fault = servers.fault(serverCode, peer);
  if (fault !== null) {
    respond(failureOf(fault.code, fault.params));
    return;
  }
  const { softwareVersion, waitingPackages, oldestSeconds, refusedRegisters } = call.request;
  const ageMs = Math.min(Math.max(0, oldestSeconds), LONGEST_AGE_S) * 1000;
  servers.note(serverCode, peer, {
    softwareVersion: shortId(softwareVersion),
    waitingPackages: Math.max(0, waitingPackages),
    oldestAt: waitingPackages > 0 ? utcText(clock.now() - ageMs) : null,
    refusedRegisters: Math.max(0, refusedRegisters),
  });
  respond(null, {});
}

/** Told when it is another outcome than the last one of this server. */
function isNews({ lastTold }: State, serverCode: string, outcome: string): boolean {
  if (lastTold.get(serverCode) === outcome) return false;
  if (lastTold.size >= MAX_REMEMBERED) lastTold.clear();
  lastTold.set(serverCode, outcome);
  return true;
}

function refuse(state: State, call: ServeCall, serverCode: string, code: ErrorCode, params: MessageParams): void {
  if (!state.stopped && isNews(state, serverCode, code)) {
    const told = { ...params, serverCode: shortId(serverCode), address: call.getPeer(), reason: `@${code}` };
    state.events({ code: 'server.refused', level: 'warning', params: told });
  }
  call.emit('error', failureOf(code, params));
}

/** The stream is gone, or another stands in its place. */
function leave({ open, servers }: State, one: Open): void {
  const wasOpen = open.get(one.serverCode) === one;
  if (wasOpen) open.delete(one.serverCode);
  one.line.cut();
  if (wasOpen) servers.onClosed(one.serverCode);
}

function end(state: State, one: Open, code: ErrorCode, params: MessageParams): void {
  leave(state, one);
  one.call.emit('error', failureOf(code, params));
}

/** Commands that may stand before a connection that takes no more bytes: a server answers for many registers. */
const MOST_UNSENT = 64;
const MAX_REMEMBERED = 1_000;
/** A hundred years: what is older is a mistake. */
const LONGEST_AGE_S = 3_155_760_000;

/**
 * One connection as the server sees it: bytes are pulled and never read ahead, an answer is on its way before the next
 * message is read, and silence ends it. Time counts only while we wait for the other side, not while the disk or the memory
 * keeps us.
 */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** `idle`: silence between messages; `slow`: a message or an answer does not come forward; `broken`: nobody is there. */
export class LineFault extends Error {
  readonly kind: 'idle' | 'slow' | 'broken' | 'stopped';

  constructor(kind: LineFault['kind']) {
    super(`connection ${kind}`);
    this.name = 'LineFault';
    this.kind = kind;
  }
}

export type Line = {
  /** Waits for the first byte of the next message; false when the other side is done. Throws a LineFault. */
  awaitMessage(): Promise<boolean>;
  /** The next bytes; undefined when the other side is done. What is here is handed out even when the line has broken. */
  next(): Promise<Buffer | undefined>;
  /** Gives back what `next` brought too much. */
  putBack(bytes: Buffer): void;
  /** Fills the target; answers how many bytes there were, fewer only when the other side is done. */
  fill(target: Buffer): Promise<number>;
  /** Returns when the answer is on its way, or when nobody is there any more. */
  send(bytes: Buffer): Promise<void>;
  /**
   * Ends the connection with a last answer. So that it reaches a sender who is still sending, so many bytes of what arrives
   * are read and thrown away.
   */
  partWith(bytes: Buffer | undefined, maxDiscarded: number): Promise<void>;
  /** From now on no new message is waited for. */
  stop(): void;
  /** From now on nothing is waited for. */
  leave(kind: LineFault['kind']): void;
};

/** Takes a socket over; nothing else may read it. `maxSilenceMs` is how long the other side may keep us waiting at once. */
export function openLine(socket: Socket, maxSilenceMs: number): Line {
  const state: State = {
    socket,
    pause: watch(socket, maxSilenceMs),
    rest: NOTHING,
    isInMessage: false,
    isStopping: false,
    fault: undefined,
  };
  // The close that follows tells.
  socket.on('error', ignore);
  socket.once('close', () => leave(state, 'broken'));
  return {
    awaitMessage: () => awaitMessage(state),
    next: () => next(state),
    putBack: (bytes) => putBack(state, bytes),
    fill: (target) => fill(state, target),
    send: (bytes) => send(state, bytes),
    partWith: (bytes, maxDiscarded) => partWith(state, bytes, maxDiscarded),
    stop() {
      state.isStopping = true;
      state.pause.end();
    },
    leave: (kind) => leave(state, kind),
  };
}

type State = {
  readonly socket: Socket;
  readonly pause: Pause;
  rest: Buffer;
  isInMessage: boolean;
  isStopping: boolean;
  /** Why nothing is waited for any more. */
  fault: LineFault | undefined;
};

type Pause = {
  /** Waits until something happens to the socket; answers true when the time was up before. */
  wait(): Promise<boolean>;
  end(): void;
};

function watch(socket: Socket, maxMs: number): Pause {
  let wake: (timedOut: boolean) => void = ignore;
  for (const change of ['readable', 'end', 'drain', 'finish']) socket.on(change, () => wake(false));
  socket.on('timeout', () => wake(true));
  return {
    async wait() {
      socket.setTimeout(maxMs);
      const timedOut = await new Promise<boolean>((resolve) => {
        wake = resolve;
      });
      wake = ignore;
      socket.setTimeout(0);
      return timedOut;
    },
    end: () => wake(false),
  };
}

function leave(state: State, kind: LineFault['kind']): void {
  state.fault ??= new LineFault(kind);
  state.pause.end();
}

async function awaitMessage(state: State): Promise<boolean> {
  state.isInMessage = false;
  if (state.isStopping) throw new LineFault('stopped');
  const first = await next(state);
  if (first === undefined) return false;
  putBack(state, first);
  state.isInMessage = true;
  return true;
}

async function next(state: State): Promise<Buffer | undefined> {
  const { socket, pause } = state;
  for (;;) {
    if (state.rest.length > 0) return takeRest(state);
    const chunk = socket.read() as Buffer | null;
    if (chunk !== null) return chunk;
    if (socket.readableEnded) return undefined;
    if (state.fault !== undefined) throw state.fault;
    if (state.isStopping && !state.isInMessage) throw new LineFault('stopped');
    if (await pause.wait()) throw new LineFault(state.isInMessage ? 'slow' : 'idle');
  }
}

function takeRest(state: State): Buffer {
  const { rest } = state;
  state.rest = NOTHING;
  return rest;
}

function putBack(state: State, bytes: Buffer): void {
  state.rest = state.rest.length === 0 ? bytes : Buffer.concat([bytes, state.rest]);
}

async function fill(state: State, target: Buffer): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const chunk = await next(state);
    if (chunk === undefined) break;
    const copied = chunk.copy(target, filled);
    putBack(state, chunk.subarray(copied));
    filled += copied;
  }
  return filled;
}

async function send(state: State, bytes: Buffer): Promise<void> {
  const { socket, pause } = state;
  if (socket.destroyed || socket.write(bytes)) return;
  // Who does not read the answers is not read either.
  while (socket.writableNeedDrain && state.fault === undefined) {
    if (await pause.wait()) throw new LineFault('slow');
  }
}

async function partWith(state: State, bytes: Buffer | undefined, maxDiscarded: number): Promise<void> {
  const { socket, pause } = state;
  if (socket.destroyed) return;
  if (state.fault?.kind === 'stopped') {
    socket.end(bytes ?? NOTHING, () => socket.destroy());
    return;
  }
  // TLS knows no half of a connection: its end would break what the sender is still sending.
  const isWhole = socket instanceof TLSSocket;
  if (isWhole) socket.write(bytes ?? NOTHING);
  else socket.end(bytes ?? NOTHING);
  state.fault = undefined;
  state.isInMessage = true;
  try {
    for (let left = maxDiscarded; left > 0; ) {
      const chunk = await next(state);
      if (chunk === undefined) break;
      left -= chunk.length;
    }
    if (isWhole) socket.end();
    while (!socket.writableFinished && state.fault === undefined && !(await pause.wait()));
  } catch (cause) {
    if (!(cause instanceof LineFault)) throw cause;
  }
  socket.destroy();
}

const NOTHING = Buffer.alloc(0);

function ignore(): void {
  return;
}

/** One call of a register's command service: connect, ask, read the answer, hang up. */
import { connect, type Socket } from 'node:net';
import { sleep } from '../../platform/worker-loop.ts';
import { CALL, encodeMessage, type Structure, type Wire } from './codec.ts';
import { type MessageHead, ScanFault, scanMessage } from './message-scan.ts';

export type CommandTarget = { readonly host: string; readonly port: number };

export type ExchangeLimits = {
  /** How long a register may take to take the connection, in ms. */
  connectMs: number;
  /** How long it may take from there to the end of its answer, in ms. */
  answerMs: number;
  /** Largest answer in bytes. */
  maxAnswerBytes: number;
};

/** Why there is no answer; `detail` is what the system says of it, for people. */
export class ExchangeFault extends Error {
  readonly kind:
    | 'no_connection'
    | 'connect_timeout'
    | 'answer_timeout'
    | 'connection_lost'
    | 'unreadable'
    | 'cancelled';
  readonly detail: string;

  constructor(kind: ExchangeFault['kind'], detail = '') {
    super(`command ${kind}: ${detail}`);
    this.name = 'ExchangeFault';
    this.kind = kind;
    this.detail = detail;
  }
}

export type Answer = { readonly head: MessageHead; readonly bytes: Buffer };

/** How registers speak there: the buffered transport leaves no trace on the wire. */
export const COMMAND_WIRE: Wire = { protocol: 'binary', framed: false };

/** Each call has a connection of its own, so one number does for all. */
const SEQUENCE = 1;

/** Calls a method; the answer is a reply or an exception to this very call. Throws an ExchangeFault. */
export async function exchange(
  target: CommandTarget,
  call: { method: string; body: Pick<Structure, 'write'> },
  limits: ExchangeLimits,
  signal?: AbortSignal,
): Promise<Answer> {
  const head = { name: call.method, type: CALL, sequence: SEQUENCE };
  const message = encodeMessage(COMMAND_WIRE, head, call.body);
  if (signal?.aborted === true) throw new ExchangeFault('cancelled');
  const socket = connect({ ...target, noDelay: true });
  const over = new AbortController();
  // The first reason to give up is the one that is told.
  const fault = Promise.withResolvers<never>();
  const giveUp = (cause: ExchangeFault) => fault.reject(cause);
  const cancel = () => giveUp(new ExchangeFault('cancelled'));
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([fault.promise, talk(socket, message, limits, { over: over.signal, giveUp })]);
  } finally {
    signal?.removeEventListener('abort', cancel);
    over.abort();
    socket.destroy();
  }
}

type Watch = { over: AbortSignal; giveUp: (cause: ExchangeFault) => void };

async function talk(socket: Socket, message: Buffer, limits: ExchangeLimits, watch: Watch): Promise<Answer> {
  const connected = Promise.withResolvers<void>();
  let isConnected = false;
  socket.once('connect', () => connected.resolve());
  socket.on('error', (cause: NodeJS.ErrnoException) => {
    watch.giveUp(new ExchangeFault(isConnected ? 'connection_lost' : 'no_connection', cause.code ?? cause.message));
  });
  void limitTime(limits.connectMs, watch, () => (isConnected ? undefined : 'connect_timeout'));
  await connected.promise;
  isConnected = true;
  void limitTime(limits.answerMs, watch, () => 'answer_timeout');
  socket.write(message);
  return readAnswer(socket, limits.maxAnswerBytes);
}

async function limitTime(
  ms: number,
  { over, giveUp }: Watch,
  kind: () => ExchangeFault['kind'] | undefined,
): Promise<void> {
  await sleep(ms, over);
  const reason = kind();
  if (!over.aborted && reason !== undefined) giveUp(new ExchangeFault(reason));
}

async function readAnswer(socket: Socket, maxBytes: number): Promise<Answer> {
  const scan = scanMessage(COMMAND_WIRE.protocol);
  const parts: Buffer[] = [];
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      parts.push(chunk.subarray(0, scan.push(chunk)));
      if (scan.atLeast() > maxBytes) throw new ExchangeFault('unreadable', `> ${maxBytes} B`);
      const head = scan.head();
      if (scan.isWhole() && head !== undefined) return { head, bytes: Buffer.concat(parts) };
    }
  } catch (cause) {
    if (cause instanceof ScanFault) throw new ExchangeFault('unreadable', cause.message);
    if (cause instanceof ExchangeFault) throw cause;
    // The event of the socket has told it already, in its own words.
    throw new ExchangeFault('connection_lost', (cause as NodeJS.ErrnoException).code ?? String(cause));
  }
  throw new ExchangeFault('connection_lost', 'EOF');
}

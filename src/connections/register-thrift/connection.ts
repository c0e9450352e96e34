/**
 * One connection of a register: its calls are answered in order, and the next message is not read before the last is on
 * disk (A1). What can not be read is refused by name as long as there is somebody to tell, and the connection ends.
 */
import type { Socket } from 'node:net';
import type { MessageCode, MessageParams } from '../../messages/messages.ts';
import { answerCall, type CallParts, refusalAnswer, tellRefusal } from './calls.ts';
import { DETECTION_BYTES, detectWire, type Wire } from './codec.ts';
import { type IncomingMessage, MessageFault, type MessageLimits, NoSpace, readMessage } from './incoming-message.ts';
import { type Line, LineFault, openLine } from './line.ts';
import type { MessageHead } from './message-scan.ts';

export type ConnectionParts = CallParts & {
  message: MessageLimits;
  /** How long the other side may keep us waiting at once, in ms. */
  maxSilenceMs: number;
  /** Told when a connection ends for a reason that an operator may look for. */
  onFault: (address: string, what: string) => void;
};

export type Connection = {
  /** Resolves when the connection is over and nothing of it is being written; never rejects. */
  done: Promise<void>;
  /** Ends the connection after the message it is at. */
  stop(): void;
  /** Ends it now, except for a package that is being stored. */
  leave(): void;
};

/** Serves a connection until it is over. */
export function serveConnection(socket: Socket, parts: ConnectionParts): Connection {
  const line = openLine(socket, parts.maxSilenceMs);
  const address = `${socket.remoteAddress ?? '?'}`;
  const done = serve(line, address, parts).catch((cause: unknown) => {
    parts.logger.error('a connection of a register failed', cause);
    socket.destroy();
  });
  return { done, stop: line.stop, leave: () => line.leave('stopped') };
}

/**
 * Of a message that is refused, so many times the limit of a message is still read and thrown away: a sender that writes the
 * whole message before it reads learns why it was refused only when we have taken all of it.
 */
const DISCARDED_LIMITS = 4;

async function serve(line: Line, address: string, parts: ConnectionParts): Promise<void> {
  let wire: Wire | undefined;
  try {
    while (await line.awaitMessage()) {
      wire ??= await detect(line);
      const message = await readMessage(line, wire, parts.message);
      await line.send(await answer(message, wire, parts));
    }
    await line.partWith(undefined, 0);
  } catch (cause) {
    const ending = explain(cause, parts);
    if (ending.what !== undefined) parts.onFault(address, ending.what);
    const { head, code, params = {} } = ending;
    if (wire === undefined || head === undefined || code === undefined) return await line.partWith(undefined, 0);
    const maxDiscarded = DISCARDED_LIMITS * parts.message.maxBytes;
    await line.partWith(refusalAnswer(head, wire, code, params, parts), maxDiscarded);
  }
}

async function detect(line: Line): Promise<Wire> {
  const start = Buffer.alloc(DETECTION_BYTES);
  const bytes = start.subarray(0, await line.fill(start));
  line.putBack(bytes);
  if (bytes.length < DETECTION_BYTES) throw new MessageFault('cut');
  const wire = detectWire(bytes);
  if (wire === undefined) throw new MessageFault('unreadable');
  return wire;
}

async function answer(message: IncomingMessage, wire: Wire, parts: ConnectionParts): Promise<Buffer> {
  try {
    return await answerCall(message, wire, parts);
  } finally {
    message.release();
  }
}

/** Why a connection ends: in words for the operator, and in a code for the sender of the message with this head. */
type Ending = { what?: string; head?: MessageHead | undefined; code?: MessageCode; params?: MessageParams };

const MEGABYTE = 1024 * 1024;

function explain(cause: unknown, parts: ConnectionParts): Ending {
  // Silence between messages, a broken line and the end of the server need no words.
  if (cause instanceof LineFault) return {};
  if (cause instanceof NoSpace) {
    const { refusal, head } = cause;
    tellRefusal(refusal, parts.events);
    return { head, code: refusal.code, params: refusal.params };
  }
  if (!(cause instanceof MessageFault)) throw cause;
  const { kind, head } = cause;
  if (kind === 'stopped') return { head, code: 'thrift.stopping' };
  if (kind === 'cut') return { what: 'a message was cut off' };
  if (kind === 'unreadable') return { what: 'its bytes are no Thrift', head, code: 'thrift.unreadable' };
  if (kind === 'slow') {
    const seconds = Math.round(parts.maxSilenceMs / 1000);
    return { what: 'a message did not come forward', head, code: 'thrift.too_slow', params: { seconds } };
  }
  const limit = parts.message.maxBytes / MEGABYTE;
  parts.events({ code: 'package.over_limit_thrift', level: 'error', params: { limit } });
  return { what: 'a message is too large', head, code: 'load.message_too_large', params: { limit } };
}

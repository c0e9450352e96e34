/**
 * One message of a connection, framed or not, within the limits of size, memory and disk. Memory is charged as the bytes
 * arrive: what a length announces costs nothing before it is here.
 */
import type { PackageSpace, Refusal } from '../../pipeline/intake/intake.ts';
import type { ByteBudget, Share } from '../../platform/memory/byte-budget.ts';
import { createGrowingBytes, type GrowingBytes } from '../../platform/memory/growing-bytes.ts';
import type { Wire } from './codec.ts';
import { type Line, LineFault } from './line.ts';
import { type MessageHead, type MessageScan, ScanFault, scanMessage } from './message-scan.ts';

/**
 * A whole message, without the size before it. `isSound` is false when its structure can not be followed to its end.
 * `release` gives memory and disk space back and makes `bytes` useless; to be called when they are on disk.
 */
export type IncomingMessage = {
  readonly bytes: Buffer;
  readonly head: MessageHead;
  readonly isSound: boolean;
  /** Disk space that was promised before the message was read. */
  readonly space: PackageSpace | undefined;
  release(): void;
};

/**
 * A message that can not be read to its end: too large, cut off, no Thrift, too slow, or in the way of a server that stops.
 * `head` is there when so much of it has arrived.
 */
export class MessageFault extends Error {
  readonly kind: 'too_large' | 'cut' | 'unreadable' | 'slow' | 'stopped';
  readonly head: MessageHead | undefined;

  constructor(kind: MessageFault['kind'], head?: MessageHead) {
    super(`Thrift message ${kind}`);
    this.name = 'MessageFault';
    this.kind = kind;
    this.head = head;
  }
}

/** There is no disk space for the message; only its beginning was taken. */
export class NoSpace extends Error {
  readonly refusal: Refusal;
  readonly head: MessageHead | undefined;

  constructor(refusal: Refusal, head: MessageHead | undefined) {
    super(refusal.code);
    this.name = 'NoSpace';
    this.refusal = refusal;
    this.head = head;
  }
}

export type MessageLimits = {
  /** Largest message in bytes (A4). */
  maxBytes: number;
  /** For the bytes of all connections together. */
  budget: ByteBudget;
  /** Promises disk space for so many bytes. */
  reserve: (bytes: number) => Promise<PackageSpace | Refusal>;
};

/** So much of a message is free: calls without a package are shorter. */
const FREE_BYTES = 4096;

/** Reads the message whose first byte is here. Throws a MessageFault or NoSpace; a LineFault when nobody is there any more. */
export async function readMessage(line: Line, wire: Wire, limits: MessageLimits): Promise<IncomingMessage> {
  const scan = scanMessage(wire.protocol);
  try {
    return await gather(wire.framed ? await framed(line, scan, limits) : unframed(scan, limits), line, scan, limits);
  } catch (cause) {
    if (!(cause instanceof LineFault)) throw cause;
    if (cause.kind !== 'slow' && cause.kind !== 'stopped') throw cause;
    throw new MessageFault(cause.kind, scan.head());
  }
}

/** How the end of a message is found. */
type Bounds = {
  /** Bytes it has at most. */
  size: number;
  /** Bytes it is known to have by now. */
  known: () => number;
  isDone: (length: number) => boolean;
  /** How many bytes of a chunk belong to it, when `length` bytes came before. Throws a MessageFault. */
  share: (chunk: Buffer, length: number) => number;
  isSound: () => boolean;
};

const PREFIX_BYTES = 4;

async function framed(line: Line, scan: MessageScan, { maxBytes }: MessageLimits): Promise<Bounds> {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  if ((await line.fill(prefix)) < PREFIX_BYTES) throw new MessageFault('cut');
  const size = prefix.readUInt32BE(0);
  if (size > maxBytes) {
    const head = await headOf(line, scan);
    throw new MessageFault(head === undefined ? 'unreadable' : 'too_large', head);
  }
  let followed = 0;
  return {
    size,
    known: () => size,
    isDone: (length) => length === size,
    share(chunk, length) {
      const part = chunk.subarray(0, size - length);
      // What can not be followed is a message all the same: its size says where it ends.
      if (followed === length) followed += follow(scan, part);
      return part.length;
    },
    isSound: () => followed === size && scan.isWhole(),
  };
}

/** How many bytes belong to the message as far as it can be followed. */
function follow(scan: MessageScan, bytes: Buffer): number {
  try {
    return scan.push(bytes);
  } catch (cause) {
    if (cause instanceof ScanFault) return 0;
    throw cause;
  }
}

/** The head of a message that is too large, for an answer to its sender. */
async function headOf(line: Line, scan: MessageScan): Promise<MessageHead | undefined> {
  for (let length = 0; length < FREE_BYTES && scan.head() === undefined; ) {
    const chunk = await line.next();
    if (chunk === undefined) break;
    length += chunk.length;
    if (follow(scan, chunk) < chunk.length) break;
  }
  return scan.head();
}

function unframed(scan: MessageScan, { maxBytes }: MessageLimits): Bounds {
  return {
    size: maxBytes,
    known: scan.atLeast,
    isDone: scan.isWhole,
    share(chunk) {
      const used = push(scan, chunk);
      if (scan.atLeast() > maxBytes) throw new MessageFault('too_large', scan.head());
      return used;
    },
    isSound: () => true,
  };
}

/** Without a size before it, a message that can not be followed has no end. */
function push(scan: MessageScan, chunk: Buffer): number {
  try {
    return scan.push(chunk);
  } catch (cause) {
    if (cause instanceof ScanFault) throw new MessageFault('unreadable', scan.head());
    throw cause;
  }
}

/** What a message of note holds of memory and disk. */
type Room = { share: Share; space: PackageSpace };

async function gather(bounds: Bounds, line: Line, scan: MessageScan, limits: MessageLimits): Promise<IncomingMessage> {
  // Many connections may have begun a message: what is free must be small.
  let body = createGrowingBytes(Math.min(bounds.size, FREE_BYTES));
  let room: Room | undefined;
  const release = () => {
    body.free();
    room?.share.release();
    room?.space.release();
  };
  try {
    while (!bounds.isDone(body.length())) {
      const chunk = await (room === undefined ? line.next() : room.share.fetch(line.next()));
      if (chunk === undefined) throw new MessageFault('cut', scan.head());
      const part = chunk.subarray(0, bounds.share(chunk, body.length()));
      const length = body.length() + part.length;
      if (room !== undefined) await room.share.take(part.length);
      else if (length > FREE_BYTES) {
        room = await openRoom(bounds, line, scan, limits);
        await room.share.take(length);
        body = moved(body, bounds.size);
      }
      body.append(part);
      line.putBack(chunk.subarray(part.length));
    }
    room?.share.complete();
    const head = scan.head();
    if (head === undefined) throw new MessageFault('unreadable');
    return { bytes: body.bytes(), head, isSound: bounds.isSound(), space: room?.space, release };
  } catch (cause) {
    release();
    throw cause;
  }
}

function moved(body: GrowingBytes, maxBytes: number): GrowingBytes {
  const larger = createGrowingBytes(maxBytes);
  larger.append(body.bytes());
  body.free();
  return larger;
}

async function openRoom(bounds: Bounds, line: Line, scan: MessageScan, limits: MessageLimits): Promise<Room> {
  const space = await limits.reserve(bounds.known());
  if (space.kind === 'refused') throw new NoSpace(space, scan.head());
  return { space, share: limits.budget.open(bounds.size, () => line.leave('slow')) };
}

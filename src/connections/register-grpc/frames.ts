/**
 * Messages of a gRPC stream, one at a time. The stock reader asks for the next message before the handler is done with the
 * first and keeps whole messages in a queue; here the size is read first, disk space is asked for, then the message is read
 * as memory allows, and nothing more is read until the caller comes back for it (A1).
 */
import type { PackageSpace, Refusal } from '../../pipeline/intake/intake.ts';
import type { ByteBudget, Share } from '../../platform/memory/byte-budget.ts';
import { noteArrived } from '../../platform/memory/collect.ts';
import { createGrowingBytes, type GrowingBytes } from '../../platform/memory/growing-bytes.ts';
import { inflate } from './inflate.ts';

export type FrameOptions = {
  budget: ByteBudget;
  /** Largest message in bytes, before and after gRPC compression (A4). */
  maxBytes: number;
  /** Promises disk space for a message of so many bytes, before it is read. */
  reserve: (bytes: number) => Promise<PackageSpace | Refusal>;
  /** The sender is too slow while others wait for memory; the stream is to be ended. */
  onSlow: () => void;
};

/**
 * One message. `isPacked`: its compression could not be undone within the limit, `bytes` are as they came. `release` gives
 * memory and disk space back and makes `bytes` useless; to be called when they are on disk.
 */
export type Frame = {
  readonly bytes: Buffer;
  readonly isPacked: boolean;
  readonly space: PackageSpace;
  release(): void;
};

/** A stream that can not be read on. `size` is what the message announced, in bytes. */
export class FrameFault extends Error {
  readonly kind: 'too_large' | 'cut';
  readonly size: number;

  constructor(kind: FrameFault['kind'], size = 0) {
    super(`gRPC message ${kind}`);
    this.name = 'FrameFault';
    this.kind = kind;
    this.size = size;
  }
}

/** There is no disk space for the message that comes next; nothing of it was taken. */
export class NoSpace extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.name = 'NoSpace';
    this.refusal = refusal;
  }
}

const PREFIX_BYTES = 5;

/**
 * Reads messages until the source ends. Complete messages at hand are still delivered when the source breaks; then the
 * source's error is thrown. Throws a FrameFault for a message that is too large or cut off, NoSpace for one that the disk
 * has no room for.
 */
export async function* readFrames(source: AsyncIterator<Buffer>, options: FrameOptions): AsyncGenerator<Frame> {
  const reader = createByteReader(source);
  for (;;) {
    const prefix = createGrowingBytes(PREFIX_BYTES);
    await gather(reader, prefix, PREFIX_BYTES);
    if (prefix.length() === 0) return;
    if (prefix.length() < PREFIX_BYTES) throw new FrameFault('cut');
    const bytes = prefix.bytes();
    yield await readFrame(reader, bytes.readUInt8(0) === 1, bytes.readUInt32BE(1), options);
  }
}

async function readFrame(reader: ByteReader, isPacked: boolean, size: number, options: FrameOptions): Promise<Frame> {
  const { maxBytes, budget } = options;
  if (size > maxBytes) throw new FrameFault('too_large', size);
  // How far a compressed message grows is not known before.
  const space = await options.reserve(isPacked ? maxBytes : size);
  if (space.kind === 'refused') throw new NoSpace(space);
  const share = budget.open(isPacked ? size + maxBytes : size, options.onSlow);
  const body = createGrowingBytes(size);
  const giveBack = () => {
    share.release();
    space.release();
  };
  try {
    await gather(reader, body, size, share);
    if (body.length() < size) throw new FrameFault('cut', size);
    const plain = isPacked ? await unpack(body, share, maxBytes) : undefined;
    share.complete();
    return frameOf(plain ?? body, { isPacked: isPacked && plain === undefined, space, giveBack });
  } catch (cause) {
    body.free();
    giveBack();
    throw cause;
  }
}

function frameOf(
  body: GrowingBytes,
  { giveBack, ...about }: { isPacked: boolean; space: PackageSpace; giveBack: () => void },
): Frame {
  return {
    ...about,
    bytes: body.bytes(),
    release() {
      body.free();
      giveBack();
    },
  };
}

/** The message without its compression, which takes the place of `body`; undefined when that can not be done. */
async function unpack(body: GrowingBytes, share: Share, maxBytes: number): Promise<GrowingBytes | undefined> {
  const plain = await inflate(body.bytes(), share, maxBytes);
  if (plain === undefined) return undefined;
  share.giveBack(body.length());
  body.free();
  return plain;
}

/** Reads on until `target` has `size` bytes; fewer only at the end of the source. Charges them to `share` as they come. */
async function gather(reader: ByteReader, target: GrowingBytes, size: number, share?: Share): Promise<void> {
  while (target.length() < size) {
    const next = reader.next(size - target.length());
    const chunk = share === undefined ? await next : await share.fetch(next);
    if (chunk === undefined) return;
    await share?.take(chunk.byteLength);
    target.append(chunk);
    noteArrived(chunk.byteLength);
  }
}

type ByteReader = { next(maxBytes: number): Promise<Buffer | undefined> };

/** Hands out the source's chunks in pieces of at most the size asked for; undefined at the end. */
function createByteReader(source: AsyncIterator<Buffer>): ByteReader {
  let rest: Buffer = Buffer.alloc(0);
  return {
    async next(maxBytes) {
      while (rest.byteLength === 0) {
        const next = await source.next();
        if (next.done === true) return undefined;
        rest = next.value;
      }
      const piece = rest.subarray(0, maxBytes);
      rest = rest.subarray(piece.byteLength);
      return piece;
    },
  };
}

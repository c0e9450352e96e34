/**
 * Messages of a gRPC stream, one at a time. The stock reader asks for the next message before the handler is done with the
 * first and keeps whole messages in a queue; here the size is read first, the memory is asked for, then the message is
 * read, and nothing more is read until the caller comes back for it (A1).
 */
import { unzip } from 'node:zlib';
import type { ByteBudget } from './byte-budget.ts';

export type FrameOptions = {
  budget: ByteBudget;
  /** Largest message in bytes, before and after gRPC compression (A4). */
  maxBytes: number;
  /** Ends the wait for memory. */
  signal: AbortSignal;
};

/** One message. `release` gives its memory back and makes `bytes` useless; to be called when they are on disk. */
export type Frame = { readonly bytes: Buffer; release(): void };

/** A stream that can not be read on. `too_large` carries the announced size in bytes (0 when only unpacking showed it). */
export class FrameFault extends Error {
  readonly kind: 'too_large' | 'cut' | 'bad_compression';
  readonly size: number;

  constructor(kind: FrameFault['kind'], size = 0) {
    super(`gRPC message ${kind}`);
    this.name = 'FrameFault';
    this.kind = kind;
    this.size = size;
  }
}

const PREFIX_BYTES = 5;

/**
 * Reads messages until the source ends. Complete messages at hand are still delivered when the source breaks; then the
 * source's error is thrown. Throws a FrameFault for a message that is too large, cut off or badly compressed.
 */
export async function* readFrames(source: AsyncIterator<Buffer>, options: FrameOptions): AsyncGenerator<Frame> {
  const reader = createByteReader(source);
  const prefix = Buffer.alloc(PREFIX_BYTES);
  for (;;) {
    const got = await reader.fill(prefix);
    if (got === 0) return;
    if (got < PREFIX_BYTES) throw new FrameFault('cut');
    yield await readFrame(reader, prefix.readUInt8(0) === 1, prefix.readUInt32BE(1), options);
  }
}

async function readFrame(reader: ByteReader, packed: boolean, size: number, options: FrameOptions): Promise<Frame> {
  const { maxBytes, budget, signal } = options;
  if (size > maxBytes) throw new FrameFault('too_large', size);
  // How far a compressed message grows is not known before: it gets what it may use at most.
  // A message that is here already waits for its turn even when the stream has broken: nobody would send it again.
  const mayGiveUp = reader.atHand() < size;
  const release = await budget.take(packed ? size + maxBytes : size, mayGiveUp ? signal : undefined);
  try {
    const bytes = Buffer.allocUnsafe(size);
    if ((await reader.fill(bytes)) < size) throw new FrameFault('cut', size);
    if (packed) return { bytes: await unpack(bytes, maxBytes), release };
    return { bytes, release: () => letGo(bytes, release) };
  } catch (cause) {
    release();
    throw cause;
  }
}

/** Below this a buffer may be a part of a shared one, and is not worth the trouble. */
const OWN_MEMORY_BYTES = 64 * 1024;

/** Frees the bytes now instead of at some later collection: with many large packages that is half of the memory. */
function letGo(bytes: Buffer, release: () => void): void {
  const memory = bytes.buffer;
  if (bytes.byteLength >= OWN_MEMORY_BYTES && memory.byteLength === bytes.byteLength && memory instanceof ArrayBuffer) {
    memory.transfer(0);
  }
  release();
}

type ByteReader = { fill(target: Buffer): Promise<number>; atHand(): number };

/** Cuts the source's chunks into pieces of the size asked for; a piece is shorter only at the end of the source. */
function createByteReader(source: AsyncIterator<Buffer>): ByteReader {
  let rest: Buffer = Buffer.alloc(0);
  async function fill(target: Buffer): Promise<number> {
    let filled = 0;
    while (filled < target.byteLength) {
      if (rest.byteLength === 0) {
        const next = await source.next();
        if (next.done === true) break;
        rest = next.value;
      }
      const copied = rest.copy(target, filled);
      rest = rest.subarray(copied);
      filled += copied;
    }
    return filled;
  }
  return { fill, atHand: () => rest.byteLength };
}

/** Undoes gzip or deflate, whichever it is. */
function unpack(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    unzip(bytes, { maxOutputLength: maxBytes }, (cause, plain) => {
      if (cause === null) return resolve(plain);
      const large = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      return reject(new FrameFault(large ? 'too_large' : 'bad_compression'));
    });
  });
}

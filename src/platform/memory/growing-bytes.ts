/**
 * Bytes gathered piece by piece in memory that follows what has come, never what was announced. Pieces of one size are used
 * again by the allocator; a buffer that grows would leave holes of every size behind it.
 */
import { noteHandled } from './collect.ts';

export type GrowingBytes = {
  length(): number;
  /** Copies a chunk to the end. */
  append(chunk: Uint8Array): void;
  /** All of it in one buffer, which takes the place of the pieces; nothing is appended afterwards. */
  bytes(): Buffer;
  /** Frees the memory now and makes `bytes` useless. */
  free(): void;
};

const PIECE_BYTES = 64 * 1024;

/** `maxBytes` are what will come at most; to append more is a fault of the caller. */
export function createGrowingBytes(maxBytes: number): GrowingBytes {
  let pieces: Buffer[] = [];
  let length = 0;
  // Bytes of the last piece that are in use.
  let filled = 0;

  function append(chunk: Uint8Array): void {
    for (let rest = chunk; rest.byteLength > 0; ) {
      let last = pieces.at(-1);
      if (last === undefined || filled === last.byteLength) {
        last = Buffer.allocUnsafe(Math.max(1, Math.min(PIECE_BYTES, maxBytes - length)));
        pieces.push(last);
        filled = 0;
      }
      const part = rest.subarray(0, last.byteLength - filled);
      last.set(part, filled);
      filled += part.byteLength;
      length += part.byteLength;
      rest = rest.subarray(part.byteLength);
    }
  }

  function bytes(): Buffer {
    if (pieces.length > 1) pieces = [joined(pieces, length)];
    return (pieces[0] ?? Buffer.alloc(0)).subarray(0, length);
  }

  function free(): void {
    noteHandled(length);
    for (const piece of pieces) freeNow(piece);
    pieces = [];
    length = 0;
  }

  return { length: () => length, append, bytes, free };
}

/** One buffer of `length` bytes; each piece is freed as soon as it was copied. */
function joined(pieces: readonly Buffer[], length: number): Buffer {
  const whole = Buffer.allocUnsafe(length);
  let at = 0;
  for (const piece of pieces) {
    at += piece.copy(whole, at);
    freeNow(piece);
  }
  return whole;
}

/**
 * Frees the bytes now instead of at some later collection: with many large packages that is half of the memory. Bytes that are
 * a part of something larger are left alone.
 */
export function freeNow(bytes: Buffer): void {
  const memory = bytes.buffer;
  // A small buffer may be a part of a shared one.
  if (memory.byteLength === bytes.byteLength && memory instanceof ArrayBuffer) memory.transfer(0);
}

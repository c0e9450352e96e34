/**
 * Bytes that are read from their beginning to their end, put into a file instead of memory. The file has no name, so that a
 * crash leaves nothing behind; it is small enough for the system to hand out from its own memory as long as that has room.
 */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { TEMPORARY_PREFIX } from '../durable-file.ts';

export type BytesAside = {
  /** The bytes between two places, in memory that is used again at the next call. Throws what the disk throws. */
  slice(start: number, end: number): Buffer;
  /** Gives the place back and makes `slice` useless. */
  close(): void;
};

/** Bytes that are read at once. */
const WINDOW_BYTES = 256 * 1024;

/** Writes the bytes into a nameless file of a folder. Throws what the disk throws (ENOSPC …), and then nothing is left there. */
export function putAside(folder: string, bytes: Uint8Array): BytesAside {
  const path = join(folder, `${TEMPORARY_PREFIX}${randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
    for (let at = 0; at < bytes.byteLength; ) at += writeSync(file, bytes, at);
  } catch (cause) {
    closeSync(file);
    throw cause;
  }
  let window = Buffer.alloc(0);
  // What of the file stands in the window.
  let [first, last] = [0, 0];

  function fill(start: number, end: number): void {
    if (window.byteLength < end - start) window = Buffer.allocUnsafe(Math.max(WINDOW_BYTES, end - start));
    [first, last] = [start, start];
    for (let read = -1; read !== 0 && last - first < window.byteLength; last += read)
      read = readSync(file, window, last - first, window.byteLength - (last - first), last);
    if (last < end) throw new Error('a file without a name is shorter than what was written');
  }

  return {
    slice(start, end) {
      if (start < first || end > last) fill(start, end);
      return window.subarray(start - first, end - first);
    },
    close: () => closeSync(file),
  };
}

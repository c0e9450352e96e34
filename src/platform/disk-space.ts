/**
 * How much may still be written to a file system. Free space is read rarely and the bytes promised since are subtracted, so
 * that many writers at once cannot together take the last bytes.
 */
import { statfs } from 'node:fs/promises';
import type { Clock } from './clock.ts';

export type DiskSpaceOptions = {
  /** Any existing folder of the file system. */
  folder: string;
  clock: Clock;
  /** Bytes that must stay free after every promise. */
  minFreeBytes: number;
  /** How long a reading of the file system is trusted, in ms. */
  maxAgeMs?: number;
};

/** `free` and `needed` are bytes; `free` already lacks what was promised to others. */
export type Reservation =
  | { readonly ok: true; release(): void }
  | { readonly ok: false; readonly free: number; readonly needed: number };

export type DiskSpace = {
  /** Promises bytes to a writer, who calls `release` when it has written them or given up. */
  reserve(bytes: number): Promise<Reservation>;
  /** Bytes free for others, less the bytes promised. */
  free(): Promise<number>;
};

const DEFAULT_MAX_AGE_MS = 1000;

/** Watches the file system of one folder. Rejects with the system's error when the folder is gone. */
export function watchDiskSpace(options: DiskSpaceOptions): DiskSpace {
  const { folder, clock, minFreeBytes, maxAgeMs = DEFAULT_MAX_AGE_MS } = options;
  let readAt = Number.NEGATIVE_INFINITY;
  let freeAtReading = 0;
  // Promised and not released: may or may not be in the reading, so it is counted against it.
  let promised = 0;
  // Released since the reading: surely not in it.
  let writtenSince = 0;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    const startedAt = clock.now();
    const writtenBefore = writtenSince;
    const { bavail, bsize } = await statfs(folder);
    freeAtReading = bavail * bsize;
    writtenSince -= writtenBefore;
    readAt = startedAt;
  }

  async function refresh(maxAge: number): Promise<void> {
    if (Math.abs(clock.now() - readAt) <= maxAge) return;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    await reading;
  }

  const available = () => freeAtReading - promised - writtenSince;

  async function free(): Promise<number> {
    await refresh(maxAgeMs);
    return available();
  }

  async function reserve(bytes: number): Promise<Reservation> {
    const needed = bytes + minFreeBytes;
    await refresh(maxAgeMs);
    // Nobody is refused on an old reading: space may have been freed a moment ago.
    if (available() < needed) await refresh(-1);
    if (available() < needed) return { ok: false, free: available(), needed };
    promised += bytes;
    let held = true;
    return {
      ok: true,
      release() {
        if (!held) return;
        held = false;
        promised -= bytes;
        writtenSince += bytes;
      },
    };
  }

  return { reserve, free };
}

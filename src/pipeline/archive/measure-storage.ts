/** How much lies where: measured now and then, kept by date, so that people see how it grows and for how long it is enough. */
import { lstat, opendir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { utcText } from '../../platform/clock.ts';
import { databaseSize } from '../../platform/database/database-size.ts';
import { hasCode } from '../../platform/durable-file.ts';
import { localDate } from './archive-days.ts';
import type { Packing } from './packing.ts';

/** Where things lie; the names are those of the API. */
export const storagePlaces = [
  'waiting',
  'processed',
  'error',
  'broken',
  'processed_archive',
  'error_archive',
  'broken_archive',
  'sales_archive',
  'server_backup',
  'exchange',
  'descriptions',
  'database',
] as const;
export type StoragePlace = (typeof storagePlaces)[number];

/** `folder` null = it lies on no disk of this machine. */
export type MeasuredPlace = { place: StoragePlace; folder: string | null };

type Size = { files: number; bytes: number; oldestMs: number | null };

export type MeasuringParts = Pick<Packing, 'database' | 'clock' | 'settings'> & { places: readonly MeasuredPlace[] };

/** Measures every place and notes it under today's date. */
export async function measureStorage(parts: MeasuringParts): Promise<void> {
  const { database, clock, places } = parts;
  const today = localDate(parts);
  for (const { place, folder } of places) {
    const size = await sizeOf(parts, place, folder);
    const disk = folder === null ? null : await diskOf(folder);
    await database.run(
      `INSERT INTO storage_size (shop_id, place, measured_on, measured_utc, files, bytes, oldest_utc, free_bytes, disk_bytes)
       VALUES ('', ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (shop_id, place, measured_on) DO UPDATE SET measured_utc = excluded.measured_utc, files = excluded.files,
         bytes = excluded.bytes, oldest_utc = excluded.oldest_utc, free_bytes = excluded.free_bytes,
         disk_bytes = excluded.disk_bytes`,
      [
        place,
        today,
        utcText(clock.now()),
        size.files,
        size.bytes,
        size.oldestMs === null ? null : utcText(size.oldestMs),
        disk?.free ?? null,
        disk?.all ?? null,
      ],
    );
  }
}

async function sizeOf({ database }: MeasuringParts, place: StoragePlace, folder: string | null): Promise<Size> {
  const size: Size = { files: 0, bytes: 0, oldestMs: null };
  if (place === 'database') return { ...size, files: 1, bytes: await databaseSize(database) };
  if (folder !== null) await addFolder(folder, size);
  return size;
}

/** Links are not followed; what vanishes meanwhile does not count. */
async function addFolder(folder: string, size: Size): Promise<void> {
  try {
    for await (const entry of await opendir(folder, { bufferSize: 256 })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await addFolder(path, size);
      else if (entry.isFile()) await addFile(path, size);
    }
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause;
  }
}

async function addFile(path: string, size: Size): Promise<void> {
  try {
    const stats = await lstat(path);
    size.files += 1;
    size.bytes += stats.size;
    size.oldestMs = Math.min(size.oldestMs ?? stats.mtimeMs, stats.mtimeMs);
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause;
  }
}

async function diskOf(folder: string): Promise<{ free: number; all: number } | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, all: blocks * bsize };
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return null;
    throw cause;
  }
}

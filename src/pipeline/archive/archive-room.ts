/** Disk space for an archive: packing must not take what the intake of new packages needs. */
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from '../../platform/durable-file.ts';
import type { EndState } from '../intake/intake.ts';
import type { Packing } from './packing.ts';

/** A first look at a few packages says how large they are; together they are not larger than one archive may be. */
const LOOKED_AT = 1_000;
const MEGABYTE = 1024 * 1024;

/** Throws when the archive of the names would leave less than the limit free. Nothing is removed then. */
export async function promiseRoom(packing: Packing, state: EndState, names: readonly string[]): Promise<void> {
  const { bavail, bsize } = await statfs(packing.archives[state]);
  const needed = await sizeOf(packing, state, names);
  const free = bavail * bsize;
  if (free - needed >= packing.settings.minFreeBytes) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / MEGABYTE);
  throw new Error(
    `ENOSPC: ${megabytes(free)} MB are free on the disk of ${packing.archives[state]}, ${megabytes(needed + packing.settings.minFreeBytes)} MB are needed`,
  );
}

async function sizeOf(
  { folders, partBytes = 512 * MEGABYTE }: Packing,
  state: EndState,
  names: readonly string[],
): Promise<number> {
  let bytes = 0;
  let seen = 0;
  for (const name of names.slice(0, LOOKED_AT)) {
    try {
      bytes += (await stat(join(folders[state], name))).size;
      seen += 1;
    } catch (cause) {
      if (!hasCode(cause, 'ENOENT')) throw cause;
    }
  }
  const all = seen === 0 ? 0 : (bytes / seen) * names.length;
  return Math.min(all, partBytes);
}

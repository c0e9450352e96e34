/** The backups in a folder, and which of them go. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, syncFolder, TEMPORARY_PREFIX } from '../platform/durable-file.ts';

export type StoredBackup = { name: string; folder: string; madeUtc: string };

const NAME = /^smena-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z$/;

/** `smena-2026-03-14T02-10-00Z` for a time in UTC. */
export function backupName(utc: string): string {
  return `smena-${utc.slice(0, 19).replaceAll(':', '-')}Z`;
}

/** Finished backups, the oldest first. */
export async function listBackups(parent: string): Promise<StoredBackup[]> {
  let names: string[];
  try {
    names = await readdir(parent);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return [];
    throw cause;
  }
  return names.sort().flatMap((name) => {
    const [, day, hours, minutes, seconds] = NAME.exec(name) ?? [];
    if (day === undefined) return [];
    return [{ name, folder: join(parent, name), madeUtc: `${day}T${hours}:${minutes}:${seconds}.000Z` }];
  });
}

/** Removes all but the latest `keep` backups, and what crashed runs have left; answers how many backups went. */
export async function removeOldBackups(parent: string, keep: number): Promise<number> {
  const all = await listBackups(parent);
  const old = all.slice(0, Math.max(0, all.length - keep));
  for (const { folder } of old) await rm(folder, { recursive: true, force: true });
  for (const name of await readdir(parent))
    if (name.startsWith(`${TEMPORARY_PREFIX}smena-`)) await rm(join(parent, name), { recursive: true, force: true });
  if (old.length > 0) await syncFolder(parent);
  return old.length;
}

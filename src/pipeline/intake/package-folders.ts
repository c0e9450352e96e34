/** The four folders of the file queue (M39): each may lie on its own file system, each file is in one of three ends or waits. */
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { cleanTemporaryFiles, makeFolder, removeDurably, statIfThere } from '../../platform/durable-file.ts';
import { isPackageName } from './package-file.ts';
import { packageOfReason } from './reason-file.ts';

export type PackageState = 'waiting' | 'processed' | 'error' | 'broken';
export type IntakeFolders = Readonly<Record<PackageState, string>>;

export const packageStates: readonly PackageState[] = ['waiting', 'processed', 'error', 'broken'];

/** A file of a folder: size in bytes (header line and body), time of writing in UTC ms. */
export type PackageEntry = { readonly name: string; readonly size: number; readonly storedAt: number };

/**
 * Makes the folders and removes what a crash left: half-written files and reasons whose package was not moved any more.
 * To be called once, before the first `createIntake` on these folders; afterwards every name in them is on the disk.
 */
export async function prepareIntakeFolders(folders: IntakeFolders): Promise<{ removed: number }> {
  let removed = 0;
  for (const state of packageStates) {
    const folder = folders[state];
    await makeFolder(folder);
    removed += await cleanTemporaryFiles(folder);
    removed += await removeOrphanReasons(folder);
  }
  return { removed };
}

async function removeOrphanReasons(folder: string): Promise<number> {
  let removed = 0;
  for await (const { name } of await opendir(folder)) {
    const owner = packageOfReason(name);
    if (owner === undefined || (await statIfThere(join(folder, owner))) !== undefined) continue;
    await removeDurably(folder, name);
    removed += 1;
  }
  return removed;
}

/** Names of the packages in a folder, in no order, with little memory however many there are. */
export async function* packageNames(folder: string): AsyncGenerator<string> {
  for await (const { name } of await opendir(folder, { bufferSize: 256 })) {
    if (isPackageName(name)) yield name;
  }
}

/** The packages of a folder in no order. A file that leaves while the folder is walked is passed over. */
export async function* packageEntries(folder: string): AsyncGenerator<PackageEntry> {
  for await (const name of packageNames(folder)) {
    const found = await statIfThere(join(folder, name));
    if (found !== undefined) yield { name, size: found.size, storedAt: found.mtimeMs };
  }
}

/** Numbers of packages by state, counted in the folders. */
export async function countPackages(folders: IntakeFolders): Promise<Record<PackageState, number>> {
  const counts = { waiting: 0, processed: 0, error: 0, broken: 0 };
  for (const state of packageStates) counts[state] = await countNames(folders[state]);
  return counts;
}

/** Number of packages in one folder. */
export async function countNames(folder: string): Promise<number> {
  let count = 0;
  for await (const _ of packageNames(folder)) count += 1;
  return count;
}

/** The oldest packages of a folder, oldest first; `storedBefore` in UTC ms leaves out younger ones. */
export async function oldestPackages(folder: string, limit: number, storedBefore: number): Promise<PackageEntry[]> {
  let oldest: PackageEntry[] = [];
  const trim = () => {
    oldest = oldest.sort((a, b) => a.storedAt - b.storedAt || (a.name < b.name ? -1 : 1)).slice(0, limit);
  };
  for await (const entry of packageEntries(folder)) {
    if (entry.storedAt >= storedBefore) continue;
    oldest.push(entry);
    if (oldest.length >= limit * 2 + 100) trim();
  }
  trim();
  return oldest;
}

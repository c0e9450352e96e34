/** Whether the content that arrives is in the four folders or was packed already, and which files of its name do not count (A3). */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { removeDurably } from '../../platform/durable-file.ts';
import type { PackageHeader } from './package-file.ts';
import { type IntakeFolders, type PackageState, packageStates } from './package-folders.ts';
import { isPackedCopy, type PackedPackages } from './packed-packages.ts';
import { readPackageHead } from './read-package.ts';
import { readReason, removeReason } from './reason-file.ts';

/** `outdated`: folders with a file of that name which the new one replaces, once it is on disk. */
export type StoredCopies = { readonly isStored: boolean; readonly outdated: readonly PackageState[] };

type Found = 'nothing' | 'copy' | 'outdated';

/**
 * Looks for the package `name` whose header is `arriving`. A file counts when it has the size that its header line and the
 * body make together. It does not count in `broken` when it was found damaged there, nor in `error` when it names another
 * shop than the package does now: the shop id was put right on the register. `waiting` is looked at first and again at the
 * end, because a file may move either way meanwhile; then what was packed, which is noted before a folder loses it.
 */
export async function findCopies(
  folders: IntakeFolders,
  packed: PackedPackages,
  name: string,
  arriving: PackageHeader,
): Promise<StoredCopies> {
  const look = (state: PackageState) => lookInto(folders[state], state, name, arriving);
  if ((await look('waiting')) === 'copy') return { isStored: true, outdated: [] };
  const ends = packageStates.filter((state) => state !== 'waiting');
  const found = await Promise.all(ends.map(look));
  const isInFolder = found.includes('copy') || (await look('waiting')) === 'copy';
  const isStored = isInFolder || isPackedCopy(packed.find(name), arriving);
  return { isStored, outdated: ends.filter((_, index) => found[index] === 'outdated') };
}

async function lookInto(folder: string, state: PackageState, name: string, arriving: PackageHeader): Promise<Found> {
  const path = join(folder, name);
  // Most names are in no folder: being told so at once is cheaper than being woken for it, four times a receipt.
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return 'nothing';
  const found = await readPackageHead(path);
  if (found === undefined) return 'nothing';
  const { head, fileSize } = found;
  if (head === undefined || fileSize !== head.bodyAt + arriving.size) return 'outdated';
  if (state === 'error') return head.header.shopId === arriving.shopId ? 'copy' : 'outdated';
  if (state !== 'broken') return 'copy';
  return (await readReason(folder, name))?.code === 'package.file_damaged' ? 'outdated' : 'copy';
}

/** Removes what a new file has replaced; answers false when something of it had moved away before. */
export async function removeOutdated(
  folders: IntakeFolders,
  name: string,
  outdated: readonly PackageState[],
): Promise<boolean> {
  let allThere = true;
  for (const state of outdated) {
    if (!(await removeDurably(folders[state], name))) allThere = false;
    await removeReason(folders[state], name);
  }
  return allThere;
}

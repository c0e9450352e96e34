/** From one folder of the file queue to another, so that a crash at any moment leaves each package in one of them (M39). */
import { join } from 'node:path';
import { type Clock, utcText } from '../../platform/clock.ts';
import { hasCode, moveDurably, removeDurably, statIfThere, writeDurably } from '../../platform/durable-file.ts';
import { isPackageName } from './package-file.ts';
import type { IntakeFolders, PackageState } from './package-folders.ts';
import type { PackedPackages } from './packed-packages.ts';
import { type PackageReason, removeReason, writeReason } from './reason-file.ts';
import type { WaitingLine } from './waiting-line.ts';

export type Moves = {
  finish(name: string, from: PackageState, to: PackageState, reason?: PackageReason): Promise<boolean>;
  remove(state: PackageState, name: string): Promise<boolean>;
};

export type MoveParts = { folders: IntakeFolders; packed: PackedPackages; clock: Clock; line: WaitingLine };

/**
 * The moves over four folders; `line` is told of what comes to `waiting` and leaves it. A name that this station does not give is that of no
 * package, wherever it leads.
 */
export function createMoves({ folders, packed, clock, line }: MoveParts): Moves {
  const isIn = async (state: PackageState, name: string) =>
    (await statIfThere(join(folders[state], name))) !== undefined;

  async function finish(name: string, from: PackageState, to: PackageState, reason?: PackageReason): Promise<boolean> {
    if (!isPackageName(name)) return false;
    if (to === 'error' || to === 'broken') {
      if (reason === undefined) throw new TypeError(`a package goes to ${to} only with a reason`);
      await writeReason(folders[to], name, reason, utcText(clock.now()));
    }
    if (from === to) return isIn(to, name);
    const moved = await move(name, from, to);
    if (from === 'waiting') line.remove(name);
    if (!moved && !(await unpack(name, from, to))) return settleMissing(name, to);
    if (moved && (from === 'error' || from === 'broken')) await removeReason(folders[from], name);
    if (to === 'waiting') line.add(name, clock.now());
    return true;
  }

  async function move(name: string, from: PackageState, to: PackageState): Promise<boolean> {
    try {
      await moveDurably({ folder: folders[from], name }, { folder: folders[to], name });
      return true;
    } catch (cause) {
      if (hasCode(cause, 'ENOENT')) return false;
      throw cause;
    }
  }

  /** A package that was packed comes back out of its archive; a crash in between leaves it in both places, which is once too often and not lost. */
  async function unpack(name: string, from: PackageState, to: PackageState): Promise<boolean> {
    if (from === 'waiting' || packed.find(name)?.state !== from) return false;
    if (await isIn(to, name)) {
      packed.forget(name);
      return false;
    }
    const content = await packed.read(name);
    if (content === undefined) return false;
    await writeDurably(folders[to], name, [content.file], clock.now());
    packed.forget(name);
    return true;
  }

  /** The package was not where it was said to be: moved already, or nowhere; a reason does not stay without it. */
  async function settleMissing(name: string, to: PackageState): Promise<boolean> {
    if (await isIn(to, name)) return true;
    await removeReason(folders[to], name);
    return false;
  }

  async function remove(state: PackageState, name: string): Promise<boolean> {
    if (!isPackageName(name)) return false;
    const removed = await removeDurably(folders[state], name);
    if (state === 'waiting') line.remove(name);
    await removeReason(folders[state], name);
    return removed;
  }

  return { finish, remove };
}

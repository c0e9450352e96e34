/**
 * Files that survive a power cut. A file is written aside under a name no reader takes, flushed, renamed into place, and the
 * folder is flushed: when a promise of this module resolves, the change is on the disk; when it rejects, a reader sees either
 * the old state or the new one, never half a file.
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fdatasync,
  fsync,
  futimesSync,
  openSync,
  renameSync,
  type Stats,
  writev,
  writevSync,
} from 'node:fs';
import { copyFile, mkdir, readdir, rename, stat, unlink, utimes } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

export type FilePlace = { readonly folder: string; readonly name: string };

/** Files whose names begin so are unfinished; readers of a folder skip them. */
export const TEMPORARY_PREFIX = '.tmp-';

// Names of this run never meet those a crashed run has left behind.
const RUN = randomBytes(4).toString('hex');
let writes = 0;

/**
 * Writes chunks as one file `folder/name`, replacing an older one. `modifiedAt` (UTC ms, fractions count) becomes the time of
 * the file; the system's own time stands still for milliseconds. Rejects with the system's error (ENOSPC, EIO …); the new
 * file may then be there and yet not be safe from a power cut.
 */
export async function writeDurably(
  folder: string,
  name: string,
  chunks: readonly Uint8Array[],
  modifiedAt?: number,
  mode?: number,
): Promise<void> {
  const aside = temporaryPath(folder);
  try {
    await writeFlushed(aside, chunks, modifiedAt, mode);
    renameSync(aside, join(folder, name));
  } catch (cause) {
    await removeQuietly(aside);
    throw cause;
  }
  // From here on the name is never taken back: it may have replaced an older file, and then both would be lost.
  await syncFolder(folder);
}

// Each receipt waits for this. What does not wait for the disk is done at once, and only flushes go to the threads that may wait: a way there
// and back wakes two sleepers. With two of them instead of six a register sends a tenth more (`npm run bench -- receive`).
async function writeFlushed(
  path: string,
  chunks: readonly Uint8Array[],
  modifiedAt?: number,
  mode?: number,
): Promise<void> {
  const file = openSync(path, 'wx', mode);
  try {
    if (isSmall(chunks)) writeAllAtOnce(file, chunks);
    else await writeAll(file, chunks);
    if (modifiedAt !== undefined) futimesSync(file, modifiedAt / 1000, modifiedAt / 1000);
    await answerOf((heard) => fdatasync(file, heard));
  } finally {
    closeSync(file);
  }
}

/** More is not written at once: copying it would keep the others waiting. */
const SMALL = 64 * 1024;

function isSmall(chunks: readonly Uint8Array[]): boolean {
  return chunks.reduce((sum, { byteLength }) => sum + byteLength, 0) <= SMALL;
}

function writeAllAtOnce(file: number, chunks: readonly Uint8Array[]): void {
  for (let rest = [...chunks]; rest.length > 0; ) rest = skipBytes(rest, writevSync(file, rest));
}

async function writeAll(file: number, chunks: readonly Uint8Array[]): Promise<void> {
  let rest = [...chunks];
  while (rest.length > 0) {
    rest = skipBytes(rest, await answerOf<number>((heard) => writev(file, rest, heard)));
  }
}

function answerOf<T = void>(call: (heard: (cause: Error | null, answer?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => call((cause, answer) => (cause ? reject(cause) : resolve(answer as T))));
}

/** What is left of chunks after the first bytes of them: the system may write less than asked. */
function skipBytes(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  const rest: Uint8Array[] = [];
  let skip = bytes;
  for (const chunk of chunks) {
    if (skip < chunk.byteLength) rest.push(chunk.subarray(skip));
    skip = Math.max(0, skip - chunk.byteLength);
  }
  return rest;
}

/** Moves a file and flushes both folders. Between file systems: a flushed copy first, then the source is removed. */
export async function moveDurably(from: FilePlace, to: FilePlace): Promise<void> {
  const source = join(from.folder, from.name);
  try {
    await rename(source, join(to.folder, to.name));
  } catch (cause) {
    if (!hasCode(cause, 'EXDEV')) throw cause;
    await copyDurably(source, to);
    await unlink(source);
  }
  // The target first: a crash between the two must leave the file twice rather than nowhere.
  await syncFolder(to.folder);
  if (from.folder !== to.folder) await syncFolder(from.folder);
}

async function copyDurably(source: string, to: FilePlace): Promise<void> {
  const aside = temporaryPath(to.folder);
  try {
    await copyFile(source, aside, constants.COPYFILE_EXCL);
    const { atime, mtime } = await stat(source);
    await utimes(aside, atime, mtime);
    await syncPath(aside);
    await rename(aside, join(to.folder, to.name));
  } catch (cause) {
    await removeQuietly(aside);
    throw cause;
  }
  await syncFolder(to.folder);
}

/** Removes a file and flushes its folder. Removing what is not there is no error; answers whether it was there. */
export async function removeDurably(folder: string, name: string): Promise<boolean> {
  try {
    await unlink(join(folder, name));
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return false;
    throw cause;
  }
  await syncFolder(folder);
  return true;
}

/** Makes a folder with its parents, so that it survives a power cut: each name made is flushed in the folder above it. `mode` of those that are made. */
export async function makeFolder(folder: string, mode?: number): Promise<void> {
  const leaf = resolve(folder);
  const first = await mkdir(leaf, { recursive: true, ...(mode === undefined ? {} : { mode }) });
  const top = first === undefined ? leaf : dirname(first);
  for (const one of pathBetween(top, leaf)) await syncFolder(one);
}

/** The folders from `top` down to `leaf`, both included. */
function pathBetween(top: string, leaf: string): string[] {
  return leaf === top || dirname(leaf) === leaf ? [leaf] : [...pathBetween(top, dirname(leaf)), leaf];
}

/** Removes what a crash left half written in a folder; answers how many files that were. Call it before any writer starts. */
export async function cleanTemporaryFiles(folder: string): Promise<number> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(TEMPORARY_PREFIX));
  for (const name of left) await unlink(join(folder, name));
  if (left.length > 0) await syncFolder(folder);
  return left.length;
}

/** `stat` that answers undefined for a file that is not there. */
export async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

/** True for a system error with this code, such as 'ENOSPC'. */
export function hasCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && (cause as NodeJS.ErrnoException).code === code;
}

type FolderSync = { running: Promise<void>; next: Promise<void> | undefined };

const folderSyncs = new Map<string, FolderSync>();

/**
 * Flushes a folder's names to the disk. Callers that come while a flush runs share the one after it: the running flush may
 * have begun before their rename, the next one cannot have.
 */
export function syncFolder(folder: string): Promise<void> {
  const sync = folderSyncs.get(folder);
  if (sync === undefined) return startSync(folder);
  sync.next ??= sync.running.then(ignore, ignore).then(() => startSync(folder));
  return sync.next;
}

function startSync(folder: string): Promise<void> {
  const running = syncPath(folder);
  const sync: FolderSync = { running, next: undefined };
  folderSyncs.set(folder, sync);
  const forget = () => {
    if (folderSyncs.get(folder) === sync && sync.next === undefined) folderSyncs.delete(folder);
  };
  running.then(forget, forget);
  return running;
}

/** The failure of a flush belongs to those who waited for that flush. */
function ignore(): void {
  return;
}

async function syncPath(path: string): Promise<void> {
  const file = openSync(path, 'r');
  try {
    await answerOf((heard) => fsync(file, heard));
  } finally {
    closeSync(file);
  }
}

function temporaryPath(folder: string): string {
  writes += 1;
  return join(folder, `${TEMPORARY_PREFIX}${RUN}-${writes}`);
}

/** Tidies up after an error that is already being reported; what stays is removed at the next start. */
async function removeQuietly(path: string): Promise<void> {
  await unlink(path).catch(ignore);
}

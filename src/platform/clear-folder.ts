/**
 * Deleting what lies in a folder, and nothing else. The folder must lie inside a root, no part of the way to it may be a
 * link, links in it are removed and never followed, other file systems mounted in it are left alone. On Linux each folder is
 * held open while it is cleared, so that a folder which is exchanged for a link meanwhile leads nowhere.
 */
import { constants, type Stats } from 'node:fs';
import { lstat, open, opendir, readlink, rmdir, unlink } from 'node:fs/promises';
import { isAbsolute, parse, relative, resolve, sep } from 'node:path';

/** `deny`: why nothing was deleted at all. */
export type ClearDenial =
  | { code: 'not_absolute' | 'missing' | 'not_folder'; folder: string }
  | { code: 'outside'; folder: string; root: string }
  | { code: 'root_too_wide'; root: string }
  | { code: 'link'; folder: string; link: string };

export type ClearedEntry = { readonly path: string; readonly kind: 'file' | 'folder'; readonly bytes: number };

export type ClearOptions = {
  folder: string;
  /** Nothing outside of it is ever deleted. */
  root: string;
  /** Only told, not deleted. */
  dryRun: boolean;
  /** Told of each file and folder after it went; waited for. */
  onEntry?: (entry: ClearedEntry) => void | Promise<void>;
  /** Told of what could not be deleted, with the code of the system. */
  onKept?: (path: string, why: string) => void;
};

export type Cleared = { files: number; folders: number; bytes: number; kept: number };
export type ClearResult = { ok: true; cleared: Cleared } | { ok: false; denial: ClearDenial };

/** Files that come while a folder is cleared are met by a further pass, but not for ever. */
const MOST_PASSES = 5;
const DEEPEST = 100;
/** Names with any bytes: each byte one character. */
const NAMES = 'latin1';
const PART_OF_NOTHING = ['ENOENT', 'ENOTDIR', 'ELOOP'];

/** Deletes the content of the folder, which itself stays. */
export async function clearFolder(options: ClearOptions): Promise<ClearResult> {
  const checked = await checkWay(options.folder, options.root);
  if ('code' in checked) return { ok: false, denial: checked };
  const handle = await openFolder(checked.path);
  if (handle === undefined) return { ok: false, denial: { code: 'missing', folder: checked.path } };
  try {
    if (!(await handle.isAt(checked.path)))
      return { ok: false, denial: { code: 'link', folder: checked.path, link: checked.path } };
    const cleared = { files: 0, folders: 0, bytes: 0, kept: 0 };
    await clear({ ...options, cleared, device: handle.stats.dev }, handle.path, checked.path, 0);
    return { ok: true, cleared };
  } finally {
    await handle.close();
  }
}

async function checkWay(folder: string, root: string): Promise<ClearDenial | { path: string }> {
  for (const path of [root, folder])
    if (!isAbsolute(path) || path.includes('\0')) return { code: 'not_absolute', folder: path };
  const [inner, outer] = [resolve(folder), resolve(root)];
  if (outer === parse(outer).root) return { code: 'root_too_wide', root: outer };
  const way = relative(outer, inner);
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
    return { code: 'outside', folder: inner, root: outer };
  let path = parse(inner).root;
  for (const part of inner.slice(path.length).split(sep)) {
    path = resolve(path, part);
    const stats = await lstatIfThere(path);
    if (stats === undefined) return { code: 'missing', folder: inner };
    if (stats.isSymbolicLink()) return { code: 'link', folder: inner, link: path };
    if (!stats.isDirectory()) return { code: 'not_folder', folder: path };
  }
  return { path: inner };
}

type Held = {
  /** A path that leads to this very folder whatever becomes of its name. */
  path: Buffer;
  stats: Stats;
  isAt(path: string): Promise<boolean>;
  close(): Promise<void>;
};

/** Holds a folder open; undefined when the path is gone, a link, or no folder any more. */
async function openFolder(path: string | Buffer): Promise<Held | undefined> {
  try {
    const handle = await open(path as string, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    const stats = await handle.stat();
    const held = `/proc/self/fd/${handle.fd}`;
    const isHeld = process.platform === 'linux' && (await lstatIfThere(held)) !== undefined;
    return {
      path: isHeld ? Buffer.from(held) : Buffer.from(path),
      stats,
      isAt: async (expected) => !isHeld || (await readlink(held)) === expected,
      close: () => handle.close(),
    };
  } catch (cause) {
    if (PART_OF_NOTHING.includes(codeOf(cause))) return undefined;
    throw cause;
  }
}

type Clearing = ClearOptions & { cleared: Cleared; device: number };

/** `base` is where the folder is reached, `shown` what it is called. */
async function clear(clearing: Clearing, base: Buffer, shown: string, depth: number): Promise<void> {
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const before = clearing.cleared.files + clearing.cleared.folders;
    const keptBefore = clearing.cleared.kept;
    for await (const { name } of await opendir(base, { encoding: NAMES as 'utf8', bufferSize: 256 })) {
      const bytes = Buffer.from(name, NAMES);
      await clearEntry(clearing, Buffer.concat([base, Buffer.from('/'), bytes]), `${shown}/${bytes}`, depth);
    }
    const hasRemoved = clearing.cleared.files + clearing.cleared.folders > before;
    if (clearing.dryRun || !hasRemoved) return;
    // A further pass would tell once more of what could not be deleted.
    if (clearing.cleared.kept > keptBefore) return;
  }
}

async function clearEntry(clearing: Clearing, path: Buffer, shown: string, depth: number): Promise<void> {
  const { cleared, dryRun } = clearing;
  try {
    const stats = await lstatIfThere(path);
    if (stats === undefined) return;
    if (!stats.isDirectory()) {
      if (!dryRun) await unlink(path);
      cleared.files += 1;
      cleared.bytes += stats.size;
      await clearing.onEntry?.({ path: shown, kind: 'file', bytes: stats.size });
      return;
    }
    if (stats.dev !== clearing.device) return keep(clearing, shown, 'EXDEV');
    if (depth >= DEEPEST) return keep(clearing, shown, 'ENAMETOOLONG');
    const handle = await openFolder(path);
    if (handle === undefined) return;
    try {
      if (handle.stats.dev !== clearing.device) return keep(clearing, shown, 'EXDEV');
      await clear(clearing, handle.path, shown, depth + 1);
    } finally {
      await handle.close();
    }
    if (!dryRun) await rmdir(path);
    cleared.folders += 1;
    await clearing.onEntry?.({ path: shown, kind: 'folder', bytes: 0 });
  } catch (cause) {
    const code = codeOf(cause);
    // It has gone by itself, which is what was wanted.
    if (code === 'ENOENT') return;
    if (code === '') throw cause;
    keep(clearing, shown, code);
  }
}

function keep({ cleared, onKept }: Clearing, path: string, why: string): void {
  cleared.kept += 1;
  onKept?.(path, why);
}

async function lstatIfThere(path: string | Buffer): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (cause) {
    if (PART_OF_NOTHING.includes(codeOf(cause))) return undefined;
    throw cause;
  }
}

/** The code of a failure of the system (EACCES …); empty for any other. */
function codeOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^E[A-Z]+$/.test(code) ? code : '';
}

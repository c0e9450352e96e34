/** What a backup holds: each file with size and hash, each table with its counts and sums. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Snapshot, TableFacts } from '../platform/database/snapshot.ts';
import { writeDurably } from '../platform/durable-file.ts';
import { hashFile } from '../platform/packed-lines.ts';

export const MANIFEST = 'manifest.json';
const VERSION = 1;

export type BackupFile = { path: string; size: number; sha256: string };

export type BackupManifest = {
  backup: 'smena';
  version: number;
  /** Of the program that made it. */
  program: string;
  madeUtc: string;
  /** The last migration of the database. */
  schema: string;
  database: Snapshot;
  /** Where the audit trail ended just before the copy of the database was made; null = it was empty. */
  auditHead: { number: number; hash: string } | null;
  files: BackupFile[];
};

/** Hashes every file of the folder and writes the manifest. */
export async function writeManifest(
  folder: string,
  about: Pick<BackupManifest, 'program' | 'madeUtc' | 'schema' | 'database' | 'auditHead'>,
): Promise<BackupManifest> {
  const files: BackupFile[] = [];
  for (const path of await filesBelow(folder)) files.push({ path, ...(await hashFile(join(folder, path))) });
  const manifest: BackupManifest = { backup: 'smena', version: VERSION, ...about, files };
  await writeDurably(folder, MANIFEST, [Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)]);
  return manifest;
}

/** Reads the manifest of a backup; null = the folder is none, or one of a later version. */
export async function readManifest(folder: string): Promise<BackupManifest | null> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')) as BackupManifest;
    return manifest.backup === 'smena' && manifest.version === VERSION ? manifest : null;
  } catch (cause) {
    const isNone = cause instanceof SyntaxError || (cause instanceof Error && 'syscall' in cause);
    if (isNone) return null;
    throw cause;
  }
}

/** A way down from the folder of the backup and from nowhere else: whoever brings a backup has written its manifest. */
function isPlainPath(path: unknown): boolean {
  if (typeof path !== 'string' || /[\\\0]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** A file of its own: a link would be read wherever it points. */
async function isOwnFile(folder: string, path: string): Promise<boolean> {
  const whole = await realpath(join(folder, path));
  return whole === join(await realpath(folder), path) && (await stat(whole)).isFile();
}

/** Files of a backup that are gone, lie elsewhere, or have other bytes than when it was made. */
export async function damagedFiles(folder: string, manifest: BackupManifest): Promise<string[]> {
  const damaged: string[] = [];
  for (const { path, size, sha256 } of manifest.files) {
    try {
      const found = isPlainPath(path) && (await isOwnFile(folder, path)) ? await hashFile(join(folder, path)) : null;
      if (found?.size !== size || found?.sha256 !== sha256) damaged.push(path);
    } catch (cause) {
      if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
      damaged.push(path);
    }
  }
  return damaged;
}

/** Every file below a folder, `/` between the parts, in order; a folder that is not there has none. */
export async function filesBelow(folder: string): Promise<string[]> {
  const there = await stat(folder).catch(() => null);
  if (there === null) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split('\\').join('/'))
    .sort();
}

/** Tables of which two sets of facts differ. */
export function differingTables(one: readonly TableFacts[], other: readonly TableFacts[]): string[] {
  const text = (facts: readonly TableFacts[]) => new Map(facts.map((table) => [table.table, JSON.stringify(table)]));
  const [a, b] = [text(one), text(other)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((table) => a.get(table) !== b.get(table)).sort();
}

/** Makes a backup of a server that runs or not: written aside, read back, renamed. */
import { chmod, copyFile, link, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Clock, utcText } from '../platform/clock.ts';
import type { DatabaseLocation } from '../platform/database/open-database.ts';
import { takeSnapshot } from '../platform/database/snapshot.ts';
import { hasCode, makeFolder, syncFolder, TEMPORARY_PREFIX, writeDurably } from '../platform/durable-file.ts';
import { type BackupManifest, damagedFiles, filesBelow, writeManifest } from './manifest.ts';
import { backupName } from './stored-backups.ts';

/** Where everything lies; absolute paths. */
export type BackupPlaces = {
  database: DatabaseLocation;
  dataFolder: string;
  queue: { waiting: string; processed: string; error: string; broken: string };
  salesArchive: string;
  /** Archives of packages: what the tables lack of them is found there after a restoration. */
  fileArchives: { processed: string; error: string; broken: string };
  keys: string;
  /** Anchors of the audit trail. */
  anchors: string;
  auditHead: BackupManifest['auditHead'];
  /** Settings without secrets. */
  settings: Record<string, string | null>;
  program: string;
  /** The last migration of the program. */
  schema: string;
};

export type BackupOutcome = { folder: string; files: number; bytes: number; tables: number; rows: number };

const DESCRIPTIONS = 'protocol-descriptions.json';
/** Files that were finished so long before the copy of the database are in it for sure, in ms. */
const OVERLAP_MS = 60_000;

/** Makes a backup below `parent`. Throws what the database and the file system throw; then nothing of it is left. */
export async function makeBackup(places: BackupPlaces, parent: string, clock: Clock): Promise<BackupOutcome> {
  await makeFolder(parent);
  const madeUtc = utcText(clock.now());
  const name = backupName(madeUtc);
  const aside = join(parent, `${TEMPORARY_PREFIX}${name}`);
  await rm(aside, { recursive: true, force: true });
  try {
    await makeFolder(aside);
    const manifest = await fill(places, aside, madeUtc, clock.now());
    const damaged = await damagedFiles(aside, manifest);
    if (damaged.length > 0) throw new Error(`the disk gives back other bytes than were written: ${damaged[0]}`);
    await rename(aside, join(parent, name));
    await syncFolder(parent);
    const bytes = manifest.files.reduce((sum, { size }) => sum + size, 0);
    const { facts } = manifest.database;
    const rows = facts.reduce((sum, table) => sum + table.rows, 0);
    return { folder: join(parent, name), files: manifest.files.length, bytes, tables: facts.length, rows };
  } catch (cause) {
    await rm(aside, { recursive: true, force: true });
    throw cause;
  }
}

/**
 * Packages before the database and once more after it: one that is loaded meanwhile is in one of them at least. What is
 * there twice is known by its content when it is loaded again.
 */
async function fill(places: BackupPlaces, aside: string, madeUtc: string, begunMs: number) {
  await copyQueue(places, aside, null);
  // Before the database, whose trail must not end before its anchors.
  await copyBelow(places.anchors, join(aside, 'audit'), copyAnew);
  const folder = join(aside, 'database');
  await makeFolder(folder);
  const database = await takeSnapshot(places.database, folder);
  await copyQueue(places, aside, begunMs - OVERLAP_MS);
  await copyBelow(places.salesArchive, join(aside, 'sales_archive'), linkOrCopy);
  for (const name of ['processed', 'error', 'broken'] as const)
    await copyBelow(places.fileArchives[name], join(aside, 'file_archives', name), linkOrCopy);
  await copyBelow(places.keys, join(aside, 'keys'), copyAnew);
  await copyIfThere(join(places.dataFolder, DESCRIPTIONS), join(aside, DESCRIPTIONS), copyAnew);
  await writeDurably(aside, 'settings.json', [Buffer.from(`${JSON.stringify(places.settings, null, 1)}\n`)]);
  const { program, schema, auditHead } = places;
  return writeManifest(aside, { program, schema, madeUtc, database, auditHead });
}

/** `sinceMs`: also packages that were processed since then. */
async function copyQueue({ queue }: BackupPlaces, aside: string, sinceMs: number | null): Promise<void> {
  for (const name of ['waiting', 'error', 'broken'] as const)
    await copyBelow(queue[name], join(aside, 'queue', name), copyAnew);
  if (sinceMs === null) return;
  await copyBelow(queue.processed, join(aside, 'queue', 'waiting'), async (from, to) => {
    if ((await stat(from)).ctimeMs >= sinceMs) await copyAnew(from, to);
  });
}

type Copy = (from: string, to: string) => Promise<void>;

async function copyBelow(from: string, to: string, copy: Copy): Promise<void> {
  for (const path of await filesBelow(from)) {
    if (path.slice(path.lastIndexOf('/') + 1).startsWith(TEMPORARY_PREFIX)) continue;
    await copyIfThere(join(from, path), join(to, path), copy);
  }
}

/** Files of the queue move on while they are copied: where they go is looked at later. */
async function copyIfThere(from: string, to: string, copy: Copy): Promise<void> {
  await makeFolder(dirname(to));
  try {
    await copy(from, to);
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause;
  }
}

async function copyAnew(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, (await stat(from)).mode & 0o777);
}

/** Archives are never written again, but the record of deletions grows: only the former share their bytes. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  if (!/\.t?gz$/.test(from)) return copyAnew(from, to);
  try {
    await link(from, to);
  } catch (cause) {
    if (!hasCode(cause, 'EXDEV') && !hasCode(cause, 'EPERM') && !hasCode(cause, 'EMLINK')) throw cause;
    await copyAnew(from, to);
  }
}

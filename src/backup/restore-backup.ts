/** A backup becomes a server again: in an empty data folder, or for trial in a place that is taken away. */
import { chmod, copyFile, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Migration } from '../platform/database/migrate.ts';
import type { DatabaseLocation } from '../platform/database/open-database.ts';
import { openDatabase } from '../platform/database/open-database.ts';
import { loadSnapshot, readFacts, trialPlace } from '../platform/database/snapshot.ts';
import { hasCode, makeFolder, syncFolder, TEMPORARY_PREFIX } from '../platform/durable-file.ts';
import type { BackupPlaces } from './make-backup.ts';
import { type BackupManifest, damagedFiles, differingTables, readManifest } from './manifest.ts';

export type RestoreRefusal = {
  ok: false;
  code:
    | 'backup.none'
    | 'backup.damaged'
    | 'backup.not_empty'
    | 'backup.database_not_empty'
    | 'backup.other_engine'
    | 'backup.newer'
    | 'backup.differs';
  params: Record<string, string>;
};
export type Restored = { ok: true; tables: number; rows: number; files: number } | RestoreRefusal;

type Target = Pick<
  BackupPlaces,
  'database' | 'dataFolder' | 'queue' | 'salesArchive' | 'fileArchives' | 'keys' | 'anchors'
>;

/** Restores into a data folder that holds nothing and a database without tables; compares every table with the manifest. */
export async function restoreBackup(
  folder: string,
  target: Target,
  migrations: readonly Migration[],
): Promise<Restored> {
  const checked = await check(folder, target.database, migrations);
  if (!checked.ok) return checked;
  const { manifest } = checked;
  if (!(await isEmpty(target.dataFolder)))
    return { ok: false, code: 'backup.not_empty', params: { folder: target.dataFolder } };
  // Tables that are there belong to somebody.
  if (target.database.engine === 'postgres' && (await readFacts(target.database)).length > 0)
    return { ok: false, code: 'backup.database_not_empty', params: {} };
  await makeFolder(target.dataFolder);
  const folders = new Set<string>();
  for (const { path } of manifest.files) {
    const place = placeOf(target, path);
    if (place === null) continue;
    await makeFolder(dirname(place));
    await copyFile(join(folder, path), place);
    await chmod(place, (await stat(join(folder, path))).mode & 0o777);
    await flushFile(place);
    folders.add(dirname(place));
  }
  const restored = await bringDatabase(folder, manifest, target.database, migrations);
  if (restored.ok && target.database.engine === 'sqlite') {
    await flushFile(target.database.file);
    folders.add(dirname(target.database.file));
  }
  // Only then it is told that everything is back: a power cut afterwards takes nothing of it.
  for (const written of folders) await syncFolder(written);
  return restored;
}

async function flushFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Restores the database into a place for trial and compares it, beside checking every file. */
export async function rehearseBackup(
  folder: string,
  database: DatabaseLocation,
  migrations: readonly Migration[],
): Promise<Restored> {
  const checked = await check(folder, database, migrations);
  if (!checked.ok) return checked;
  const trialFolder = await mkdtemp(join(dirname(folder), `${TEMPORARY_PREFIX}smena-trial-`));
  try {
    const place = await trialPlace(database, trialFolder);
    try {
      return await bringDatabase(folder, checked.manifest, place.location, migrations);
    } finally {
      await place.remove();
    }
  } finally {
    await rm(trialFolder, { recursive: true, force: true });
  }
}

async function check(
  folder: string,
  database: DatabaseLocation,
  migrations: readonly Migration[],
): Promise<{ ok: true; manifest: BackupManifest } | RestoreRefusal> {
  const manifest = await readManifest(folder);
  if (manifest === null) return { ok: false, code: 'backup.none', params: { folder } };
  const { engine } = manifest.database;
  if (engine !== database.engine)
    return { ok: false, code: 'backup.other_engine', params: { engine, expected: database.engine } };
  if (!migrations.some(({ name }) => name === manifest.schema))
    return { ok: false, code: 'backup.newer', params: { program: manifest.program } };
  const [damaged] = await damagedFiles(folder, manifest);
  if (damaged !== undefined) return { ok: false, code: 'backup.damaged', params: { path: damaged } };
  return { ok: true, manifest };
}

/** Brought to the schema of the backup first, so that its tables fit; then compared, then brought up to date. */
async function bringDatabase(
  folder: string,
  manifest: BackupManifest,
  location: DatabaseLocation,
  migrations: readonly Migration[],
): Promise<Restored> {
  const known = migrations.slice(0, migrations.findIndex(({ name }) => name === manifest.schema) + 1);
  if (location.engine === 'postgres') await migrateTo(location, known);
  await loadSnapshot(manifest.database, join(folder, 'database'), location);
  const [differing] = differingTables(manifest.database.facts, await readFacts(location));
  if (differing !== undefined) return { ok: false, code: 'backup.differs', params: { table: differing } };
  await migrateTo(location, migrations);
  const { facts } = manifest.database;
  const rows = facts.reduce((sum, table) => sum + table.rows, 0);
  return { ok: true, tables: facts.length, rows, files: manifest.files.length };
}

async function migrateTo(location: DatabaseLocation, migrations: readonly Migration[]): Promise<void> {
  const database = openDatabase<object>(location, migrations, 1);
  try {
    await database.migrate();
  } finally {
    await database.close();
  }
}

/** Where a file of the backup goes; null = it is no file of the data folder. The path was held to `isPlainPath`. */
function placeOf(
  { dataFolder, queue, salesArchive, fileArchives, keys, anchors }: Target,
  path: string,
): string | null {
  const [first = '', second = '', ...rest] = path.split('/');
  if (first === 'queue' && (second === 'waiting' || second === 'error' || second === 'broken'))
    return join(queue[second], ...rest);
  if (first === 'file_archives' && (second === 'processed' || second === 'error' || second === 'broken'))
    return join(fileArchives[second], ...rest);
  if (first === 'sales_archive') return join(salesArchive, second, ...rest);
  if (first === 'keys') return join(keys, second, ...rest);
  if (first === 'audit') return join(anchors, second, ...rest);
  return first === 'protocol-descriptions.json' ? join(dataFolder, first) : null;
}

/** A folder that is not there is empty; locks of processes say nothing. */
async function isEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).every((name) => /^(smena|archives)\.lock/.test(name));
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return true;
    throw cause;
  }
}

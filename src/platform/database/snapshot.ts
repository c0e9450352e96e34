/**
 * A consistent copy of a whole database beside live writing, and its return. SQLite: one file, written by VACUUM INTO.
 * PostgreSQL: every table as COPY gives it, gzipped, out of one snapshot (REPEATABLE READ). `facts` are counted in the copy.
 */
import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Engine } from './database.ts';
import type { DatabaseLocation } from './open-database.ts';
import {
  dropPostgresDatabase,
  dumpPostgres,
  loadPostgres,
  makePostgresDatabase,
  postgresFacts,
} from './postgres-snapshot.ts';
import type { TableFacts } from './table-facts.ts';

export type { TableFacts } from './table-facts.ts';

export type Snapshot = { engine: Engine; facts: TableFacts[] };

export const SQLITE_FILE = 'smena.db';

/** Writes the copy into the folder, which must be there. Throws what the database and the file system throw. */
export async function takeSnapshot(location: DatabaseLocation, folder: string): Promise<Snapshot> {
  if (location.engine === 'postgres') return { engine: 'postgres', facts: await dumpPostgres(location.url, folder) };
  const file = join(folder, SQLITE_FILE);
  const source = new DatabaseSync(location.file, { readOnly: true, timeout: 30_000 });
  try {
    source.exec(`VACUUM INTO '${file.replaceAll("'", "''")}'`);
  } finally {
    source.close();
  }
  return { engine: 'sqlite', facts: checkedFacts(file) };
}

/** The facts of a database that nobody writes at the moment. */
export function readFacts(location: DatabaseLocation): Promise<TableFacts[]> {
  return location.engine === 'postgres' ? postgresFacts(location.url) : Promise.resolve(sqliteFacts(location.file));
}

/** Brings a copy to a place that holds no data: a file that is not there, or a database without tables. */
export async function loadSnapshot(
  { engine, facts }: Snapshot,
  folder: string,
  target: DatabaseLocation,
): Promise<void> {
  if (target.engine !== engine) throw new Error(`a copy of ${engine} cannot be brought to ${target.engine}`);
  if (target.engine === 'postgres') return loadPostgres(target.url, folder, facts);
  if (existsSync(target.file)) throw new Error(`the file ${target.file} is there already`);
  await copyFile(join(folder, SQLITE_FILE), target.file);
}

/** A place for a trial beside the database, and what takes it away again. */
export async function trialPlace(
  location: DatabaseLocation,
  folder: string,
): Promise<{ location: DatabaseLocation; remove(): Promise<void> }> {
  if (location.engine === 'sqlite')
    return { location: { engine: 'sqlite', file: join(folder, 'trial.db') }, remove: async () => undefined };
  const url = await makePostgresDatabase(location.url);
  return { location: { engine: 'postgres', url }, remove: () => dropPostgresDatabase(url) };
}

function checkedFacts(file: string): TableFacts[] {
  const copy = new DatabaseSync(file, { readOnly: true });
  try {
    const [check] = copy.prepare('PRAGMA integrity_check(1)').all() as { integrity_check: string }[];
    if (check?.integrity_check !== 'ok') throw new Error(`the copy is damaged: ${check?.integrity_check}`);
  } finally {
    copy.close();
  }
  return sqliteFacts(file);
}

function sqliteFacts(file: string): TableFacts[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .all() as { name: string }[];
    return tables.map(({ name }) => {
      const columns = database.prepare(`PRAGMA table_info(${name})`).all() as { name: string; type: string }[];
      const numbers = columns.filter(({ type }) => type === 'INTEGER').map((column) => column.name);
      const sums = numbers.map((column) => `CAST(COALESCE(SUM(${column}), 0) AS TEXT) AS ${column}`);
      const row = database
        .prepare(`SELECT COUNT(*) AS "*rows"${sums.map((one) => `, ${one}`).join('')} FROM ${name}`)
        .get();
      const { '*rows': rows, ...rest } = row as Record<string, string | number>;
      return { table: name, rows: Number(rows), sums: rest as Record<string, string> };
    });
  } finally {
    database.close();
  }
}

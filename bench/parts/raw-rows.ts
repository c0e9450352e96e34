/**
 * The limit a loader is measured against: the very rows of one loaded shift, put into empty tables with the same keys and
 * indexes by the shortest way each database has, in one flushed transaction. No reading, no checking, no totals.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { readMigrations } from '../../src/platform/database/migrate.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { temporaryFolder } from './running-server.ts';

type Row = Record<string, unknown>;
export type ShiftRows = { table: string; rows: Row[] }[];

export type RawTarget = {
  /** Puts the rows in as one more shift with ids of its own. */
  insert(): Promise<void>;
  close(): Promise<void>;
};

/** Tables of a loaded shift, parents first; all but the first two hang on a document. */
const TABLES = ['shift', 'document', 'document_raw', 'position', 'discount', 'payment', 'shift_total'];
const ID_STEP = 1_000_000;

const migrations = () => readMigrations(fileURLToPath(new URL('../../migrations', import.meta.url)));

/** Reads the rows of the shift that was loaded last. */
export async function rowsOfLastShift(query: (sql: string) => Promise<Row[]>): Promise<ShiftRows> {
  const shift = Number((await query('SELECT max(shift_id) AS id FROM shift'))[0]?.id);
  const own = (table: string) => {
    if (['shift', 'document', 'shift_total'].includes(table)) return `shift_id = ${shift}`;
    return `document_id IN (SELECT document_id FROM document WHERE shift_id = ${shift})`;
  };
  const found: ShiftRows = [];
  for (const table of TABLES) found.push({ table, rows: await query(`SELECT * FROM ${table} WHERE ${own(table)}`) });
  return found;
}

/** Empty tables in a new embedded database with the settings the server uses. */
export async function rawSqlite(rows: ShiftRows): Promise<RawTarget> {
  const file = join(temporaryFolder(), 'raw.db');
  const made = openDatabase({ engine: 'sqlite', file }, migrations(), 1);
  await made.migrate();
  await made.close();
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  const inserts = rows.map(({ table, rows: some }) => ({ some, statement: database.prepare(insertInto(table, some)) }));
  let round = 0;
  return {
    async insert() {
      round += 1;
      database.exec('BEGIN IMMEDIATE');
      for (const { some, statement } of inserts)
        for (const row of some) statement.run(...(Object.values(moved(row, round)) as (string | number | null)[]));
      database.exec('COMMIT');
    },
    close: async () => database.close(),
  };
}

function insertInto(table: string, rows: Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
}

/** Empty tables in an empty PostgreSQL database, filled by COPY. */
export async function rawPostgres(url: string, rows: ShiftRows): Promise<RawTarget> {
  const made = openDatabase({ engine: 'postgres', url }, migrations(), 1);
  await made.migrate();
  await made.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let round = 0;
  return {
    async insert() {
      round += 1;
      await client.query('BEGIN');
      for (const { table, rows: some } of rows) {
        const names = Object.keys(some[0] ?? {});
        if (names.length === 0) continue;
        const text = some.map((row) => copyLine(Object.values(moved(row, round)))).join('');
        await pipeline(Readable.from([text]), client.query(copyFrom(`COPY ${table} (${names.join(', ')}) FROM STDIN`)));
      }
      await client.query('COMMIT');
    },
    close: () => client.end(),
  };
}

/** The row under ids that no other round uses. */
function moved(row: Row, round: number): Row {
  const ids: Row = { ...row };
  for (const name of ['shift_id', 'document_id']) if (name in row) ids[name] = Number(row[name]) + round * ID_STEP;
  if ('shift_number' in row) ids.shift_number = Number(row.shift_number) + round * ID_STEP;
  return ids;
}

function copyLine(values: unknown[]): string {
  return `${values.map(copyValue).join('\t')}\n`;
}

const COPY_ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyValue(value: unknown): string {
  return value === null ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (found) => COPY_ESCAPES[found] ?? found);
}

/** How many rows a shift has in all tables. */
export function countRows(rows: ShiftRows): number {
  return rows.reduce((sum, { rows: some }) => sum + some.length, 0);
}

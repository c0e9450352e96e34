/** The tables of PostgreSQL out of one snapshot as gzipped COPY text, and back into an empty database. */
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { TableFacts } from './table-facts.ts';

type Table = { name: string; columns: { name: string; isNumber: boolean }[] };

const SCHEMA = 'schema.json';

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'smena backup' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ table: string; column: string; type: string }>(
    `SELECT c.table_name AS "table", c.column_name AS "column", c.data_type AS type FROM information_schema.columns c
     JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
     WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position`,
  );
  return [...Map.groupBy(rows, ({ table }) => table)].map(([name, columns]) => ({
    name,
    columns: columns.map(({ column, type }) => ({ name: column, isNumber: type === 'bigint' })),
  }));
}

async function factsOf(client: pg.Client, { name, columns }: Table): Promise<TableFacts> {
  const numbers = columns.filter(({ isNumber }) => isNumber);
  const sums = numbers.map((column) => `, COALESCE(SUM("${column.name}"), 0)::text AS "${column.name}"`);
  const { rows } = await client.query<Record<string, string>>(
    `SELECT COUNT(*) AS "*rows"${sums.join('')} FROM "${name}"`,
  );
  const { '*rows': count, ...rest } = rows[0] ?? {};
  return { table: name, rows: Number(count ?? 0), sums: rest };
}

/** What the tables hold now. */
export function postgresFacts(url: string): Promise<TableFacts[]> {
  return withClient(url, async (client) => {
    const facts: TableFacts[] = [];
    for (const table of await tablesOf(client)) facts.push(await factsOf(client, table));
    return facts;
  });
}

/** Writes `<table>.copy.gz` for every table; facts and rows are of the same moment. */
export function dumpPostgres(url: string, folder: string): Promise<TableFacts[]> {
  return withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const tables = await tablesOf(client);
    const facts: TableFacts[] = [];
    for (const table of tables) {
      const columns = table.columns.map(({ name }) => `"${name}"`).join(', ');
      const rows = client.query(copyTo(`COPY "${table.name}" (${columns}) TO STDOUT`));
      await pipeline(rows, createGzip({ level: 6 }), createWriteStream(join(folder, `${table.name}.copy.gz`)));
      facts.push(await factsOf(client, table));
    }
    await client.query('COMMIT');
    await writeFile(join(folder, SCHEMA), JSON.stringify(tables));
    return facts;
  });
}

/** Fills the tables of a database that was brought to the same schema and holds nothing but what its migrations put there. */
export function loadPostgres(url: string, folder: string, facts: readonly TableFacts[]): Promise<void> {
  return withClient(url, async (client) => {
    const tables = JSON.parse(await readFile(join(folder, SCHEMA), 'utf8')) as Table[];
    await demandKnown(client, tables);
    await client.query('BEGIN');
    await client.query(`TRUNCATE ${tables.map(({ name }) => `"${name}"`).join(', ')} CASCADE`);
    // Foreign keys point at shops and their groups.
    const first = ['shop_group', 'shop'];
    const order = [...tables].sort((a, b) => place(first, a.name) - place(first, b.name));
    for (const { name, columns } of order) {
      const rows = client.query(
        copyFrom(`COPY "${name}" (${columns.map((one) => `"${one.name}"`).join(', ')}) FROM STDIN`),
      );
      await pipeline(createReadStream(join(folder, `${name}.copy.gz`)), createGunzip(), rows);
    }
    if (tables.length !== facts.length) throw new Error('the copy does not hold the tables that it names');
    await client.query('COMMIT');
  });
}

/** Names of tables and columns become statements and names of files: only those that the database has. */
async function demandKnown(client: pg.Client, tables: readonly Table[]): Promise<void> {
  const known = new Map((await tablesOf(client)).map(({ name, columns }) => [name, columns.map((one) => one.name)]));
  for (const { name, columns } of tables)
    if (!known.has(name) || columns.some((column) => known.get(name)?.includes(column.name) !== true))
      throw new Error('the copy names tables or columns that the database does not have');
}

function place(first: readonly string[], name: string): number {
  const index = first.indexOf(name);
  return index === -1 ? first.length : index;
}

/** Makes an empty database beside another one; the role must be allowed to. Answers its address. */
export async function makePostgresDatabase(url: string): Promise<string> {
  const trial = new URL(url);
  const name = `${trial.pathname.slice(1)}_trial`.slice(0, 60);
  await withClient(url, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await client.query(`CREATE DATABASE "${name}" TEMPLATE template0`);
  });
  trial.pathname = `/${name}`;
  return trial.href;
}

export async function dropPostgresDatabase(url: string): Promise<void> {
  const home = new URL(url);
  const name = home.pathname.slice(1);
  home.pathname = `/${name.replace(/_trial$/, '')}`;
  await withClient(home.href, (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
}

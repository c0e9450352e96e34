import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Statements } from '../../src/platform/database/database.ts';
import { databasesUnderTest } from '../support/databases.ts';

const update = 'SMENA_TEST_UPDATE=1 npm test -- tests/architecture/schema.test.ts';
const heading = `-- The schema after all migrations, as PostgreSQL has it. A picture, not a source: changes are made by a new file in
-- migrations/. Written by: ${update}
`;

/** Columns, keys, checks and indexes in the order of their names, as the server itself describes them. */
async function describe(database: Statements): Promise<string> {
  const columns = await database.all<{ line: string }>(
    `SELECT table_name || '.' || column_name || ' ' || data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END AS line
     FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
  );
  const constraints = await database.all<{ line: string }>(
    `SELECT conrelid::regclass::text || ': ' || pg_get_constraintdef(oid) AS line FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND contype <> 'n' ORDER BY 1`,
  );
  const indexes = await database.all<{ line: string }>(
    `SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname`,
  );
  const part = (rows: { line: string }[]) =>
    rows
      .map(({ line }) => `${line}\n`)
      .sort()
      .join('');
  return `${heading}\n${part(columns)}\n${part(constraints)}\n${part(indexes)}`;
}

const file = new URL('../../contracts/generated/schema.postgres.sql', import.meta.url);

for (const engine of databasesUnderTest.filter(({ name }) => name === 'postgres')) {
  test('the committed picture of the PostgreSQL schema is what the migrations make', async () => {
    await using opened = await engine.open();
    const schema = await describe(opened.database);
    if (process.env['SMENA_TEST_UPDATE'] === '1') writeFileSync(file, schema);
    const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
    assert.ok(committed === schema, `contracts/generated/schema.postgres.sql is out of date. Run: ${update}`);
  });
}

for (const engine of databasesUnderTest) {
  test(`the types of the rows name exactly the columns of the tables (${engine.name})`, async () => {
    await using opened = await engine.open();
    const source = readSchema();
    const tables = [...source.matchAll(/^ {2}(\w+): (\w+Row);$/gm)];
    assert.ok(tables.length > 15);
    for (const [, table = '', type = ''] of tables) {
      const body = new RegExp(`export type ${type} = \\{([\\s\\S]*?)\\n\\};`).exec(source)?.[1] ?? '';
      const typed = [...body.matchAll(/^ {2}(\w+): (\w+)( \| null)?;$/gm)].map(([, name, kind, nullable]) =>
        [name, kind, nullable === undefined].join(' '),
      );
      assert.deepEqual((await columnsOf(opened.database, engine.name, table)).sort(), typed.sort(), table);
    }
  });
}

/** The types of all rows. */
function readSchema(): string {
  const folder = new URL('../../src/schema/', import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('tables.ts'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
}

/** Keys that do not begin with the shop: those of reference tables, named in ARCHITECTURE.md and in their migration. */
const ofFirstMigration = ['counter: name', 'register: register_id', 'schema_migration: name', 'shop: shop_code'];
const ofReferenceTables = [
  'audit_entry: number',
  ...ofFirstMigration,
  'shop_group: group_code',
  'shop_group: group_id',
];

for (const engine of databasesUnderTest) {
  test(`every primary and every unique key begins with the shop (${engine.name})`, async () => {
    await using opened = await engine.open();
    const keys = await keysOf(opened.database, engine.name);
    const tables = new Set(keys.filter(({ isPrimary }) => isPrimary).map(({ table }) => table));
    const source = readSchema();
    for (const [, table = ''] of source.matchAll(/^ {2}(\w+): \w+Row;$/gm))
      assert.ok(tables.has(table), `${table} has no key`);
    const others = keys.filter(({ column }) => column !== 'shop_id').map(({ table, column }) => `${table}: ${column}`);
    assert.deepEqual(others.sort(), ofReferenceTables);
    for (const [path, keysSaid] of [
      ['ARCHITECTURE.md', ofReferenceTables],
      ['migrations/0001-sales-ledger.sql', ofFirstMigration],
    ] as const) {
      const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
      const said = /Every key begins with the shop[\s\S]{0,500}/.exec(text)?.[0] ?? '';
      const names = keysSaid.flatMap((key) => key.split(': ')).filter((name) => name !== 'name');
      assert.deepEqual(
        names.filter((name) => !said.includes(name)),
        [],
        path,
      );
    }
  });
}

type Key = { table: string; column: string; isPrimary: boolean };

/** The first column of every primary and unique key. */
async function keysOf(database: Statements, engine: string): Promise<Key[]> {
  const rows = await database.all<{ table: string; column: string; main: number }>(
    engine === 'sqlite'
      ? `SELECT t.name AS "table", c.name AS "column", i.origin = 'pk' AS main
         FROM sqlite_schema t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c
         WHERE t.type = 'table' AND i."unique" = 1 AND c.seqno = 0`
      : `SELECT t.relname AS "table", c.attname AS "column", CASE WHEN i.indisprimary THEN 1 ELSE 0 END AS main
         FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
           JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum = i.indkey[0]
         WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace`,
  );
  return rows.map(({ table, column, main }) => ({ table, column, isPrimary: main === 1 }));
}

async function columnsOf(database: Statements, engine: string, table: string): Promise<string[]> {
  const rows =
    engine === 'sqlite'
      ? await database.all<{ name: string; type: string; required: number }>(
          `SELECT name, type, "notnull" AS required FROM pragma_table_info('${table}')`,
        )
      : await database.all<{ name: string; type: string; required: number }>(
          `SELECT column_name AS name, data_type AS type, CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END AS required
           FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ?`,
          [table],
        );
  return rows.map(({ name, type, required }) =>
    [name, /int/i.test(type) ? 'number' : 'string', required === 1].join(' '),
  );
}

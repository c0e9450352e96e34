import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Statements } from '../../src/platform/database/database.ts';
import { databasesUnderTest } from '../support/databases.ts';

const heading = `-- The schema after all migrations, as PostgreSQL has it. A picture, not a source: changes are made by a new file in
-- migrations/. Written by: SMENA_TEST_UPDATE=1 npm test -- tests/architecture/schema.test.ts
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
    assert.equal(existsSync(file) ? readFileSync(file, 'utf8') : '', schema);
  });
}

for (const engine of databasesUnderTest) {
  test(`the types of the rows name exactly the columns of the tables (${engine.name})`, async () => {
    await using opened = await engine.open();
    const source = readFileSync(new URL('../../src/schema/tables.ts', import.meta.url), 'utf8');
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

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { openSqlite } from './sqlite.ts';

it('keeps what was committed through a power cut, holds foreign keys, and reads through a connection that cannot write', async (t) => {
  const database = openSqlite<object>({
    file: join(temporaryFolder(t), 'smena.db'),
    migrations: [],
    writerCacheKib: 1_000,
  });
  t.after(() => database.close());
  const of = (name: string) =>
    database.transaction(async (tx) => Object.values((await tx.get<object>(`PRAGMA ${name}`)) ?? {})[0]);
  assert.equal(await of('journal_mode'), 'wal');
  assert.equal(await of('synchronous'), 2, 'FULL');
  assert.equal(await of('foreign_keys'), 1);
  await database.run('CREATE TABLE t (a INTEGER) STRICT');
  await assert.rejects(database.all('INSERT INTO t (a) VALUES (1) RETURNING a'), /readonly/);
  assert.deepEqual(await database.all('SELECT a FROM t'), []);
});

it('gives the space of deleted rows back to the disk, a little at a time', async (t) => {
  const file = join(temporaryFolder(t), 'smena.db');
  const database = openSqlite<object>({ file, migrations: [], writerCacheKib: 1_000 });
  t.after(() => database.close());
  await database.run('CREATE TABLE t (a TEXT) STRICT');
  const rows = Array.from({ length: 3_000 }, () => ['x'.repeat(1_000)]);
  await database.transaction((tx) => tx.insertMany('t', ['a'], rows));
  const pages = async () =>
    (await database.transaction((tx) => tx.get<{ page_count: number }>('PRAGMA page_count')))?.page_count ?? 0;
  const before = await pages();
  await database.run('DELETE FROM t');
  let steps = 0;
  while (await database.giveBackSpace()) steps += 1;
  assert.ok(steps > 3, `${steps} steps`);
  assert.ok((await pages()) < before / 10, `${before} pages became ${await pages()}`);
});

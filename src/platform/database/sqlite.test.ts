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

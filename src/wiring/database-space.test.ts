import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { smena } from '../../tests/command-line/run.ts';
import { migrations } from '../../tests/support/databases.ts';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import { narrowed } from '../platform/database/narrowed.ts';
import { openDatabase } from '../platform/database/open-database.ts';
import { keepsFreedSpace, readSqliteSpace } from '../platform/database/sqlite-space.ts';
import { silentLogger } from '../platform/logger.ts';
import { settleDatabaseSpace } from './database-space.ts';

/** The database of a data folder as an older version made it. */
async function oldDatabase(folder: string): Promise<string> {
  const file = join(folder, 'smena.db');
  const database = openDatabase<object>({ engine: 'sqlite', file }, migrations, 1);
  await database.migrate();
  await database.close();
  const handle = new DatabaseSync(file);
  handle.exec('PRAGMA auto_vacuum = NONE; VACUUM');
  handle.close();
  return file;
}

const givesBack = async (file: string) => (await readSqliteSpace(file))?.givesBack;

it('M45 the start makes a small file of an older version give space back, and tells of one for which there is no room', async (t) => {
  const file = await oldDatabase(temporaryFolder(t));
  const settle = async (minFreeBytes: number) => {
    const event = await settleDatabaseSpace({ database: { engine: 'sqlite', file }, minFreeBytes }, silentLogger);
    return event?.code ?? null;
  };
  const keeps = async () => {
    const database = openDatabase<object>({ engine: 'sqlite', file }, migrations, 1);
    try {
      // The same for who sees some shops only.
      const whole = await keepsFreedSpace(database);
      assert.equal(await keepsFreedSpace(narrowed(database, async () => new Map())), whole);
      return whole;
    } finally {
      await database.close();
    }
  };
  assert.equal(await settle(Number.MAX_SAFE_INTEGER), 'database.keeps_space');
  assert.deepEqual([await givesBack(file), await keeps()], [false, true]);
  const other = new DatabaseSync(file);
  other.exec('BEGIN IMMEDIATE');
  assert.equal(await settle(0), null, 'somebody else is at work: the next start');
  other.exec('ROLLBACK');
  other.close();
  assert.equal(await settle(0), 'database.gives_space');
  assert.deepEqual([await givesBack(file), await keeps()], [true, false]);
  assert.equal(await settle(0), null);
});

it('M45 smena database compact says what it would do, does it, and needs doing once', async (t) => {
  const folder = temporaryFolder(t);
  const file = await oldDatabase(folder);
  const compact = (...more: string[]) => smena(['database', 'compact', '--data', folder, '--lang', 'en', ...more]);
  const tried = await compact('--dry-run');
  assert.deepEqual([tried.code, await givesBack(file)], [0, false]);
  assert.match(tried.out, /would be written anew: \d+ MB are in use/);
  const lost = await smena(['database', 'compact', '--data', temporaryFolder(t), '--lang', 'en']);
  assert.equal(lost.code, 1);
  assert.match(lost.err, /There is no file .*smena\.db\. Check the data folder\./);
  const done = await compact('--json');
  assert.deepEqual([done.code, await givesBack(file)], [0, true], done.err);
  assert.equal(JSON.parse(done.out).converted, true);
  assert.match((await compact()).out, /need not be written anew/);
});

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { it } from 'node:test';
import { root } from '../../../scripts/root.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import { openSqlite } from './sqlite.ts';
import { convertSqlite, readSqliteSpace } from './sqlite-space.ts';

/** A file as older versions made it: so many rows of a kilobyte, and space that is free since others were deleted. */
function oldFile(folder: string, rows: number): string {
  const file = join(folder, 'old.db');
  const handle = new DatabaseSync(file);
  handle.exec(
    'PRAGMA journal_mode = WAL; CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT) STRICT; CREATE INDEX i ON t (a)',
  );
  handle.exec('BEGIN');
  const insert = handle.prepare('INSERT INTO t (a) VALUES (?)');
  for (let row = 0; row < rows; row += 1) insert.run(`${row} ${'ё'.repeat(500)}`);
  handle.exec('COMMIT; DELETE FROM t WHERE id % 2 = 0');
  handle.close();
  return file;
}

/** Everything that the rows of a file say, when the file is sound. */
function contentOf(file: string): string {
  const handle = new DatabaseSync(file);
  try {
    assert.equal(Object.values(handle.prepare('PRAGMA integrity_check').get() ?? {})[0], 'ok');
    return JSON.stringify(
      handle.prepare('SELECT COUNT(*) AS n, SUM(id) AS ids, MIN(a) AS a, MAX(a) AS z FROM t').get(),
    );
  } finally {
    handle.close();
  }
}

const script = join(root, 'tests', 'support', 'convert-process.ts');

it('M45 a file of an older version gives space back once it was written anew, with the same rows', async (t) => {
  const folder = temporaryFolder(t);
  const file = oldFile(folder, 4_000);
  const before = contentOf(file);
  const space = await readSqliteSpace(file);
  assert.ok(space !== undefined && !space.givesBack);
  assert.ok(space.contentBytes < statSync(file).size, 'free pages are not written');
  assert.equal(space.neededBytes, 2 * space.contentBytes);
  convertSqlite(file);
  assert.equal((await readSqliteSpace(file))?.givesBack, true);
  assert.equal(contentOf(file), before);
  const database = openSqlite<object>({ file, migrations: [], writerCacheKib: 1_000 });
  await database.run('DELETE FROM t');
  while (await database.giveBackSpace());
  await database.close();
  assert.ok(statSync(file).size < space.contentBytes / 10, `${statSync(file).size} bytes`);
  assert.equal(await readSqliteSpace(join(folder, 'none.db')), undefined);
  assert.deepEqual(readdirSync(folder), ['old.db']);
});

it('M45 kill -9 while a file is written anew leaves the same rows, and the next try ends the work', async (t) => {
  const folder = temporaryFolder(t);
  const master = oldFile(folder, 8_000);
  const before = contentOf(master);
  // When nothing of the new pages is in the WAL yet, and when some of them are.
  for (const walBytes of [0, 2_000_000]) {
    let killed = false;
    for (let attempt = 0; attempt < 20 && !killed; attempt += 1) {
      const file = join(folder, `copy-${walBytes}-${attempt}.db`);
      cpSync(master, file);
      const child = spawn(process.execPath, [script, file], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      const sizeOf = (path: string) => (existsSync(path) ? statSync(path).size : -1);
      while (child.exitCode === null && sizeOf(`${file}-wal`) < walBytes)
        await new Promise((next) => setImmediate(next));
      child.kill('SIGKILL');
      killed = (await ended)[1] === 'SIGKILL';
      assert.equal(contentOf(file), before);
      convertSqlite(file);
      assert.equal((await readSqliteSpace(file))?.givesBack, true);
      assert.equal(contentOf(file), before);
    }
    assert.ok(killed, `never killed with ${walBytes} bytes in the WAL`);
  }
});

it('M45 a disk that becomes full while a file is written anew leaves it as it was', async (t) => {
  const file = oldFile(temporaryFolder(t), 8_000);
  const before = contentOf(file);
  const limited = spawnSync('bash', ['-c', 'ulimit -f 2000; exec "$0" "$@"', process.execPath, script, file], {
    encoding: 'utf8',
  });
  assert.notEqual(limited.status, 0);
  assert.match(limited.stderr, /DatabaseUnavailable/);
  assert.equal((await readSqliteSpace(file))?.givesBack, false);
  assert.equal(contentOf(file), before);
});

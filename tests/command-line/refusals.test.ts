/** What keeps the server and the commands from starting is said in one sentence of the chosen language, never with a stack. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { DatabaseLocation } from '../../src/platform/database/open-database.ts';
import { openDatabase } from '../../src/platform/database/open-database.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { FREE_PORTS } from '../support/free-ports.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { writeSales } from './files.ts';
import { type Ended, lines, smena } from './run.ts';

const OPEN = [...FREE_PORTS, '--grpc-host', '127.0.0.1'];

/** One line on stderr that fits, nothing else anywhere. */
function refusedWith(end: Ended, text: RegExp): void {
  assert.equal(end.code, 1, end.err);
  assert.equal(end.out, '');
  assert.equal(lines(end.err).length, 1, end.err);
  assert.match(end.err, text);
}

async function takenPort(t: TestContext): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return String((server.address() as AddressInfo).port);
}

describe('a port that is taken is named with its option', () => {
  for (const command of ['serve', 'demo']) {
    for (const door of ['http', 'grpc']) {
      test(`${command}, the port of ${door}`, async (t) => {
        const folder = temporaryFolder(t);
        const port = await takenPort(t);
        const data = command === 'serve' ? ['--data', join(folder, 'data')] : [];
        const args = [command, ...data, ...OPEN, `--${door}-port`, port];
        const start = (...more: string[]) => smena([...args, ...more], { cwd: folder, env: { TMPDIR: folder } });
        refusedWith(await start(), new RegExp(`^Порт ${port} \\(${door}\\.port\\) занят .*: --${door}-port\\.$`, 'm'));
        refusedWith(
          await start('--lang', 'en'),
          new RegExp(`^Port ${port} \\(${door}\\.port\\) is taken .*: --${door}-port\\.$`, 'm'),
        );
      });
    }
  }

  test('an address that is not of this machine is told as such', async (t) => {
    const address = ['--http-host', '192.0.2.1', '--http-access', 'required'];
    const end = await smena(['serve', '--data', temporaryFolder(t), ...OPEN, ...address]);
    refusedWith(end, /на адресе 192\.0\.2\.1 \(http\.port\) не открывается: .*EADDRNOTAVAIL/);
  });
});

for (const engine of databasesUnderTest) {
  describe(`a database that does not fit (${engine.name})`, () => {
    const commands = (folder: string) => [
      ['serve', ...OPEN],
      ['migrate'],
      ['shift', 'list'],
      ['load-file', writeSales(folder), '--shop', '12'],
    ];

    /** A migrated database, changed by the statement; every command must refuse it, some of them in English. */
    async function refusedEverywhere(t: TestContext, change: string, ru: RegExp, en: RegExp): Promise<void> {
      const folder = temporaryFolder(t);
      const data = join(folder, 'data');
      await using place = await engine.place();
      const env = settingsOf(place.location);
      const run = (args: readonly string[]) => smena([...args, '--data', data], { cwd: folder, env });
      assert.equal((await run(['migrate'])).code, 0);
      const database = openDatabase<object>(place.location, [], 1);
      await database.run(change);
      const stored = () => database.all('SELECT * FROM schema_migration');
      const before = await stored();
      for (const [index, command] of commands(folder).entries()) {
        const [language, text] = index % 2 === 0 ? (['en', en] as const) : (['ru', ru] as const);
        refusedWith(await run([...command, '--lang', language]), text);
      }
      assert.deepEqual(await stored(), before);
      await database.close();
    }

    test('because it is newer', (t) =>
      refusedEverywhere(
        t,
        "INSERT INTO schema_migration (name, sha256) VALUES ('9999-future.sql', 'x')",
        /^База данных создана более новой версией Smena .*9999-future\.sql/,
        /^The database was made by a newer version of Smena .*9999-future\.sql/,
      ));

    test('because an applied migration was changed', (t) =>
      refusedEverywhere(
        t,
        `UPDATE schema_migration SET sha256 = '${createHash('sha256').digest('hex')}' WHERE name LIKE '0001%'`,
        /^Файл 0001-.*\.sql изменён после того, как был применён/,
        /^The file 0001-.*\.sql was changed after/,
      ));
  });
}

function settingsOf(location: DatabaseLocation): Record<string, string> {
  return location.engine === 'postgres' ? { SMENA_DATABASE_URL: location.url } : { SMENA_DATABASE_FILE: location.file };
}

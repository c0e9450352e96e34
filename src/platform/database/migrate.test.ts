import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { databasesUnderTest, migrations } from '../../../tests/support/databases.ts';
import { temporaryFolder } from '../../../tests/support/temporary-folder.ts';
import type { Database, SchemaMismatch } from './database.ts';
import { type Migration, readMigrations } from './migrate.ts';
import { type DatabaseLocation, openDatabase } from './open-database.ts';

type Statement = Pick<Database<object>, 'all'>;

function migration(name: string, text: string): Migration {
  return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
}

/** Each fails when it runs twice. */
const first = migration(
  '0001-first.sql',
  'CREATE TABLE till (shop_id TEXT NOT NULL PRIMARY KEY, money BIGINT NOT NULL);',
);
const second = migration(
  '0002-second.sql',
  "ALTER TABLE till ADD COLUMN name TEXT NOT NULL DEFAULT 'till'; INSERT INTO till (shop_id, money) VALUES ('new', 9007199254740991);",
);

const namesIn = async (database: Statement) =>
  (await database.all<{ name: string }>('SELECT name FROM schema_migration ORDER BY name')).map(({ name }) => name);

const refused = (code: SchemaMismatch['code'], name: string) => (cause: SchemaMismatch) =>
  cause.name === 'SchemaMismatch' && cause.code === code && cause.migration === name;

for (const engine of databasesUnderTest) {
  describe(`migrations on ${engine.name}`, () => {
    /** Opens handles on one place, runs the work and closes them. */
    async function on(
      location: DatabaseLocation,
      lists: readonly (readonly Migration[])[],
      work: (handles: Database<object>[]) => Promise<void>,
    ): Promise<void> {
      const handles = lists.map((list) => openDatabase<object>(location, list, 2));
      try {
        await work(handles);
      } finally {
        for (const handle of handles) await handle.close();
      }
    }

    it('run once when many handles meet at an empty place', async () => {
      for (const list of [[first, second], migrations]) {
        await using place = await engine.emptyPlace();
        await on(place.location, Array(6).fill(list), async (handles) => {
          await Promise.all(handles.map((handle) => handle.migrate()));
          const [one] = handles;
          assert.ok(one !== undefined);
          assert.deepEqual(
            await namesIn(one),
            list.map(({ name }) => name),
          );
        });
      }
    });

    it('bring a filled database up to date without touching what is in it', async () => {
      await using place = await engine.emptyPlace();
      await on(place.location, [[first]], async ([old]) => {
        await old?.migrate();
        await old?.run("INSERT INTO till (shop_id, money) VALUES ('old', 5)");
      });
      const both = [first, second];
      await on(place.location, [both, both, both], async (handles) => {
        await Promise.all(handles.map((handle) => handle.migrate()));
        await Promise.all(handles.map((handle) => handle.migrate()));
        const rows = await handles[0]?.all('SELECT shop_id, money, name FROM till ORDER BY shop_id');
        assert.deepEqual(
          rows?.map((row) => ({ ...row })),
          [
            { shop_id: 'new', money: 9_007_199_254_740_991, name: 'till' },
            { shop_id: 'old', money: 5, name: 'till' },
          ],
        );
      });
    });

    it('leave nothing behind when one fails in the middle', async () => {
      await using place = await engine.emptyPlace();
      const broken = migration(
        '0002-broken.sql',
        'CREATE TABLE half (shop_id TEXT NOT NULL); INSERT INTO none VALUES (1);',
      );
      await on(
        place.location,
        [
          [first, broken],
          [first, second],
        ],
        async ([failing, repaired]) => {
          await assert.rejects(async () => failing?.migrate());
          await repaired?.migrate();
          await assert.rejects(async () => repaired?.all('SELECT * FROM half'));
          assert.deepEqual(await namesIn(repaired as Statement), [first.name, second.name]);
        },
      );
    });

    it('refuse a file that was changed after it was applied, and a database that is newer', async () => {
      await using place = await engine.emptyPlace();
      const changed = migration(first.name, `${first.text}\n-- a remark`);
      await on(place.location, [[first, second], [changed, second], [first]], async ([own, altered, older]) => {
        await own?.migrate();
        await assert.rejects(async () => altered?.migrate(), refused('database.migration_changed', first.name));
        await assert.rejects(async () => older?.migrate(), refused('database.newer', second.name));
        assert.deepEqual(await namesIn(own as Statement), [first.name, second.name]);
      });
    });
  });
}

it('a missing number among the files is noticed', (t) => {
  const folder = temporaryFolder(t);
  for (const { name, text } of [first, { ...second, name: '0003-third.sql' }]) writeFileSync(join(folder, name), text);
  assert.throws(() => readMigrations(folder), /number 2 expected, found 0003-third\.sql/);
});

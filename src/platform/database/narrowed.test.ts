import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import type { Database } from './database.ts';
import { narrowed, type SeenTables } from './narrowed.ts';
import { asOfOneMoment, withQueries } from './query-builder.ts';

type Shop = { shop_id: string; shop_code: string; time_zone: string; created_utc: string };
type Some = { shop: Shop; setting: { shop_id: string; setting_key: string; value: string; changed_utc: string } };

const seen: SeenTables = async () =>
  new Map([
    ['shop', { condition: 'shop_id IN (?, ?)', params: ['b', 'c'] }],
    ['setting', { condition: 'shop_id IN (?)', params: ['b'] }],
  ]);

async function fill(database: Database<unknown>): Promise<void> {
  await database.transaction(async (tx) => {
    const at = '2026-03-14T00:00:00.000Z';
    for (const id of ['a', 'b', 'c'])
      await tx.run('INSERT INTO shop (shop_id, shop_code, time_zone, created_utc) VALUES (?, ?, ?, ?)', [
        id,
        `${id}1`,
        'UTC',
        at,
      ]);
    for (const id of ['a', 'b', 'c'])
      await tx.run('INSERT INTO setting (shop_id, setting_key, value, changed_utc) VALUES (?, ?, ?, ?)', [
        id,
        'k',
        id,
        at,
      ]);
  });
}

for (const engine of databasesUnderTest)
  describe(`a database of which some rows are seen (${engine.name})`, () => {
    test('shows, counts, joins and searches only these, in statements by hand and of the query builder', async () => {
      await using opened = await engine.open();
      const whole = opened.database as unknown as Database<Some>;
      await fill(whole);
      const part = withQueries(narrowed<Some>(whole, seen));
      const ids = async (text: string, params: string[] = []) =>
        (await part.all<{ id: string }>(text, params)).map(({ id }) => id);
      assert.deepEqual(await ids('SELECT shop_id AS id FROM shop ORDER BY 1'), ['b', 'c']);
      assert.deepEqual(await ids('SELECT s.shop_id AS id FROM shop s WHERE s.shop_code = ?', ['a1']), []);
      assert.deepEqual(await ids('SELECT s.shop_id AS id FROM shop s WHERE s.shop_code = ?', ['c1']), ['c']);
      assert.deepEqual(await ids('SELECT s.shop_id AS id FROM shop s JOIN setting t ON t.shop_id = s.shop_id'), ['b']);
      assert.deepEqual(
        await ids(
          'SELECT COALESCE(t.value, ?) AS id FROM shop s LEFT JOIN setting t ON t.shop_id = s.shop_id ORDER BY s.shop_id',
          ['-'],
        ),
        ['b', '-'],
      );
      for (const how of ['MATERIALIZED', 'NOT MATERIALIZED'])
        assert.deepEqual(
          await ids(`WITH c AS ${how} (SELECT shop_id AS id FROM shop) SELECT id FROM c ORDER BY id`),
          ['b', 'c'],
          how,
        );
      assert.deepEqual(
        await ids('WITH chosen (id) AS (SELECT shop_id FROM shop) SELECT id FROM chosen WHERE id <> ? ORDER BY id', [
          'c',
        ]),
        ['b'],
      );
      assert.equal((await part.get<{ n: number }>('SELECT COUNT(*) AS n FROM shop'))?.n, 2);
      const built = part.query
        .selectFrom('shop')
        .select('shop_id')
        .where('shop_code', 'in', ['a1', 'b1'])
        .where('time_zone', '=', 'UTC');
      assert.deepEqual(
        (await built.execute()).map(({ shop_id }) => shop_id),
        ['b'],
      );
      const moment = await asOfOneMoment(part, (reading) =>
        reading.get<{ n: number }>('SELECT COUNT(*) AS n FROM shop'),
      );
      assert.equal(moment?.n, 2);
    });

    test('reads no table of which nothing is said, and writes nothing', async () => {
      await using opened = await engine.open();
      const part = narrowed(opened.database, seen);
      await assert.rejects(part.all('SELECT * FROM register'), /nothing is said of what is seen of register/);
      await assert.rejects(
        part.all('SELECT s.shop_id FROM shop s JOIN "shift" h ON h.shop_id = s.shop_id'),
        /of shift/,
      );
      await assert.rejects(part.all('WITH RECURSIVE x (n) AS (SELECT 1) SELECT n FROM x'), /recursive/);
      await assert.rejects(part.run("DELETE FROM shop WHERE shop_id = 'b'"), /only reads/);
      await assert.rejects(
        part.transaction(async () => 1),
        /only reads/,
      );
    });
  });

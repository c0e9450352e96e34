/** The views for those who read the tables themselves (docs/tables.md): a contract, on both databases. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Database, Row } from '../../src/platform/database/database.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { openLedger } from '../support/ledger.ts';
import { insertShifts } from '../support/shift-rows.ts';
import { sampleFile } from '../support/web-api.ts';
import { discount, document, goods, payment, storno, workshift } from './sample-rows.ts';

const VIEWS = ['workshift', 'document', 'goodsitem', 'moneyitem', 'discitem', 'stornogoodsitem'];
const clock = { now: () => Date.UTC(2026, 2, 14, 19) };

type Engine = (typeof databasesUnderTest)[number]['name'];

const nameOf = (engine: Engine, view: string) => (engine === 'sqlite' ? `documents_${view}` : `documents.${view}`);

/** Rows as a client reads them: money and quantities as numbers, times as `yyyy-MM-ddTHH:mm:ss`. */
async function read(database: Database<Tables>, engine: Engine, view: string, where = '1 = 1'): Promise<Row[]> {
  const from = `${nameOf(engine, view)} v WHERE ${where}`;
  if (engine === 'postgres')
    return (await database.all<{ row: Row }>(`SELECT row_to_json(v) AS row FROM ${from}`)).map(({ row }) => row);
  const rows = await database.all(`SELECT * FROM ${from}`);
  const isTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'string' && isTime.test(value) ? value.replace(' ', 'T') : value,
      ]),
    ),
  );
}

/** The columns of each view with their types, as docs/tables.md promises them. */
function promised(): Map<string, [name: string, type: string][]> {
  const text = readFileSync(new URL('../../docs/tables.md', import.meta.url), 'utf8');
  const parts = text.split(/^### (\w+) – .*$/m).slice(1);
  const views = new Map<string, [string, string][]>();
  for (let at = 0; at < parts.length; at += 2)
    views.set(
      parts[at] ?? '',
      [...(parts[at + 1] ?? '').matchAll(/^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$/gm)].map(([, name = '', type = '']) => [
        name,
        type,
      ]),
    );
  return views;
}

const SQLITE_TYPES: Readonly<Record<string, string>> = {
  bigint: 'INT',
  smallint: 'INT',
  text: 'TEXT',
  timestamp: 'TEXT',
  date: 'TEXT',
};

/** What a database has: type by column, in their order. */
async function columnsOf(database: Database<Tables>, engine: Engine, view: string): Promise<[string, string][]> {
  if (engine === 'sqlite') {
    const rows = await database.all<{ name: string; type: string }>(
      `SELECT name, type FROM pragma_table_info('documents_${view}')`,
    );
    return rows.map(({ name, type }) => [name, type === 'INTEGER' ? 'INT' : type]);
  }
  const rows = await database.all<{ name: string; type: string; digits: number; scale: number }>(
    `SELECT column_name AS name, data_type AS type, numeric_precision AS digits, numeric_scale AS scale
     FROM information_schema.columns WHERE table_schema = 'documents' AND table_name = ? ORDER BY ordinal_position`,
    [view],
  );
  return rows.map(({ name, type, digits, scale }) => [
    name,
    type === 'numeric' ? `numeric(${digits},${scale})` : type.replace(' without time zone', ''),
  ]);
}

for (const engine of databasesUnderTest)
  describe(`views on ${engine.name}`, () => {
    test('P2: every promised column is there, in its order and with its type', async () => {
      await using opened = await engine.open();
      const contract = promised();
      assert.deepEqual([...contract.keys()], VIEWS);
      for (const [view, columns] of contract) {
        assert.ok(columns.length > 20, view);
        const expected = columns.map(([name, type]) => [
          name,
          engine.name === 'postgres' ? type : (SQLITE_TYPES[type] ?? 'REAL'),
        ]);
        assert.deepEqual(await columnsOf(opened.database, engine.name, view), expected, view);
      }
    });

    test('P2: every column of the sample is read with its value, to the kopeck', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      await using stations = await openLedger(database, clock);
      await stations.bring('5', sampleFile);
      const ids =
        (await database.get<{ storeid: string; cashid: string }>(
          'SELECT shop_id AS storeid, register_id AS cashid FROM register',
        )) ?? assert.fail();
      const one = async (view: string, where: string) => {
        const rows = await read(database, engine.name, view, where);
        assert.equal(rows.length, 1, `${view}: ${where}`);
        return rows[0];
      };
      const columns = promised();
      const whole = (view: string, known: Row) =>
        Object.fromEntries((columns.get(view) ?? []).map(([name]) => [name, { ...ids, ...known }[name] ?? null]));
      assert.deepEqual(await one('workshift', 'shiftnum = 347'), whole('workshift', workshift));
      assert.deepEqual(await one('document', 'docnum = 5001'), whole('document', document));
      assert.deepEqual(await one('goodsitem', 'docnum = 5001 AND posnum = 1'), whole('goodsitem', goods));
      assert.deepEqual(await one('moneyitem', 'docnum = 5001 AND opcode = 72'), whole('moneyitem', payment));
      assert.deepEqual(await one('discitem', '1 = 1'), whole('discitem', discount));
      assert.deepEqual(await one('stornogoodsitem', '1 = 1'), whole('stornogoodsitem', storno));
      assert.equal((await read(database, engine.name, 'document', 'closed IN (1, 2)')).length, 5);
      assert.equal((await read(database, engine.name, 'goodsitem')).length, 4);
      assert.equal((await read(database, engine.name, 'moneyitem')).length, 7);
      const sums = await database.get<Record<string, number | string>>(
        `SELECT SUM(sumsale) AS sales, SUM(sumrefund) AS refunds, SUM(sumgain) AS revenue, SUM(sumdrawer) AS drawer FROM ${nameOf(engine.name, 'workshift')}`,
      );
      const money = Object.fromEntries(
        Object.entries(sums ?? {}).map(([name, value]) => [name, Number(value).toFixed(2)]),
      );
      assert.deepEqual(money, { sales: '245.81', refunds: '45.00', revenue: '200.81', drawer: '600.81' });
    });

    test('P2 P3: the page of changed shifts is read from an index alone, and a change raises the revision', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      await using stations = await openLedger(database, clock);
      await stations.bring('5', sampleFile);
      const { shopId, registerId } =
        (await database.get<{ shopId: string; registerId: string }>(
          'SELECT shop_id AS "shopId", register_id AS "registerId" FROM register',
        )) ?? assert.fail();
      const page = `SELECT workshiftid, revision FROM ${nameOf(engine.name, 'workshift')} WHERE storeid = '${shopId}' AND cashid = '${registerId}'`;
      const pairs = async () =>
        (await database.all<{ workshiftid: number; revision: number }>(page)).map(({ workshiftid, revision }) => [
          workshiftid,
          revision,
        ]);
      assert.deepEqual(await pairs(), [[1, 1]]);
      // Ten registers with a year each, as wide as real ones.
      const raw = Array.from({ length: 40 }, (_, n) => Math.imul(n + 7, 2_654_435_761).toString(36)).join('');
      for (let other = 0; other < 10; other += 1)
        await insertShifts(
          database,
          { shopId, registerId: other === 0 ? registerId : `_cash_${other}_0` },
          Array.from({ length: 365 }, (_, n) => ({
            shift_id: 900 + other * 1_000 + n,
            shift_number: 400 + n,
            business_date: `2026-${String(1 + (n % 12)).padStart(2, '0')}-15`,
            raw,
          })),
        );
      if (engine.name === 'postgres') await database.run('VACUUM ANALYZE shift');
      const plan = await planOf(database, engine.name, page);
      assert.match(
        plan,
        engine.name === 'sqlite'
          ? /^SEARCH s USING COVERING INDEX shift_by_revision/
          : /^Index Only Scan using shift_by_revision/,
      );
      assert.doesNotMatch(plan, /Seq Scan|SCAN |TEMP B-TREE|Sort/);
      const dated = await planOf(database, engine.name, `${page} AND businessdate >= '2026-03-14'`);
      assert.match(dated, /COVERING INDEX shift_by_revision|Index Only Scan using shift_by_revision/);
      const late = sampleFile
        .toString('utf8')
        .replaceAll('"docNum":5003', '"docNum":5013')
        .replaceAll('-000000005003', '-000000005013');
      await stations.bring('5', late);
      const changed = (await pairs()).filter(([, revision]) => (revision ?? 0) > 1);
      assert.deepEqual(
        changed.map(([id]) => id),
        [1],
        'a late receipt',
      );
    });
  });

/** The plan of a statement. PostgreSQL would read a table of some pages whole. */
async function planOf(database: Database<Tables>, engine: Engine, statement: string): Promise<string> {
  if (engine === 'sqlite') {
    const rows = await database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${statement}`);
    return rows.map(({ detail }) => detail).join('\n');
  }
  return database.transaction(async (tx) => {
    await tx.run('SET LOCAL enable_seqscan = off');
    const rows = await tx.all<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
}

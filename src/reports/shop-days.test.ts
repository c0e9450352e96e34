import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  networkDays,
  type RegisterDay,
  type ShopDay,
  type ShopDayDetail,
  type ShopDays,
  shopDayDetail,
  shopDays,
} from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { openLedger } from '../../tests/support/ledger.ts';
import { addRegister, insertExport, insertShifts, type ShiftByHand } from '../../tests/support/shift-rows.ts';
import { formatKopecks, parseKopecks } from '../domain/money.ts';
import { createReconciliation } from '../pipeline/reconciliation/reconciliation.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { networkDaysReport } from './network-days.ts';
import { shopDayReport, shopDaysReport } from './shop-days.ts';

/** The evening of 14 March in Moscow. */
const clock = { now: () => Date.parse('2026-03-14T18:00:00Z') };
const PERIOD = { from: '2026-03-10', to: '2026-03-14' };
const SUMS = [
  'saleCash',
  'saleNoncash',
  'saleOther',
  'revenueCash',
  'revenueNoncash',
  'revenueOther',
  'refundCash',
  'refundNoncash',
  'refundOther',
] as const;
const COUNTS = ['closedDocuments', 'receiptCount', 'shifts', 'exportedShifts'] as const;

async function days(database: QueryDatabase<Tables>, shopCode: string): Promise<ShopDays> {
  const answer = await shopDaysReport(database, clock, shopCode, PERIOD);
  assert.ok(answer.ok);
  assert.deepEqual(shopDays.parse(answer.value), answer.value);
  return answer.value;
}

async function day(database: QueryDatabase<Tables>, shopCode: string, date: string): Promise<ShopDayDetail> {
  const answer = await shopDayReport(database, clock, shopCode, date);
  assert.ok(answer.ok);
  assert.deepEqual(shopDayDetail.parse(answer.value), answer.value);
  return answer.value;
}

async function network(database: QueryDatabase<Tables>) {
  const answer = await networkDaysReport(database, clock, PERIOD, 'Europe/Moscow');
  assert.deepEqual(networkDays.parse(answer), answer);
  return answer;
}

const kopecks = (money: string | null) => {
  const parsed = parseKopecks(money ?? '0.00');
  assert.ok(parsed.ok);
  return parsed.value;
};

/** The sums and counts of a row are those of its parts, to the kopeck. */
function assertAddsUp(
  whole: ShopDay | RegisterDay,
  parts: readonly Pick<ShopDay, (typeof SUMS)[number] | (typeof COUNTS)[number]>[],
): void {
  for (const name of SUMS)
    assert.equal(whole[name], formatKopecks(parts.reduce((sum, part) => sum + kopecks(part[name]), 0)), name);
  for (const name of COUNTS)
    assert.equal(
      whole[name],
      parts.reduce((sum, part) => sum + part[name], 0),
      name,
    );
}

/** A closed shift with every sum reported and counted alike. */
function closed(id: number, date: string, cash: number, more: Partial<ShiftByHand> = {}): ShiftByHand {
  const [noncash, other, refund] = [cash * 2 + 1, id * 7, Math.floor(cash / 3)];
  const sums = { sale_sum: cash + noncash + other, sale_cash: cash, sale_noncash: noncash, sale_other: other };
  const named = (prefix: string) => ({
    ...Object.fromEntries(Object.entries(sums).map(([name, value]) => [`${prefix}_${name}`, value])),
    [`${prefix}_refund_sum`]: refund,
    [`${prefix}_refund_cash`]: refund,
    [`${prefix}_refund_noncash`]: 0,
  });
  const shift: ShiftByHand = {
    shift_id: id,
    shift_number: id,
    business_date: date,
    opened_at: `${date}T08:00:00`,
    closed_at: `${date}T20:00:00`,
    reported_revenue: sums.sale_sum - refund,
    reported_revenue_cash: cash - refund,
    reported_revenue_noncash: noncash,
    counted_sale_count: 3,
    counted_refund_count: 1,
    counted_document_count: 6,
    updated_utc: '2026-03-14T17:00:00.000Z',
  };
  return {
    ...shift,
    ...(named('reported') as Partial<ShiftByHand>),
    ...(named('counted') as Partial<ShiftByHand>),
    ...more,
  };
}

for (const engine of databasesUnderTest) {
  describe(`days of shops on ${engine.name}`, () => {
    const withShops =
      (
        work: (place: {
          database: QueryDatabase<Tables>;
          one: { shopId: string; registerId: string };
          two: { shopId: string; registerId: string };
          look(): Promise<void>;
        }) => Promise<void>,
      ) =>
      async () => {
        await using opened = await engine.open();
        const { database } = opened;
        const before = { now: () => Date.parse('2026-03-01T00:00:00Z') };
        await using stations = await openLedger(database, before);
        const one = await addRegister(stations.registers, { shopCode: '5', registerCode: '1' });
        const two = await addRegister(stations.registers, { shopCode: '5', registerCode: '2' });
        const reconciliation = createReconciliation({
          database,
          clock,
          settings: { firstPauseMs: 120_000, clockToleranceMs: 900_000 },
          onChanged: () => undefined,
        });
        const look = async () => {
          while (await reconciliation.turn());
        };
        await work({ database, one, two, look });
      };

    it(
      'M24 M25: one row per date adds up from registers and shifts to the kopeck; a drawer is that of the last shift of each register',
      withShops(async ({ database, one, two }) => {
        await insertShifts(database, one, [
          closed(1, '2026-03-10', 10_001, { reported_drawer_sum: 500 }),
          closed(2, '2026-03-10', 20_002, { opened_at: '2026-03-10T21:00:00', reported_drawer_sum: 700 }),
          closed(3, '2026-03-11', 333, { reported_drawer_sum: 900 }),
        ]);
        await insertShifts(database, two, [
          closed(4, '2026-03-10', 7, { reported_drawer_sum: 11 }),
          closed(5, '2026-03-12', 1, { closed_at: null, reported_sale_cash: null }),
        ]);
        const list = await days(database, '5');
        assert.deepEqual(
          list.days
            .filter(({ shifts }) => shifts > 0)
            .map(({ businessDate, shifts, drawerSum }) => [businessDate, shifts, drawerSum]),
          [
            // Not reported: what was in it, and 0.01 in cash came.
            ['2026-03-12', 1, '0.12'],
            ['2026-03-11', 1, '9.00'],
            ['2026-03-10', 3, '7.11'],
          ],
        );
        assert.equal(list.totals.drawerSum, '0.12');
        assertAddsUp({ ...list.days[0], ...list.totals } as ShopDay, list.days);
        for (const row of list.days) {
          const detail = await day(database, '5', row.businessDate);
          assert.deepEqual(detail.day, row, 'the day says of itself what the list says of it');
          assertAddsUp(row, detail.registers);
          assert.equal(
            row.drawerSum,
            row.shifts === 0
              ? null
              : formatKopecks(detail.registers.reduce((sum, one) => sum + kopecks(one.drawerSum), 0)),
          );
          for (const register of detail.registers) {
            assert.equal(register.shifts, register.rows.length);
            const rows = register.rows.map(({ shift, closedDocuments }) => ({
              ...shift,
              closedDocuments,
              shifts: 1,
              exportedShifts: 0,
              revenueOther: formatKopecks(
                kopecks(shift.revenue) - kopecks(shift.revenueCash) - kopecks(shift.revenueNoncash),
              ),
              refundOther: formatKopecks(
                kopecks(shift.refundSum) - kopecks(shift.refundCash) - kopecks(shift.refundNoncash),
              ),
            }));
            assertAddsUp(register, rows);
            assert.equal(register.drawerSum, rows.at(-1)?.drawerSum ?? null);
          }
        }
        const counted = list.days.filter(({ computed }) => computed).map(({ businessDate }) => businessDate);
        assert.deepEqual(counted, ['2026-03-12'], 'a counted sum is told as such');
        assert.equal((await shopDaysReport(database, clock, '404', PERIOD)).ok, false);
      }),
    );

    it(
      'a register without shifts is silent until it is heard after the day; then it sold nothing',
      withShops(async ({ database, one, two, look }) => {
        await insertShifts(database, one, [closed(1, '2026-03-12', 100), closed(2, '2026-03-13', 100)]);
        await look();
        const states = async (date: string) =>
          (await day(database, '5', date)).registers.map(({ registerCode, state }) => `${registerCode} ${state}`);
        assert.deepEqual(await states('2026-03-12'), ['1 complete', '2 silent']);
        assert.deepEqual((await day(database, '5', '2026-03-12')).day.day.waitingFor, ['2']);
        await database.run("UPDATE register SET last_contact_utc = '2026-03-12T21:00:01Z' WHERE register_id = ?", [
          two.registerId,
        ]);
        // Midnight in Moscow is 21:00 UTC.
        assert.deepEqual(await states('2026-03-12'), ['1 complete', '2 no_sales']);
        assert.deepEqual(await states('2026-03-13'), ['1 complete', '2 silent']);
        await insertShifts(database, two, [closed(3, '2026-03-14', 100, { closed_at: null })]);
        assert.deepEqual(await states('2026-03-13'), ['1 complete', '2 no_sales']);
        assert.deepEqual(await states('2026-03-14'), ['1 silent', '2 open']);
        await database.run('UPDATE register SET in_service = 0 WHERE register_id = ?', [one.registerId]);
        assert.deepEqual(await states('2026-03-14'), ['1 out_of_service', '2 open']);
      }),
    );

    it(
      'the network says which days can be closed: differences, what is missing, what the ERP lacks',
      withShops(async ({ database, one, two, look }) => {
        await insertShifts(database, one, [
          closed(1, '2026-03-10', 100),
          closed(2, '2026-03-11', 100, { reported_revenue: 1_000 }),
          closed(3, '2026-03-12', 100),
          closed(4, '2026-03-13', 100),
          closed(9, '2026-03-14', 100, { closed_at: null }),
        ]);
        await insertShifts(database, two, [
          closed(5, '2026-03-10', 100),
          closed(6, '2026-03-11', 100),
          closed(7, '2026-03-12', 100, { closed_at: null }),
          closed(8, '2026-03-13', 100),
        ]);
        const cells = async () =>
          (await network(database)).shops.flatMap((shop) => shop.cells.map(({ state }) => state));
        assert.deepEqual(
          await cells(),
          ['waiting', 'waiting', 'waiting', 'waiting', 'running'],
          'nothing was looked at',
        );
        await look();
        assert.deepEqual(await cells(), ['not_exported', 'differs', 'waiting', 'not_exported', 'running']);
        for (const id of [1, 5])
          await insertExport(database, { shop_id: one.shopId, shift_id: id, revision: 1, closed: 1 });
        const matrix = await network(database);
        assert.deepEqual(
          matrix.totals.map(({ state, blocking }) => [state, blocking]),
          [
            ['closed', 0],
            ['blocked', 1],
            ['blocked', 1],
            ['blocked', 1],
            ['running', 0],
          ],
        );
        const [closedDay, differing, open] = matrix.shops[0]?.cells ?? [];
        assert.equal(closedDay?.text.ru, 'день закрыт: всё получено, сходится и выгружено');
        assert.equal(differing?.difference, '7.18');
        assert.match(differing?.text.ru ?? '', /^1\u00a0?\s?расхождение на 7,18; не выгружено: 2/);
        assert.match(open?.text.ru ?? '', /ждёт касс: 2 \(смена открыта\)/);
        assert.equal(matrix.totals[1]?.text.en, '1 shop is in the way');
      }),
    );

    it(
      'receipt numbers of a shift are held as ranges between its holes',
      withShops(async ({ database, one, look }) => {
        await insertShifts(database, one, [
          closed(1, '2026-03-12', 100, { first_receipt_number: 101, last_receipt_number: 220 }),
        ]);
        await look();
        await database.run(
          `INSERT INTO receipt_gap (shop_id, gap_id, register_id, shift_id, first_number, last_number, missing_count, cause, state,
             told, attempts, said_none, appeared_utc)
           VALUES (?, 1, ?, 1, 118, 121, 4, 'not_sent', 'waiting', 1, 0, 0, '2026-03-12T20:00:00Z')`,
          [one.shopId, one.registerId],
        );
        const [register] = (await day(database, '5', '2026-03-12')).registers;
        assert.deepEqual(register?.rows[0]?.held, [
          { first: 101, last: 117 },
          { first: 122, last: 220 },
        ]);
        assert.deepEqual([register?.state, register?.missing, register?.text.ru], ['missing', 4, 'нет чеков: 4']);
      }),
    );
  });
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ShiftList, type ShiftListQuery, shiftList } from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { openLedger } from '../../tests/support/ledger.ts';
import { addRegister, insertExport, insertShifts } from '../../tests/support/shift-rows.ts';
import { sampleEvening, sampleFile } from '../../tests/support/web-api.ts';
import type { Clock } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { ShiftExportRow, Tables } from '../schema/tables.ts';
import { shiftListReport } from './shift-list.ts';

const codes = { shopCode: '5', registerCode: '12' };

async function list(
  database: QueryDatabase<Tables>,
  query: Partial<ShiftListQuery> = {},
  clock: Clock = sampleEvening,
): Promise<ShiftList> {
  const answer = await shiftListReport(database, clock, codes, { state: 'all', ...query });
  assert.ok(answer.ok);
  assert.deepEqual(shiftList.parse(answer.value), answer.value);
  return answer.value;
}

for (const engine of databasesUnderTest) {
  describe(`the list of shifts on ${engine.name}`, () => {
    it('shows the sample to the kopeck, and says what the register did not report', async () => {
      await using opened = await engine.open();
      await using stations = await openLedger(opened.database, sampleEvening);
      await stations.bring('5', sampleFile);
      const { shifts, totals, counts, from, to, lastShiftDate } = await list(opened.database);
      assert.deepEqual([from, to, lastShiftDate], ['2026-02-13', '2026-03-14', '2026-03-14']);
      assert.equal(shifts.length, 1);
      const [shift] = shifts;
      assert.ok(shift !== undefined);
      const { key, saleSum, saleCash, refundSum, refundCash, revenue, drawerSum } = shift;
      assert.deepEqual(
        { key, saleSum, saleCash, refundSum, refundCash, revenue, drawerSum },
        {
          key: '347@2026-03-14',
          saleSum: '245.81',
          saleCash: '145.81',
          refundSum: '45.00',
          refundCash: '45.00',
          revenue: '200.81',
          drawerSum: '600.81',
        },
      );
      assert.ok(!shift.computed.includes('revenue'), 'the register reported the revenue');
      assert.ok(shift.computed.includes('saleSum') && shift.computed.includes('drawerSum'));
      assert.deepEqual(shift.differs, []);
      assert.deepEqual([shift.saleCount, shift.refundCount, shift.receiptCount], [2, 1, 3]);
      assert.equal(shift.export.state, 'not_exported');
      // Payment type 4 has no class yet: its money is in the sum of sales and in no class, and the row names it.
      assert.deepEqual(shift.unmappedPaymentTypes, [4]);
      assert.equal(shift.saleNoncash, '0.00');
      assert.deepEqual(counts, { all: 1, not_exported: 1, differing: 0, open: 0 });
      assert.deepEqual(
        [totals.shifts, totals.receiptCount, totals.saleCash, totals.drawerSum],
        [1, 3, '145.81', '600.81'],
      );
    });

    it('gives repeated numbers addresses of their own, and reads a drawer from the shift before', async () => {
      await using opened = await engine.open();
      await using stations = await openLedger(opened.database, sampleEvening);
      const register = await addRegister(stations.registers, codes);
      await insertShifts(opened.database, register, [
        {
          shift_id: 11,
          shift_number: 7,
          business_date: '2026-03-01',
          opened_at: '2026-03-01T08:00:00',
          reported_drawer_sum: 1_000,
        },
        {
          shift_id: 12,
          shift_number: 8,
          business_date: '2026-03-10',
          counted_sale_cash: 25,
          reported_drawer_sum: null,
        },
        { shift_id: 13, shift_number: 8, business_date: '2026-03-10', opened_at: '2026-03-10T09:00:00' },
        {
          shift_id: 14,
          shift_number: 7,
          business_date: '2026-03-12',
          opened_at: '2026-03-12T08:00:00',
          number_repeated: 1,
        },
      ]);
      const { shifts } = await list(opened.database);
      assert.deepEqual(
        shifts.map((shift) => [shift.key, shift.drawerSum]),
        [
          ['7@2026-03-12', '0.00'],
          ['8@2026-03-10.2', '0.00'],
          ['8@2026-03-10', '10.25'],
          ['7@2026-03-01', '10.00'],
        ],
      );
      assert.equal(shifts[0]?.numberRepeated, true);
      // The shift before the period counts too, though it is not shown.
      const narrow = await list(opened.database, { from: '2026-03-10', to: '2026-03-10' });
      assert.deepEqual(
        narrow.shifts.map((shift) => shift.drawerSum),
        ['0.00', '10.25'],
      );
    });

    it('filters by state, counts every state, and adds up only what is shown', async () => {
      await using opened = await engine.open();
      await using stations = await openLedger(opened.database, sampleEvening);
      const register = await addRegister(stations.registers, codes);
      const closed = { closed_at: '2026-03-01T20:00:00' };
      await insertShifts(opened.database, register, [
        { ...closed, shift_id: 1, shift_number: 1, business_date: '2026-03-01', counted_sale_cash: 100, revision: 3 },
        {
          ...closed,
          shift_id: 2,
          shift_number: 2,
          business_date: '2026-03-02',
          reported_sale_cash: 200,
          counted_sale_cash: 150,
        },
        { shift_id: 3, shift_number: 3, business_date: '2026-03-03', counted_sale_cash: 400 },
        { ...closed, shift_id: 4, shift_number: 4, business_date: '2026-03-04', counted_sale_cash: 800 },
        { ...closed, shift_id: 5, shift_number: 5, business_date: '2026-03-05', counted_sale_cash: 1600 },
      ]);
      const exported = (shift_id: number, row: Partial<ShiftExportRow>) =>
        insertExport(opened.database, { shop_id: register.shopId, shift_id, ...row });
      await exported(1, { revision: 2, file_name: 'sale1.json', exported_utc: '2026-03-01T20:00:05.000Z' });
      await exported(2, { revision: 1, file_name: 'sale2.json', exported_utc: '2026-03-02T20:00:05.000Z' });
      await exported(4, { failed_revision: 1, reason_code: 'package.cut', reason_details: '{}' });
      await exported(5, { planned_revision: 1 });

      const all = await list(opened.database);
      assert.deepEqual(
        all.shifts.map((shift) => shift.export.state),
        ['exporting', 'failed', 'not_exported', 'exported', 'changed'],
      );
      assert.equal(all.shifts[1]?.export.reason?.code, 'package.cut');
      assert.match(all.shifts[1]?.export.reason?.ru ?? '', /оборван/);
      assert.deepEqual(all.counts, { all: 5, not_exported: 4, differing: 1, open: 1 });
      assert.equal(all.totals.saleCash, '31.00');

      const differing = await list(opened.database, { state: 'differing' });
      assert.deepEqual(
        differing.shifts.map(({ key, differs }) => [key, differs]),
        [['2@2026-03-02', ['saleCash']]],
      );
      assert.equal(differing.totals.saleCash, '2.00');
      assert.deepEqual(differing.counts, all.counts);
      assert.deepEqual(
        (await list(opened.database, { state: 'open' })).shifts.map((shift) => shift.shiftNumber),
        [3],
      );
      assert.equal((await list(opened.database, { state: 'not_exported' })).shifts.length, 4);
    });

    it('names the last shift when the period has none, and swaps reversed dates', async () => {
      await using opened = await engine.open();
      await using stations = await openLedger(opened.database, sampleEvening);
      await stations.bring('5', sampleFile);
      const later: Clock = { now: () => Date.parse('2026-11-24T09:00:00Z') };
      const empty = await list(opened.database, {}, later);
      assert.deepEqual([empty.shifts, empty.totals.drawerSum, empty.lastShiftDate], [[], null, '2026-03-14']);
      const swapped = await list(opened.database, { from: '2026-03-31', to: '2026-03-01' }, later);
      assert.deepEqual([swapped.from, swapped.to, swapped.shifts.length], ['2026-03-01', '2026-03-31', 1]);
    });

    it('answers ten thousand shifts at once', async () => {
      await using opened = await engine.open();
      await using stations = await openLedger(opened.database, sampleEvening);
      const register = await addRegister(stations.registers, codes);
      const day = (n: number) => new Date(Date.UTC(1999, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
      await insertShifts(
        opened.database,
        register,
        Array.from({ length: 10_000 }, (_, n) => ({
          shift_id: n + 1,
          shift_number: (n % 9_000) + 1,
          business_date: day(n),
          opened_at: `${day(n)}T08:00:00`,
          closed_at: `${day(n)}T20:00:00`,
          counted_sale_sum: 10_001,
          counted_sale_cash: 10_001,
        })),
      );
      const { shifts, totals, counts } = await list(opened.database, { from: '1999-01-01', to: '2030-01-01' });
      assert.equal(shifts.length, 10_000);
      assert.equal(totals.saleCash, '1000100.00');
      assert.equal(counts.not_exported, 10_000);
      assert.equal(new Set(shifts.map(({ key }) => key)).size, 10_000);
    });

    it('refuses what is not there by name', async () => {
      await using opened = await engine.open();
      await using stations = await openLedger(opened.database, sampleEvening);
      await stations.registers.addShop({ shopCode: '5', name: 'Shop', timeZone: 'Europe/Moscow' });
      const query = { state: 'all' } as const;
      const noShop = await shiftListReport(opened.database, sampleEvening, { ...codes, shopCode: '6' }, query);
      assert.deepEqual(noShop, { ok: false, code: 'not_found.shop', params: { shopCode: '6' } });
      const noRegister = await shiftListReport(opened.database, sampleEvening, codes, query);
      assert.deepEqual(noRegister, { ok: false, code: 'not_found.register', params: codes });
    });
  });
}

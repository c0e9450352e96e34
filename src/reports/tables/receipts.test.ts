import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { receiptQuery, reportTable } from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { fullShift, type ReportStage, reportStage } from '../../../tests/support/report-stage.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { systemClock } from '../../platform/clock.ts';
import { receiptsReport } from './receipts.ts';

async function find(here: ReportStage, query: Record<string, string | number>) {
  const answer = await receiptsReport(here.database, systemClock, receiptQuery.parse(query));
  assert.ok(answer.ok, JSON.stringify(answer));
  return reportTable.parse(answer.value);
}

async function numbers(here: ReportStage, query: Record<string, string | number>): Promise<unknown[]> {
  return (await find(here, query)).rows.map(({ cells }) => cells['number']);
}

/** Another shop, whose register has receipts of the same numbers a day earlier. */
const other = salesFile({
  shifts: [shiftInfo({ timeBeg: '2026-03-13T08:00:00', timeEnd: '2026-03-13T21:00:00' })],
  documents: [
    receipt(2, '100.00', {
      timeEnd: '2026-03-13T09:01:00',
      identifier: 'other-2',
      frdocnum: '77001',
      moneyPositions: [{ opCode: 70, valCode: 4, sumB: amount('100.00'), cardnum: '************4321' }],
    }),
    receipt(3, '99.00', { timeEnd: '2026-03-13T09:02:00', identifier: 'other-3', checknum: 903 }),
  ],
});

for (const engine of databasesUnderTest)
  describe(`search of a receipt on ${engine.name}`, () => {
    it('finds by number, sum, card, goods, cashier, kind, fiscal number, identifier, payment type and department', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      await here.bring('6', other);
      const table: [query: Record<string, string | number>, found: unknown[]][] = [
        [{ number: 2 }, ['2', '2']],
        [{ number: 2, shop: '6' }, ['2']],
        [{ number: 903 }, ['903']],
        [{ number: 2, from: '2026-03-14', to: '2026-03-14' }, ['2']],
        [{ sum: '100' }, ['2', '2']],
        [{ sum: '100,00', within: '1', shop: '6' }, ['903', '2']],
        [{ sum: '100.00', within: '30', shop: '5' }, ['3', '2']],
        [{ shop: '6', card: '4321' }, ['2']],
        [{ shop: '6', card: '4322' }, []],
        [{ shop: '5', item: 'B' }, ['2']],
        [{ shop: '5', item: 'ова' }, ['5', '4', '3', '2']],
        [{ shop: '5', item: '100%' }, []],
        [{ shop: '5', cashier: '7002' }, ['3']],
        [{ shop: '5', kind: 'annulSale' }, ['5']],
        [{ shop: '5', kind: 'cashOut' }, ['6']],
        [{ fiscal: '77001' }, ['2']],
        [{ identifier: 'other-3' }, ['903']],
        [{ shop: '5', payment: 6 }, ['3']],
        [{ shop: '5', department: '1' }, ['5', '4', '2']],
        [{ shop: '5', register: '12', shift: '347@2026-03-14', department: '2' }, ['3', '2']],
        [{ shop: '5', register: '12' }, ['6', '5', '4', '3', '2', '1']],
        [{ from: '2026-03-13', to: '2026-03-13' }, ['903', '2']],
        [{ number: 404 }, []],
      ];
      for (const [query, found] of table) assert.deepEqual(await numbers(here, query), found, JSON.stringify(query));
      const [row] = (await find(here, { number: 903 })).rows;
      assert.deepEqual(row?.target, { shop: '6', register: '12', shift: '347@2026-03-13', document: 'other-3' });
    });

    it('pages go on where they stopped, each document once, by index and by walking', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      await here.bring('6', other);
      for (const query of [{ from: '2026-03-01', to: '2026-03-31' }, { number: 2 }] as Record<
        string,
        string | number
      >[]) {
        const whole = await numbers(here, query);
        const found: unknown[] = [];
        for (let after: string | null = ''; after !== null; ) {
          const page = await find(here, { ...query, limit: 1, ...(after === '' ? {} : { after }) });
          assert.ok(page.rows.length <= 1);
          found.push(...page.rows.map(({ cells }) => cells['number']));
          after = page.next;
        }
        assert.deepEqual(found, whole);
      }
    });

    it('without a place, a period or what an index finds it is the last seven days', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      const table = await find(here, { cashier: '7001' });
      assert.deepEqual(table.rows, []);
      assert.equal((Date.parse(table.to) - Date.parse(table.from)) / 86_400_000, 6);
      const ever = await find(here, { cashier: '7001', shop: '5' });
      assert.deepEqual([ever.from, ever.to, ever.rows.length], ['', '', 5]);
    });
  });

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openLedger } from '../../../tests/support/ledger.ts';
import { amount, receipt, salesFile } from '../../../tests/support/sales.ts';
import type { ShiftRow } from '../../schema/tables.ts';

type Copy = ReturnType<typeof receipt>;

for (const engine of databasesUnderTest) {
  /** Loads the copies of a receipt one after another; answers what became of the last and of the shift. */
  async function bring(...copies: Copy[]) {
    await using opened = await engine.open();
    await using road = await openLedger(opened.database);
    let last = 'nothing';
    for (const copy of copies) {
      const { documents } = await road.bring('5', salesFile({ documents: [copy] }));
      last = Object.entries(documents).find(([, count]) => count > 0)?.[0] ?? 'nothing';
    }
    const [shift] = await opened.database.all<ShiftRow>('SELECT * FROM shift');
    const told = await opened.database.all<{ code: string }>("SELECT code FROM event WHERE level <> 'info'");
    const { counted_sale_sum: sum, counted_sale_cash: cash } = shift ?? assert.fail();
    return { last, sum, cash, told: told.map(({ code }) => code) };
  }

  describe(`a second copy of a finished receipt on ${engine.name}`, () => {
    it('does not open it again: a copy that was still open is an earlier state', async () => {
      const closed = receipt(1, '100.00');
      const result = await bring(closed, { ...closed, timeEnd: null, closed: 0 });
      assert.deepEqual(result, { last: 'same', sum: 10_000, cash: 10_000, told: [] });
    });

    it('that reports another total than its lines gave is a conflict, and the money stays', async () => {
      const { docSum: _, ...silent } = receipt(1, '100.00');
      const result = await bring(silent, { ...silent, docSum: amount('250.00') });
      assert.deepEqual(result, { last: 'conflict', sum: 10_000, cash: 10_000, told: ['document.conflict'] });
    });

    it('that adds lines and payments to a bare total enriches it', async () => {
      const whole = receipt(1, '100.00');
      const result = await bring({ ...whole, inventPositions: [], moneyPositions: [] }, whole);
      assert.deepEqual(result, { last: 'enriched', sum: 10_000, cash: 10_000, told: ['document.sums_differ'] });
    });

    it('that adds lines which do not add up enriches it and says so (C4)', async () => {
      const whole = receipt(1, '100.00');
      const bare = { ...whole, inventPositions: [], moneyPositions: [] };
      const result = await bring(bare, receipt(1, '100.00', { lines: [{ sum: '99.00' }] }));
      assert.deepEqual(result.told, ['document.sums_differ', 'document.sums_differ']);
    });

    it('is the same when only a fraction or a zone stands behind its times (F10)', async () => {
      const plain = receipt(1, '100.00');
      const result = await bring(plain, { ...plain, timeEnd: `${plain.timeEnd}.123+03:00` });
      assert.deepEqual(result, { last: 'same', sum: 10_000, cash: 10_000, told: [] });
    });
  });
}

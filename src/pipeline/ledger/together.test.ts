import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type LedgerUnderTest, openLedger } from '../../../tests/support/ledger.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import type { ShiftRow } from '../../schema/tables.ts';

/** Puts files into the line, so that the next turn of the ledger loads them in one transaction. */
async function queue(road: LedgerUnderTest, texts: readonly string[]): Promise<void> {
  const file = { door: 'file', packageId: '', registerId: 'shop-5', shopId: '', shopCode: '5' } as const;
  for (const text of texts) {
    const stored = await road.intake.receive({ ...file, range: { kind: 'none' }, body: Buffer.from(text) });
    assert.equal(stored.kind, 'stored');
  }
}

/** A receipt paid by payment type 15, whose class is unknown until a register says that it is none of cash. */
function paidOtherwise(number: number, shift: number, noncash: boolean) {
  const payment = { opCode: 70, valCode: 15, sumB: amount('10.00'), ...(noncash ? { valutoperation: 10 } : {}) };
  return receipt(number, '10.00', { shift, moneyPositions: [payment] });
}

for (const engine of databasesUnderTest) {
  describe(`packages of one transaction on ${engine.name}`, () => {
    it('a class that one of them teaches holds for the receipts of those before', async () => {
      await using opened = await engine.open();
      await using road = await openLedger(opened.database);
      const fileOf = (shift: number, noncash: boolean) =>
        salesFile({ shifts: [shiftInfo({ shift })], documents: [paidOtherwise(1, shift, noncash)] });
      await queue(road, [fileOf(347, false), fileOf(348, true)]);
      await road.drain();
      const shifts = await opened.database.all<ShiftRow>('SELECT * FROM shift ORDER BY shift_number');
      assert.deepEqual(
        shifts.map((row) => [row.shift_number, row.counted_sale_noncash, row.counted_sale_unmapped]),
        [
          [347, 1000, 0],
          [348, 1000, 0],
        ],
      );
    });

    it('the same receipt in two of them is one, and what the second adds is kept', async () => {
      await using opened = await engine.open();
      await using road = await openLedger(opened.database);
      const fileOf = (more: object) =>
        salesFile({ shifts: [shiftInfo()], documents: [receipt(1, '10.00', { ...more })] });
      await queue(road, [fileOf({}), fileOf({ fiscalDocNum: '77' })]);
      await road.drain();
      const documents = await opened.database.all<{ sum: number; revision: number }>(
        'SELECT document_sum AS sum, revision FROM document',
      );
      assert.deepEqual(
        documents.map((row) => ({ ...row })),
        [{ sum: 1000, revision: 2 }],
      );
    });
  });
}

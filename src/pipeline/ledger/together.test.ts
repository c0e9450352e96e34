import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type LedgerUnderTest, openLedger } from '../../../tests/support/ledger.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';

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

/** From now on the database refuses what is written of this shift at the end of a package. */
async function refuseShift(database: Database<Tables>, engine: string, shiftNumber: number): Promise<void> {
  const condition = `NEW.shift_number = ${shiftNumber} AND NEW.revision > OLD.revision`;
  if (engine === 'sqlite') {
    await database.run(
      `CREATE TRIGGER refuse_shift BEFORE UPDATE ON shift WHEN ${condition} BEGIN SELECT RAISE(ABORT, 'refused'); END`,
      [],
    );
    return;
  }
  await database.run(
    `CREATE FUNCTION refuse_shift() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN IF ${condition} THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$`,
    [],
  );
  await database.run(
    'CREATE TRIGGER refuse_shift BEFORE UPDATE ON shift FOR EACH ROW EXECUTE FUNCTION refuse_shift()',
    [],
  );
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

    it('of one that is refused at its very end, the log and the counts by type say nothing', async () => {
      await using opened = await engine.open();
      await using road = await openLedger(opened.database);
      await refuseShift(opened.database, engine.name, 348);
      const fileOf = (shift: number) =>
        salesFile({ shifts: [shiftInfo({ shift })], documents: [receipt(1, '10.00', { shift })] });
      await queue(road, [fileOf(347), fileOf(348), fileOf(349)]);
      await road.drain();
      const packages = await opened.database.all<{ state: string }>('SELECT state FROM package ORDER BY state');
      assert.deepEqual(
        packages.map((row) => row.state),
        ['error', 'processed', 'processed'],
      );
      const told = await opened.database.all<{ code: string }>(
        "SELECT code FROM event WHERE code IN ('package.loaded', 'package.error') ORDER BY code",
      );
      assert.deepEqual(
        told.map((row) => row.code),
        ['package.error', 'package.loaded', 'package.loaded'],
      );
      const counted = await opened.database.get<{ n: number }>(
        'SELECT SUM(document_count) AS n FROM document_type_count',
      );
      assert.equal(Number(counted?.n), 2);
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

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openLedger } from '../../../tests/support/ledger.ts';
import type { ShiftRow } from '../../schema/tables.ts';

const sample = readFileSync(
  new URL('../../../tests/fixtures/sale20260314214500000_347_1.json', import.meta.url),
  'utf8',
);

for (const engine of databasesUnderTest) {
  describe(`ledger on ${engine.name}`, () => {
    it('loads the sample: one shift, five documents, sums to the kopeck, and the same again changes nothing', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      await using road = await openLedger(database);
      const first = await road.bring('5', sample);
      assert.equal(first.outcome, 'processed');
      assert.deepEqual(first.documents, { new: 5, same: 0, enriched: 0, conflict: 0, set_aside: 0 });
      const shift = await database.get<ShiftRow>('SELECT * FROM shift');
      assert.equal(shift?.counted_sale_sum, 24581);
      assert.equal(shift?.counted_refund_sum, 4500);
      assert.equal(shift?.counted_sale_cash, 14581);
      assert.equal(shift?.counted_sale_unmapped, 10000);
      assert.equal(shift?.counted_cash_in, 300000);
      assert.equal(shift?.counted_cash_out, 250000);
      assert.equal(shift?.reported_revenue, 20081);
      assert.equal(shift?.business_date, '2026-03-14');
      assert.equal(shift?.revision, 1);
      const again = await road.bring('5', sample);
      assert.equal(again.outcome, 'already');
      assert.equal(again.documents.new, 0);
      // The same records in another wrapping have another hash: the ledger itself knows them again.
      const wrapped = await road.bring('5', `\uFEFF${sample}`);
      assert.equal(wrapped.outcome, 'already');
      assert.deepEqual(wrapped.documents, { new: 0, same: 5, enriched: 0, conflict: 0, set_aside: 0 });
      const after = await database.all<ShiftRow>('SELECT * FROM shift');
      assert.deepEqual(
        after.map((row) => ({ ...row })),
        [{ ...shift }],
      );
    });
  });
}

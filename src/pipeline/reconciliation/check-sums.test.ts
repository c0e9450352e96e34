import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';

/** The checks must cost the same in a shop of ten years as in a new one: only the shift itself is found, by its index. */
const QUERIES = {
  document_odd:
    'SELECT SUM(ABS(sums_difference)) FROM document WHERE shop_id = ? AND shift_id = ? AND (sums_difference <> 0 OR faults <> 0)',
  document_unfinished:
    'SELECT COUNT(*) FROM document WHERE shop_id = ? AND shift_id = ? AND (closed_at IS NULL OR closed_state = 0)',
  document_by_identity:
    'SELECT MIN(receipt_number) FROM document WHERE shop_id = ? AND shift_id = ? AND receipt_number > 0',
  receipt_gap_by_shift: 'SELECT SUM(missing_count) FROM receipt_gap WHERE shop_id = ? AND shift_id = ?',
  shift_case_by_shift: 'SELECT * FROM shift_case WHERE shop_id = ? AND shift_id = ? AND ended_utc IS NULL',
};

for (const engine of databasesUnderTest)
  if (engine.name === 'sqlite')
    test('C1–C7: SQLite finds what the checks read of a shift by the index of the shift', async () => {
      await using opened = await engine.open();
      for (const [index, query] of Object.entries(QUERIES)) {
        const plan = await opened.database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ['a', 1]);
        const text = plan.map(({ detail }) => detail).join(' ');
        assert.match(text, new RegExp(`USING INDEX ${index} \\(shop_id=\\? AND shift_id=\\?`), text);
      }
    });

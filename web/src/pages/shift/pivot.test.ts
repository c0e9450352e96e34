import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pivotTotals } from './pivot.ts';

const entry = (
  paymentClass: 'cash' | 'noncash' | 'other' | 'unmapped',
  departmentCode: string,
  hour: string,
  saleSum: string,
  refundSum = '0.00',
) => ({
  paymentClass,
  departmentCode,
  hour,
  saleSum,
  refundSum,
});

test('rows go by hour and department, columns by the classes that occur', () => {
  const pivot = pivotTotals([
    entry('cash', '10', '2026-03-14T15', '30.00'),
    entry('noncash', '2', '2026-03-14T09', '100.00'),
    entry('cash', '2', '2026-03-14T09', '115.81', '45.00'),
    entry('cash', '2', '2026-03-14T15', '1.00'),
  ]);
  assert.deepEqual(pivot.classes, ['cash', 'noncash']);
  assert.deepEqual(
    pivot.rows.map((row) => `${row.hour} ${row.departmentCode}`),
    ['2026-03-14T09 2', '2026-03-14T15 2', '2026-03-14T15 10'],
  );
  assert.deepEqual(pivot.rows[0]?.all, { sales: 21_581, refunds: 4_500 });
  assert.deepEqual(pivot.total.all, { sales: 24_681, refunds: 4_500 });
});

test('the total is the sum of the rows and of the classes, to the kopeck', () => {
  const amount = fc
    .integer({ min: 0, max: 10_000_000 })
    .map((kopecks) => `${Math.floor(kopecks / 100)}.${String(kopecks % 100).padStart(2, '0')}`);
  const totals = fc.array(
    fc.record({
      paymentClass: fc.constantFrom('cash', 'noncash', 'other', 'unmapped'),
      departmentCode: fc.constantFrom('1', '2', '10'),
      hour: fc.constantFrom('2026-03-14T09', '2026-03-14T10'),
      saleSum: amount,
      refundSum: amount,
    }),
  );
  fc.assert(
    fc.property(totals, (entries) => {
      const pivot = pivotTotals(entries);
      const rows = pivot.rows.reduce((sum, row) => sum + row.all.sales - row.all.refunds, 0);
      const classes = pivot.classes.reduce((sum, name) => {
        const cell = pivot.total.cells[name] ?? { sales: 0, refunds: 0 };
        return sum + cell.sales - cell.refunds;
      }, 0);
      assert.equal(rows, pivot.total.all.sales - pivot.total.all.refunds);
      assert.equal(classes, rows);
    }),
  );
});

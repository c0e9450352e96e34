import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentRow, GapRow } from '../../../../contracts/web-api.ts';
import { linesOf } from './receipt-lines.ts';

const document = (receiptNumber: number | null) => ({ receiptNumber }) as DocumentRow;
const gap = (first: number, last: number) => ({ first, last }) as GapRow;
const numbers = (documents: (number | null)[], gaps: [number, number][]) =>
  linesOf(
    documents.map(document),
    gaps.map(([first, last]) => gap(first, last)),
  ).map((line) => (line.document === undefined ? `${line.gap.first}–${line.gap.last}` : line.document.receiptNumber));

test('a hole stands before the first greater number, one at the end after all, documents without a number stay', () => {
  assert.deepEqual(numbers([117, 119, null, 120], [[118, 118]]), [117, '118–118', 119, null, 120]);
  assert.deepEqual(
    numbers(
      [null, 5, 6],
      [
        [7, 9],
        [1, 4],
      ],
    ),
    [null, '1–4', 5, 6, '7–9'],
  );
  assert.deepEqual(numbers([], [[1, 3]]), ['1–3']);
});

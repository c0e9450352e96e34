import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import { type TieOutLine, tieOutLines } from './tie-out-lines.ts';

type Input = Pick<ShiftDetail, 'figures' | 'counts' | 'totals'>;

const roubles = (kopecks: number) => `${kopecks < 0 ? '-' : ''}${(Math.abs(kopecks) / 100).toFixed(2)}`;
const figure = (counted: number, reported: number | null = null) => ({
  reported: reported === null ? null : roubles(reported),
  counted: roubles(counted),
  difference: reported === null ? null : roubles(reported - counted),
});

type Parts = { cash: number; noncash: number; other: number; unmapped: number };
const sumOf = (parts: Parts) => parts.cash + parts.noncash + parts.other + parts.unmapped;

/** A shift whose register reported everything as it is, or nothing. */
function shiftOf(sales: Parts, refunds: Parts, reported: boolean): Input {
  const both = (counted: number) => figure(counted, reported ? counted : null);
  return {
    figures: {
      saleSum: both(sumOf(sales)),
      saleCash: both(sales.cash),
      saleNoncash: both(sales.noncash),
      saleOther: both(sales.other),
      refundSum: both(sumOf(refunds)),
      refundCash: both(refunds.cash),
      refundNoncash: both(refunds.noncash),
      revenue: both(sumOf(sales) - sumOf(refunds)),
      revenueCash: both(sales.cash - refunds.cash),
      revenueNoncash: both(sales.noncash - refunds.noncash),
      drawerSum: both(0),
    },
    counts: { saleCount: { reported: null, counted: 1 }, refundCount: { reported: null, counted: 0 } },
    totals: [
      {
        paymentClass: 'unmapped',
        departmentCode: '1',
        hour: '2026-03-14T09',
        saleSum: roubles(sales.unmapped),
        refundSum: roubles(refunds.unmapped),
      },
    ],
  };
}

/** Totals with the parts that stand under them. */
function groups(lines: TieOutLine[]): { total: TieOutLine; parts: TieOutLine[] }[] {
  const found: { total: TieOutLine; parts: TieOutLine[] }[] = [];
  for (const line of lines) {
    if (line.part) found.at(-1)?.parts.push(line);
    else found.push({ total: line, parts: [] });
  }
  return found.filter(({ parts }) => parts.length > 0);
}

test('the parts of every group add up to its total, on both sides', () => {
  const kopecks = fc.integer({ min: 0, max: 10_000_000 });
  const parts = fc.record({
    cash: kopecks,
    noncash: kopecks,
    other: kopecks,
    unmapped: fc.oneof(fc.constant(0), kopecks),
  });
  fc.assert(
    fc.property(parts, parts, fc.boolean(), (sales, refunds, reported) => {
      const found = groups(tieOutLines(shiftOf(sales, refunds, reported)));
      assert.equal(found.length, 3);
      for (const { total, parts: lines } of found) {
        assert.equal(
          lines.reduce((sum, line) => sum + line.counted, 0),
          total.counted,
          total.figure,
        );
        if (reported)
          assert.equal(
            lines.reduce((sum, line) => sum + (line.reported ?? 0), 0),
            total.reported,
            total.figure,
          );
      }
    }),
  );
});

test('money of no class has a line only where there is some, and is not held against the register', () => {
  const none = { cash: 100, noncash: 0, other: 50, unmapped: 0 };
  const plain = tieOutLines(shiftOf(none, none, true)).map((line) => line.figure);
  assert.ok(!plain.some((name) => name.endsWith('Unmapped')));
  assert.ok(plain.includes('refundOther') && plain.includes('revenueOther'));

  const some = tieOutLines(shiftOf({ ...none, unmapped: 70 }, none, true));
  const sale = some.find((line) => line.figure === 'saleUnmapped');
  assert.deepEqual([sale?.reported, sale?.counted, sale?.difference], [70, 70, 0]);
  assert.equal(some.find((line) => line.figure === 'revenueUnmapped')?.counted, 70);
  assert.equal(some.find((line) => line.figure === 'revenueOther')?.difference, null);
  assert.ok(!some.some((line) => line.figure === 'refundUnmapped'));
});

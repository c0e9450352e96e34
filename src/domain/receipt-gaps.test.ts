import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { followGaps, type KnownGap } from './gap-life.ts';
import { addWallClock } from './local-time.ts';
import {
  type Hole,
  holesOf,
  MOST_HOLES,
  MOST_IN_HOLE,
  type NumberedReceipt,
  runsOf,
  type ShiftNumbers,
} from './receipt-gaps.ts';

const OPEN = '2026-03-14T08:00:00';
const CLOSE = '2026-03-14T22:00:00';

/** Receipts a minute apart in the given order. */
function sold(...numbers: number[]): NumberedReceipt[] {
  return numbers.map((number, index) => ({ number, at: addWallClock(OPEN, (index + 1) * 60_000) }));
}

function shiftOf(receipts: NumberedReceipt[], more: Partial<ShiftNumbers> = {}): ShiftNumbers {
  const ends = { reportedFirst: null, reportedLast: null, previous: null, beforePrevious: null };
  return { runs: runsOf(receipts), openedAt: OPEN, closedAt: CLOSE, ...ends, ...more };
}

const spans = (holes: Hole[]) => holes.map(({ first, last, missing }) => [first, last, missing]);
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
const earlier = (firstNumber: number, lastNumber: number) => ({
  firstNumber,
  lastNumber,
  lastAt: '2026-03-13T21:59:00',
});

describe('C5: holes in receipt numbers', () => {
  it('a missing receipt is a hole with the times of its neighbours; neighbours that touch are one', () => {
    const [one, two] = holesOf(shiftOf(sold(101, 102, 105, 107)));
    assert.deepEqual(one, {
      first: 103,
      last: 104,
      missing: 2,
      fromAt: '2026-03-14T08:02:00',
      toAt: '2026-03-14T08:03:00',
    });
    assert.deepEqual([two?.first, two?.last], [106, 106]);
  });

  it('normal: no receipts, receipts out of turn, numbers twice, numbering that begins anew within the shift', () => {
    for (const numbers of [[], [5], [5, 7, 6, 8], [5, 6, 6, 7], [...range(5000, 5050), ...range(1, 20)]])
      assert.deepEqual(holesOf(shiftOf(sold(...numbers))), [], numbers.join(' '));
  });

  it('a hole within each of two numberings is seen', () => {
    assert.deepEqual(spans(holesOf(shiftOf(sold(5000, 5001, 5003, 1, 2, 4)))), [
      [3, 3, 1],
      [5002, 5002, 1],
    ]);
  });

  it('the ends that the register reports hold: also of a shift without any receipt', () => {
    const reported = { reportedFirst: 101, reportedLast: 110 };
    assert.deepEqual(spans(holesOf(shiftOf(sold(...range(103, 108)), reported))), [
      [101, 102, 2],
      [109, 110, 2],
    ]);
    assert.deepEqual(holesOf(shiftOf([], reported)), [
      { first: 101, last: 110, missing: 10, fromAt: OPEN, toAt: CLOSE },
    ]);
    // Ends that have nothing to do with the receipts, or are turned round, are not believed.
    for (const ends of [
      { reportedFirst: 900, reportedLast: 910 },
      { reportedFirst: 110, reportedLast: 101 },
      { reportedFirst: 0, reportedLast: 0 },
    ])
      assert.deepEqual(holesOf(shiftOf(sold(...range(101, 110)), ends)), []);
  });

  it('between two shifts: a numbering that goes on, one that begins with each shift, a first shift', () => {
    const goesOn = { previous: earlier(1, 100) };
    assert.deepEqual(holesOf(shiftOf(sold(104, 105), goesOn)), [
      { first: 101, last: 103, missing: 3, fromAt: '2026-03-13T21:59:00', toAt: '2026-03-14T08:01:00' },
    ]);
    const eachAnew = { previous: earlier(1, 80), beforePrevious: earlier(1, 90) };
    assert.deepEqual(spans(holesOf(shiftOf(sold(3, 4), eachAnew))), [[1, 2, 2]]);
    assert.deepEqual(holesOf(shiftOf(sold(1, 2, 3), eachAnew)), []);
    assert.deepEqual(holesOf(shiftOf(sold(1, 2), goesOn)), [], 'a device that was replaced');
    assert.deepEqual(holesOf(shiftOf(sold(4711, 4712))), [], 'nothing is known of what was before');
  });

  it('a clock that was set back does not turn the period round', () => {
    const [hole] = holesOf(
      shiftOf(
        [
          { number: 1, at: '2026-03-14T10:00:00' },
          { number: 3, at: '2026-03-14T08:00:00' },
        ].toReversed(),
      ),
    );
    assert.ok(hole !== undefined && String(hole.fromAt) < String(hole.toAt));
  });

  it('no flood: wild numbers are a bounded number of holes that still count what is missing', () => {
    const wild = sold(...range(1, 200).map((index) => index * 1000));
    const holes = holesOf(shiftOf(wild));
    assert.equal(holes.length, MOST_HOLES);
    assert.equal(
      holes.reduce((sum, hole) => sum + hole.missing, 0),
      199 * 999,
    );
    const [jump] = holesOf(shiftOf(sold(1, 900_000)));
    assert.ok((jump?.missing ?? 0) > MOST_IN_HOLE);
  });

  it('property: what is missing in a shift is exactly what is not held between its ends', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 100, max: 130 }), { minLength: 1 }), (numbers) => {
        const held = [...numbers].sort((a, b) => a - b);
        const holes = holesOf(shiftOf(sold(...held)));
        const missing = range(held[0] ?? 0, held.at(-1) ?? 0).filter((number) => !held.includes(number));
        assert.deepEqual(
          holes.flatMap(({ first, last }) => range(first, last)),
          missing,
        );
      }),
    );
  });
});

const hole = (first: number, last: number): Hole => ({
  first,
  last,
  missing: last - first + 1,
  fromAt: null,
  toAt: null,
});

describe('the life of holes', () => {
  it('appears, shrinks, parts, is filled; what the register has not stays so', () => {
    assert.deepEqual(followGaps([], [hole(5, 9)]), [{ kind: 'appeared', hole: hole(5, 9) }]);
    const known = [{ id: 1, first: 5, last: 9, settled: false }];
    assert.deepEqual(followGaps(known, [hole(6, 9)]), [{ kind: 'kept', id: 1, hole: hole(6, 9) }]);
    assert.deepEqual(followGaps(known, [hole(5, 6), hole(8, 9)]), [
      { kind: 'kept', id: 1, hole: hole(5, 6) },
      { kind: 'parted', of: 1, hole: hole(8, 9) },
    ]);
    assert.deepEqual(followGaps(known, []), [{ kind: 'filled', id: 1 }]);
    const settled = [{ id: 1, first: 5, last: 9, settled: true }];
    assert.deepEqual(followGaps(settled, [hole(5, 12)]), [
      { kind: 'kept', id: 1, hole: hole(5, 9) },
      { kind: 'appeared', hole: hole(10, 12) },
    ]);
  });

  it('property: afterwards exactly the missing numbers are known, and nothing is forgotten', () => {
    const span = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 5 }));
    const apart = (pairs: [number, number][]) => {
      const spans: { first: number; last: number }[] = [];
      for (const [first, length] of pairs.sort((a, b) => a[0] - b[0]))
        if (first > (spans.at(-1)?.last ?? -1) + 1) spans.push({ first, last: first + length });
      return spans;
    };
    fc.assert(
      fc.property(fc.array(span), fc.array(span), fc.array(fc.boolean()), (before, after, settled) => {
        const known: KnownGap[] = apart(before).map((one, index) => ({
          ...one,
          id: index + 1,
          settled: settled[index] ?? false,
        }));
        const holes = apart(after).map(({ first, last }) => hole(first, last));
        const changes = followGaps(known, holes);
        const now = changes.flatMap((change) => ('hole' in change ? [change.hole] : []));
        const numbers = (spans: { first: number; last: number }[]) =>
          spans.flatMap(({ first, last }) => range(first, last));
        for (const number of numbers(holes)) assert.ok(numbers(now).includes(number), `${number} is forgotten`);
        const ids = changes.flatMap((change) => ('id' in change ? [change.id] : []));
        assert.deepEqual(
          [...ids].sort((a, b) => a - b),
          known.map(({ id }) => id),
          'each known hole is spoken of once',
        );
      }),
    );
  });
});

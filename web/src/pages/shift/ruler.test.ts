import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulerOf } from './ruler.ts';

const held = (...numbers: (number | null)[]) => numbers.map((receiptNumber) => ({ receiptNumber }));
const hole = (first: number, last: number, missing = last - first + 1) => ({ first, last, missing });

test('nothing is drawn while no number is missing', () => {
  assert.equal(rulerOf(held(1, 2, 3), []), null);
});

test('AC19: each hole is a notch at its place among the numbers, in their order', () => {
  const ruler = rulerOf(held(101, 105, null, 110), [hole(106, 107), hole(102, 104)]);
  assert.deepEqual(
    { ...ruler, notches: ruler?.notches.map(({ from, to }) => [from, to]) },
    {
      first: 101,
      last: 110,
      missing: 5,
      notches: [
        [0.1, 0.4],
        [0.5, 0.7],
      ],
    },
  );
});

test('a hole before the first receipt and one that is told of as many lengthen the band', () => {
  const ruler = rulerOf(held(10), [hole(1, 5, 3)]);
  assert.deepEqual([ruler?.first, ruler?.last, ruler?.missing], [1, 10, 3]);
});

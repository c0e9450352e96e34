import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { heldRanges } from './number-ranges.ts';

test('ranges hold exactly the numbers between the ends that are in no hole, in order and apart', () => {
  const range = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 6 })).map(([first, more]) => ({
    first,
    last: first + more,
  }));
  fc.assert(
    fc.property(range, fc.array(range, { maxLength: 5 }), (ends, holes) => {
      const ranges = heldRanges(ends, holes);
      const inside = (number: number, list: readonly { first: number; last: number }[]) =>
        list.some(({ first, last }) => number >= first && number <= last);
      for (let number = 0; number < 60; number += 1)
        assert.equal(inside(number, ranges), inside(number, [ends]) && !inside(number, holes), `${number}`);
      for (const [at, one] of ranges.entries()) {
        assert.ok(one.first <= one.last);
        const before = ranges[at - 1];
        if (before !== undefined) assert.ok(one.first > before.last + 1, 'neighbours are one range');
      }
    }),
  );
  assert.deepEqual(heldRanges(null, [{ first: 1, last: 2 }]), []);
});

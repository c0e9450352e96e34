import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holdOrder } from './held-order.ts';

const item = (id: string, row: number) => ({ id, row });

test('values change in place, new rows wait, gone rows stay', () => {
  const held = holdOrder([item('a', 1), item('b', 2)], [item('c', 3), item('b', 20)]);
  assert.deepEqual(held.items, [
    { id: 'a', row: 1, gone: true },
    { id: 'b', row: 20, gone: false },
  ]);
  assert.equal(held.waiting, 1);
});

test('whatever comes, no row moves', () => {
  const list = fc.uniqueArray(fc.record({ id: fc.string(), row: fc.integer() }), { selector: (entry) => entry.id });
  fc.assert(
    fc.property(list, list, (shown, fresh) => {
      const held = holdOrder(shown, fresh);
      assert.deepEqual(
        held.items.map((entry) => entry.id),
        shown.map((entry) => entry.id),
      );
      const known = new Set(shown.map((entry) => entry.id));
      assert.equal(held.waiting, fresh.filter((entry) => !known.has(entry.id)).length);
    }),
  );
});

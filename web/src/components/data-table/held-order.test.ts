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

test('the rows of a further page come at once, those before and between wait', () => {
  const shown = [item('a', 1), item('b', 2)];
  const fresh = ['n', 'a', 'm', 'b', 'c', 'd'].map((id, at) => item(id, at));
  const held = holdOrder(shown, fresh);
  assert.deepEqual(
    held.items.map(({ id }) => id),
    ['a', 'b', 'c', 'd'],
  );
  assert.equal(held.waiting, 2);
});

test('whatever comes, no row moves', () => {
  const list = fc.uniqueArray(fc.record({ id: fc.string(), row: fc.integer() }), { selector: (entry) => entry.id });
  fc.assert(
    fc.property(list, list, (shown, fresh) => {
      const held = holdOrder(shown, fresh);
      const ids = held.items.map((entry) => entry.id);
      assert.deepEqual(
        ids.slice(0, shown.length),
        shown.map((entry) => entry.id),
      );
      const known = new Set(shown.map((entry) => entry.id));
      const unknown = fresh.filter((entry) => !known.has(entry.id)).map((entry) => entry.id);
      // Those behind the last known row have come, in their order; the others wait.
      const come = ids.slice(shown.length);
      assert.deepEqual(come, come.length === 0 ? [] : fresh.slice(-come.length).map((entry) => entry.id));
      assert.equal(held.waiting, unknown.length - come.length);
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createByteBudget } from './byte-budget.ts';

const settled = () => new Promise(setImmediate);

test('who asks first is served first, even when a later one would fit', async () => {
  const budget = createByteBudget(10);
  const order: string[] = [];
  const giveBack = await budget.take(6);
  const large = budget.take(8).then((release) => {
    order.push('large');
    return release;
  });
  const small = budget.take(1).then((release) => {
    order.push('small');
    return release;
  });
  await settled();
  assert.deepEqual(order, []);
  giveBack();
  (await large)();
  (await small)();
  assert.deepEqual(order, ['large', 'small']);
  assert.equal(budget.used(), 0);
});

test('a package larger than the budget passes alone', async () => {
  const budget = createByteBudget(10);
  const first = await budget.take(3);
  const huge = budget.take(1000);
  first();
  const release = await huge;
  assert.equal(budget.used(), 1000);
  release();
  release();
  assert.equal(budget.used(), 0);
});

test('who gives up waiting makes room for the next', async () => {
  const budget = createByteBudget(10);
  const first = await budget.take(6);
  const leaving = new AbortController();
  const large = budget.take(8, leaving.signal);
  const small = budget.take(2);
  leaving.abort(new Error('gone'));
  await assert.rejects(large, /gone/);
  (await small)();
  first();
  assert.equal(budget.used(), 0);
});

test('whatever is asked for, everybody is served and no two exceed the budget together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(40), { maxLength: 40 }), async (sizes) => {
      const budget = createByteBudget(20);
      let [bytes, holders] = [0, 0];
      await Promise.all(
        sizes.map(async (size) => {
          const release = await budget.take(size);
          bytes += size;
          holders += 1;
          assert.ok(bytes <= 20 || bytes === size, `${bytes} bytes with ${holders} holders`);
          await settled();
          bytes -= size;
          holders -= 1;
          release();
        }),
      );
      assert.equal(budget.used(), 0);
    }),
    { numRuns: 50 },
  );
});

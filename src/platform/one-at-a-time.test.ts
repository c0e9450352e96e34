import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOneAtATime } from './one-at-a-time.ts';

test('work runs one at a time in its order, behind a failure as well, and each caller gets its own result', async () => {
  const oneAtATime = createOneAtATime();
  const told: string[] = [];
  const work = (name: string) => async () => {
    told.push(`${name} begins`);
    await new Promise(setImmediate);
    told.push(`${name} ends`);
    if (name === 'b') throw new Error('b failed');
    return name;
  };
  const [a, b, c] = await Promise.allSettled(['a', 'b', 'c'].map((name) => oneAtATime(work(name))));
  assert.deepEqual(told, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  assert.deepEqual(
    [a, c],
    [
      { status: 'fulfilled', value: 'a' },
      { status: 'fulfilled', value: 'c' },
    ],
  );
  assert.equal(b?.status, 'rejected');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutage } from './outage.ts';

const CAUSE = new Error('no answer');

function watched(settlesMs: number) {
  const told: string[] = [];
  const { promise: back, resolve } = Promise.withResolvers<void>();
  const outage = createOutage({
    settlesMs,
    onAway: () => told.push('away'),
    onBack: () => {
      told.push('back');
      resolve();
    },
  });
  return { outage, told, back };
}

test('one outage is told once, however many loops meet it, and its end when it has settled', async () => {
  const { outage, told, back } = watched(5);
  const begun = outage.recoveries();
  for (let loop = 0; loop < 3; loop += 1) outage.failed(CAUSE, begun);
  outage.recovered();
  outage.recovered();
  assert.deepEqual(told, ['away']);
  await back;
  // A turn that began before it was back tells of the same outage.
  outage.failed(CAUSE, begun);
  assert.deepEqual(told, ['away', 'back']);
  outage.failed(CAUSE, outage.recoveries());
  assert.deepEqual(told, ['away', 'back', 'away']);
  outage.stop();
});

test('a database that answers one loop and refuses the next while it ends is one outage', async () => {
  const { outage, told, back } = watched(5);
  outage.failed(CAUSE, outage.recoveries());
  outage.recovered();
  outage.failed(CAUSE, outage.recoveries());
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.deepEqual(told, ['away']);
  outage.recovered();
  await back;
  assert.deepEqual(told, ['away', 'back']);
});

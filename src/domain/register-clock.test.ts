import assert from 'node:assert/strict';
import { it } from 'node:test';
import { clockOffset } from './register-clock.ts';

const MINUTE = 60_000;
const TOLERANCE = 15 * MINUTE;
const NOON = Date.UTC(2026, 10, 26, 12);

/** Receipts sold so many minutes ago, newest first; `late` is how long each took to arrive, in minutes. */
const arrived = (soldAgo: number[], late: (index: number) => number) =>
  soldAgo.map((ago, index) => {
    const soldMs = NOON - ago * MINUTE;
    return { soldMs, arrivedMs: soldMs + late(index) * MINUTE };
  });

it('a fast clock shows with the first receipt, in minutes', () => {
  assert.equal(
    clockOffset(
      arrived([0], () => -120),
      TOLERANCE,
    ),
    120 * MINUTE,
  );
  assert.equal(
    clockOffset(
      arrived([0], () => -14),
      TOLERANCE,
    ),
    0,
  );
});

it('a slow clock is late by the same time again and again', () => {
  assert.equal(
    clockOffset(
      arrived([0, 2, 4, 6, 8], () => 120),
      TOLERANCE,
    ),
    -120 * MINUTE,
  );
  assert.equal(
    clockOffset(
      arrived([0, 2, 4, 6], () => 120),
      TOLERANCE,
    ),
    null,
    'too few to tell',
  );
});

it('a register that sends what had waited, or old sales that were asked for, is not slow', () => {
  // All arrive at once, so the older ones are later.
  assert.equal(
    clockOffset(
      arrived([60, 70, 80, 90, 100], (index) => 60 + index * 10),
      TOLERANCE,
    ),
    null,
  );
  // One moment of trade says nothing of the clock.
  assert.equal(
    clockOffset(
      arrived([0, 0, 0, 0, 0], () => 120),
      TOLERANCE,
    ),
    null,
  );
  assert.equal(clockOffset([], TOLERANCE), null);
});

it('a clock that was set right is right with the next receipt', () => {
  assert.equal(
    clockOffset(
      arrived([0, 2, 4], (index) => (index === 0 ? 0 : -120)),
      TOLERANCE,
    ),
    0,
  );
});

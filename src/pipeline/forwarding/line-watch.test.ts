import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utcText } from '../../platform/clock.ts';
import { createLineWatch } from './line-watch.ts';

test('M17: a line stands still when something is due and nothing was acknowledged for so long; it is told of once each time', () => {
  const clock = { nowMs: Date.UTC(2026, 10, 26, 9), now: () => clock.nowMs };
  const told: unknown[] = [];
  const parts = { clock, afterMs: 60_000, address: 'centre:10001' };
  const watch = createLineWatch({
    ...parts,
    events: ({ code, params }) => void told.push([code, params['n'], params['since']]),
  });
  clock.nowMs += 600_000;
  assert.equal(watch.look(0, null), false, 'nothing to do is no fault');
  const began = clock.nowMs;
  clock.nowMs += 59_999;
  assert.equal(watch.look(3, null), false);
  clock.nowMs += 1;
  assert.equal(watch.look(4, null), true);
  assert.equal(watch.look(5, null), true);
  assert.deepEqual(told, [['upper.stuck', 4, utcText(began)]]);
  assert.equal(watch.look(4, utcText(clock.nowMs)), false, 'it moves');
  const moved = clock.nowMs;
  clock.nowMs += 60_000;
  assert.equal(watch.look(4, utcText(moved)), true);
  assert.equal(told.length, 2);
});

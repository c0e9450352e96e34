import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growingPause } from './growing-pause.ts';

const limits = { firstMs: 1_000, longestMs: 60_000 };

test('each pause is twice the one before up to the longest, from half of it on', () => {
  const most = [1, 2, 3, 6, 7, 8, 5_000].map((failures) => growingPause(failures, limits, () => 0.999_999));
  assert.deepEqual(most, [1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000]);
  const least = [1, 2, 7].map((failures) => growingPause(failures, limits, () => 0));
  assert.deepEqual(least, [500, 1_000, 30_000]);
});

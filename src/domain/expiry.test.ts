import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expiryState, isForgotten } from './expiry.ts';

test('M18: what ends is good until 30 days before, ends soon until its end, and is forgotten 30 days after', () => {
  const end = Date.parse('2026-12-31T00:00:00Z');
  const days = (count: number) => end + count * 86_400_000;
  assert.deepEqual(
    [days(-30), days(-30) + 1, end - 1, end, days(30) - 1, days(30)].map((nowMs) => [
      expiryState(end, nowMs),
      isForgotten(end, nowMs),
    ]),
    [
      ['good', false],
      ['ends_soon', false],
      ['ends_soon', false],
      ['ended', false],
      ['ended', false],
      ['ended', true],
    ],
  );
});

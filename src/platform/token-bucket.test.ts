import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTokenBucket } from './token-bucket.ts';

function stand() {
  const clock = { nowMs: 1_000_000, now: () => clock.nowMs };
  return clock;
}

test('without a limit nothing ever waits', () => {
  const bucket = createTokenBucket(null, stand());
  bucket.take(1_000_000_000);
  assert.equal(bucket.waitMs(), 0);
});

test('what is larger than the bucket goes at once and is paid for afterwards', () => {
  const clock = stand();
  const bucket = createTokenBucket(1_000, clock);
  assert.equal(bucket.waitMs(), 0);
  bucket.take(5_000);
  assert.equal(bucket.waitMs(), 4_000);
  clock.nowMs += 3_999;
  assert.equal(bucket.waitMs(), 1);
  clock.nowMs += 2;
  assert.equal(bucket.waitMs(), 0);
});

test('a pause fills the bucket once and not more, and a clock that is set back adds nothing', () => {
  const clock = stand();
  const bucket = createTokenBucket(1_000, clock);
  clock.nowMs += 3_600_000;
  bucket.take(2_000);
  assert.equal(bucket.waitMs(), 1_000);
  clock.nowMs -= 3_600_000;
  assert.equal(bucket.waitMs(), 1_000);
  clock.nowMs += 1_001;
  assert.equal(bucket.waitMs(), 0);
});

test('over any time no more goes than the rate, the bucket and the last package', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), sizes, (rate, all) => {
      const clock = stand();
      const began = clock.nowMs;
      const bucket = createTokenBucket(rate, clock);
      let sent = 0;
      for (const size of all) {
        clock.nowMs += bucket.waitMs();
        assert.ok(sent <= rate + ((clock.nowMs - began) * rate) / 1000 + 1, 'before the next goes');
        bucket.take(size);
        sent += size;
      }
    }),
  );
});

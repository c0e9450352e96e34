import assert from 'node:assert/strict';
import { it } from 'node:test';
import { askPauseMs, habitsOf, receiptsExpected } from './silence.ts';

const HALF_HOUR = 30 * 60_000;
const days = (count: number) => Array.from({ length: count }, (_, index) => `2026-11-${String(19 + index)}`);
/** Sells from nine to eight in the evening on so many days before the 26th. */
const trading = (count: number) =>
  habitsOf(
    days(count).flatMap((day) =>
      Array.from({ length: 11 }, (_, hour) => `${day}T${String(9 + hour).padStart(2, '0')}`),
    ),
  );

it('A6: silence is not the same as no sales: at night nothing is expected, with or without an open shift', () => {
  const open = { openedAt: '2026-11-26T08:55:00' };
  assert.equal(receiptsExpected('2026-11-26T23:30:00', HALF_HOUR, trading(7), open), null);
  assert.equal(receiptsExpected('2026-11-26T03:00:00', HALF_HOUR, trading(7), null), null);
  assert.equal(receiptsExpected('2026-11-26T12:00:00', HALF_HOUR, trading(7), open), 'open_shift');
  assert.equal(receiptsExpected('2026-11-26T12:00:00', HALF_HOUR, trading(7), null), 'usual_hour');
});

it('at opening time a register is given the time after which silence is long', () => {
  assert.equal(receiptsExpected('2026-11-26T09:10:00', HALF_HOUR, trading(7), null), null);
  assert.equal(receiptsExpected('2026-11-26T09:30:00', HALF_HOUR, trading(7), null), 'usual_hour');
});

it('a register without habits is expected to sell while its shift is open, and a shift forgotten for days promises nothing', () => {
  const few = trading(3);
  assert.equal(
    receiptsExpected('2026-11-26T12:00:00', HALF_HOUR, few, { openedAt: '2026-11-26T08:55:00' }),
    'open_shift',
  );
  assert.equal(receiptsExpected('2026-11-26T12:00:00', HALF_HOUR, few, { openedAt: '2026-11-24T08:55:00' }), null);
  assert.equal(receiptsExpected('2026-11-26T12:00:00', HALF_HOUR, few, { openedAt: null }), null);
  assert.equal(receiptsExpected('2026-11-26T12:00:00', HALF_HOUR, few, null), null);
});

it('pauses double and end at the longest', () => {
  const pauses = { firstMs: 120_000, longestMs: 3_600_000 };
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6, 1000].map((n) => askPauseMs(n, pauses) / 60_000),
    [2, 2, 4, 8, 16, 32, 60, 60],
  );
});

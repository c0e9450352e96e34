import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { daysTouched, needsConfirmation, periodFault } from './load-period.ts';

const whole = (from: string, to: string) => ({ from: `${from}T00:00:00`, to: `${to}T23:59:59` });

test('M10: seven calendar days ask, six do not', () => {
  assert.equal(daysTouched(whole('2026-11-01', '2026-11-07')), 7);
  assert.equal(needsConfirmation(whole('2026-11-01', '2026-11-07')), true);
  assert.equal(needsConfirmation(whole('2026-11-01', '2026-11-06')), false);
});

test('M10: what counts are the days touched, not the hours between', () => {
  assert.equal(daysTouched({ from: '2026-11-01T23:59:59', to: '2026-11-07T00:00:00' }), 7);
  assert.equal(daysTouched({ from: '2026-11-01T10:00:00', to: '2026-11-01T10:00:00' }), 1);
});

test('M10: a change of clocks neither adds nor takes a day', () => {
  for (const [from, to] of [
    ['2026-03-25', '2026-03-31'],
    ['2026-10-20', '2026-10-26'],
    ['2024-02-26', '2024-03-03'],
  ] as const)
    assert.equal(daysTouched(whole(from, to)), 7);
});

test('M10: the threshold can be lowered and not raised', () => {
  const six = whole('2026-11-01', '2026-11-06');
  assert.equal(needsConfirmation(six, 6), true);
  assert.equal(needsConfirmation(whole('2026-11-01', '2026-11-07'), 30), true);
  assert.equal(needsConfirmation(six, 30), false);
});

test('the days of a period are those one walks through', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 800 }), (start, length) => {
      const day = (offset: number) => new Date(Date.UTC(2000, 0, 1 + offset)).toISOString().slice(0, 10);
      assert.equal(daysTouched(whole(day(start), day(start + length))), length + 1);
    }),
  );
});

test('a reversed, a future and an endless period are named', () => {
  const now = '2026-11-26T12:00:00';
  assert.equal(periodFault({ from: '2026-11-26T10:00:00', to: '2026-11-25T10:00:00' }, now), 'reversed');
  assert.equal(periodFault(whole('2026-11-27', '2026-11-28'), now), 'future');
  assert.equal(periodFault(whole('2001-01-01', '2026-11-26'), now), 'too_long');
  assert.equal(periodFault(whole('2026-11-20', '2026-11-26'), now), null);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isTimeZone,
  localDateOf,
  localHourOf,
  parseLocalTime,
  toLocal,
  toUtc,
  wallClockDistance,
} from './local-time.ts';

test('local time: fractions and zone suffixes are dropped, the wall clock counts (F10)', () => {
  const spellings = ['', '.123', ',5', '+03:00', '-0330', 'Z', '.000Z'].map((suffix) => `2026-03-14T08:54:30${suffix}`);
  for (const text of [...spellings, '2026-03-14 08:54:30', ' 2026-03-14T08:54:30.0 ']) {
    assert.deepEqual(parseLocalTime(text), { ok: true, value: '2026-03-14T08:54:30' }, text);
  }
  assert.deepEqual(parseLocalTime('2026-03-14T08:54'), { ok: true, value: '2026-03-14T08:54:00' });
});

test('local time: dates that do not exist are no times', () => {
  for (const text of [
    '2026-02-29T00:00:00',
    '2026-13-01T00:00:00',
    '2026-00-10T00:00:00',
    '2026-01-00T00:00:00',
    '2026-01-01T24:00:00',
    '2026-01-01T00:60:00',
    '2026-01-01T00:00:60',
    '2026-01-01',
    '14.03.2026 08:54',
    'null',
    '',
  ]) {
    assert.deepEqual(parseLocalTime(text), { ok: false, fault: 'not_a_time' }, text);
  }
  assert.equal(parseLocalTime('2028-02-29T00:00:00').ok, true);
});

test('local time: the year 9999 of a broken clock is named', () => {
  for (const text of ['9999-12-31T23:59:59', '1999-12-31T23:59:59', '2101-01-01T00:00:00']) {
    assert.deepEqual(parseLocalTime(text), { ok: false, fault: 'year_out_of_range' }, text);
  }
});

test('local time: date, hour and distance are of the wall clock (M7)', () => {
  assert.equal(localDateOf('2026-03-14T23:59:59'), '2026-03-14');
  assert.equal(localHourOf('2026-03-14T23:59:59'), '2026-03-14T23');
  const day = 86_400_000;
  assert.equal(wallClockDistance('2026-03-14T10:00:00', '2026-03-16T10:00:00'), 2 * day);
  assert.equal(wallClockDistance('2026-03-16T10:00:00', '2026-03-14T10:00:00'), 2 * day);
  // The clocks of Berlin are put forward in between: still two days on the wall.
  assert.equal(wallClockDistance('2026-03-28T10:00:00', '2026-03-30T10:00:00'), 2 * day);
});

test('time zone: of two instants of one wall time the earlier is taken, east and west of Greenwich', () => {
  // Moscow 26.10.2014: +4 until 02:00, then +3; New York 01.11.2026: −4 until 02:00, then −5.
  assert.equal(toUtc('2014-10-26T01:30:00', 'Europe/Moscow'), '2014-10-25T21:30:00Z');
  assert.equal(toUtc('2026-11-01T01:30:00', 'America/New_York'), '2026-11-01T05:30:00Z');
  assert.equal(toUtc('2026-10-25T02:30:00', 'Europe/Berlin'), '2026-10-25T00:30:00Z');
});

test('time zone: a wall time that the clocks skipped is taken as shown after the change', () => {
  assert.equal(toUtc('2026-03-29T02:30:00', 'Europe/Berlin'), '2026-03-29T01:30:00Z');
  assert.equal(toLocal(Date.parse('2026-03-29T01:30:00Z'), 'Europe/Berlin'), '2026-03-29T03:30:00');
  assert.equal(toUtc('2026-03-08T02:30:00', 'America/New_York'), '2026-03-08T07:30:00Z');
});

test('time zone: half and quarter hours, and the date line', () => {
  assert.equal(toUtc('2026-06-01T12:00:00', 'Asia/Kathmandu'), '2026-06-01T06:15:00Z');
  assert.equal(toUtc('2026-06-01T12:00:00', 'Pacific/Kiritimati'), '2026-05-31T22:00:00Z');
  assert.equal(toUtc('2026-06-01T12:00:00', 'UTC'), '2026-06-01T12:00:00Z');
});

test('time zone: local → UTC → local gives the same time outside of skipped hours, in any zone', () => {
  const zones = [
    'Europe/Moscow',
    'Europe/Kaliningrad',
    'Asia/Kamchatka',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
  ];
  const seconds = fc.integer({ min: Date.UTC(2005, 0, 1) / 1000, max: Date.UTC(2035, 0, 1) / 1000 });
  fc.assert(
    fc.property(seconds, fc.constantFrom(...zones), (instant, zone) => {
      // A wall time that is shown at an instant exists, so it must come back; it may be the earlier of two instants.
      const wall = toLocal(instant * 1000, zone);
      const utc = Date.parse(toUtc(wall, zone));
      assert.ok(utc <= instant * 1000);
      assert.equal(toLocal(utc, zone), wall);
    }),
    { numRuns: 2000 },
  );
});

test('time zone: unknown names are told apart', () => {
  assert.equal(isTimeZone('Europe/Moscow'), true);
  assert.equal(isTimeZone('Europe/Moskau'), false);
  assert.equal(isTimeZone(''), false);
});

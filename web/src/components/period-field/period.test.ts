import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addDays, daysOf, isDate, startOfWeek } from './calendar-dates.ts';
import { judgePeriod, presets, shiftPeriod } from './presets.ts';
import { readTypedDate } from './typed-date.ts';

const today = '2026-11-23';

test('dates are read as people type them', () => {
  const cases: [string, string | null][] = [
    ['1.11', '2026-11-01'],
    ['1.12', '2025-12-01'],
    ['29.2', '2024-02-29'],
    ['01.11.26', '2026-11-01'],
    ['01.11.2026', '2026-11-01'],
    ['01112026', '2026-11-01'],
    ['011126', '2026-11-01'],
    ['2026-11-01', '2026-11-01'],
    ['1 Nov 2026', '2026-11-01'],
    ['24 nov', '2025-11-24'],
    ['Вчера', '2026-11-22'],
    ['сегодня-7', '2026-11-16'],
    ['today - 7', '2026-11-16'],
    [' сегодня ', today],
    ['31.02.2026', null],
    ['2026-02-30', null],
    ['завтрак', null],
    ['', null],
    ['12', null],
  ];
  for (const [typed, expected] of cases) assert.equal(readTypedDate(typed, today), expected, typed);
});

test('a date that is written out is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -20_000, max: 20_000 }), (days) => {
      const date = addDays('2026-01-01', days);
      assert.ok(isDate(date));
      const [year = '', month = '', day = ''] = date.split('-');
      assert.equal(readTypedDate(`${day}.${month}.${year}`, today), date);
      assert.equal(daysOf('2026-01-01', date), days + 1);
      assert.ok(startOfWeek(date) <= date && daysOf(startOfWeek(date), date) <= 7);
    }),
  );
});

test('presets count days with both ends', () => {
  const all = presets(today);
  assert.deepEqual(all.days30, { from: '2026-10-25', to: today });
  assert.equal(daysOf(all.days30.from, all.days30.to), 30);
  assert.deepEqual(all.week, { from: '2026-11-23', to: today });
  assert.deepEqual(all.lastWeek, { from: '2026-11-16', to: '2026-11-22' });
  assert.deepEqual(all.lastMonth, { from: '2026-10-01', to: '2026-10-31' });
});

test('a period moves by its own length and stops at today', () => {
  assert.deepEqual(shiftPeriod({ from: '2026-11-01', to: '2026-11-08' }, -1, today), {
    from: '2026-10-24',
    to: '2026-10-31',
  });
  assert.deepEqual(shiftPeriod({ from: '2026-11-20', to: '2026-11-22' }, 1, today), { from: '2026-11-21', to: today });
});

test('reversed dates are swapped, an end in the future is refused', () => {
  assert.deepEqual(judgePeriod('2026-11-08', '2026-11-01', today), {
    ok: true,
    period: { from: '2026-11-01', to: '2026-11-08' },
    swapped: true,
  });
  assert.deepEqual(judgePeriod('2026-11-24', '2026-11-25', today), { ok: false, problem: 'future' });
  assert.deepEqual(judgePeriod('2026-11-01', '2026-11-24', today), { ok: false, problem: 'future' });
  assert.deepEqual(judgePeriod('2026-11-24', '2026-11-01', today), { ok: false, problem: 'future' });
  assert.equal(judgePeriod('2026-11-01', today, today).ok, true);
  assert.deepEqual(judgePeriod(null, today, today), { ok: false, problem: 'notADate' });
});

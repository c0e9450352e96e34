import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDate } from './dates.ts';

for (const [typed, expected] of [
  ['2026-02-28', '2026-02-28'],
  ['14.03.2026', '2026-03-14'],
  ['1.3.2026', '2026-03-01'],
  ['сегодня', '2026-03-01'],
  ['today', '2026-03-01'],
  ['Вчера', '2026-02-28'],
  ['yesterday', '2026-02-28'],
  ['-7d', '2026-02-22'],
  ['-7д', '2026-02-22'],
  ['-0d', '2026-03-01'],
  ['-60d', '2025-12-31'],
  ['2026-02-30', null],
  ['31.11.2026', null],
  ['14.03.26', null],
  ['7d', null],
  ['', null],
  ['constructor', null],
] as const) {
  test(`"${typed}" on 1 March 2026 means ${expected ?? 'nothing'}`, () => {
    assert.equal(parseDate(typed, '2026-03-01'), expected);
  });
}

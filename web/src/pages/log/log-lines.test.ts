import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventRow } from '../../../../contracts/web-api.ts';
import { logLines } from './log-lines.ts';

let last = 100;
function event(text: string, more: Partial<EventRow> = {}): EventRow {
  last -= 1;
  return {
    eventId: last,
    at: new Date(Date.UTC(2026, 2, 14, 10, 0, last)).toISOString(),
    level: 'warning',
    code: 'register.not_synced',
    shopCode: '5',
    registerCode: '12',
    text: { ru: text, en: text },
    who: null,
    durationMs: null,
    transferId: null,
    shiftNumber: null,
    raw: '{}',
    ...more,
  };
}

test('S14: the same told three times and more is one line, whatever the number of the attempt', () => {
  const events = [
    event('Касса 12 не отвечает, попытка 9.'),
    event('Касса 12 не отвечает, попытка 8.'),
    event('Касса 12 не отвечает, попытка 7.'),
    event('Касса 12 не отвечает, попытка 7.', { registerCode: '13' }),
    event('Загрузка T-4 завершена.', { code: 'transfer.done', level: 'info' }),
    event('Загрузка T-40 завершена.', { code: 'transfer.done', level: 'info' }),
    event('Загрузка T-41 завершена.', { code: 'transfer.done', level: 'info' }),
  ];
  const lines = logLines(events, true);
  assert.deepEqual(
    lines.map(({ times }) => times),
    [3, 1, 1, 1, 1],
  );
  assert.equal(lines[0]?.since, events[2]?.at);
  assert.equal(logLines(events, false).length, events.length);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Expiry } from '../../contracts/web-api.ts';
import type { NewEvent } from '../pipeline/event-log/event-log.ts';
import { createExpiryAlarm } from './expiry-alarm.ts';

const row = (name: string, state: Expiry['state'], shopCode: string | null = null): Expiry => ({
  ...{ kind: 'key', name, shopCode, registerCode: shopCode === null ? null : '3', serial: null, state },
  endsAt: '2026-12-01T00:00:00.000Z',
});

test('M18: what ends soon and what has ended is told when it becomes so, when it is something else, and once a day', async () => {
  let expiries: Expiry[] = [];
  let nowMs = Date.parse('2026-11-26T12:00:00Z');
  const events: NewEvent[] = [];
  let hints = 0;
  const look = createExpiryAlarm({
    reports: { expiries: async () => ({ expiries, asOf: new Date(nowMs).toISOString() }) },
    log: { add: (event) => void events.push(event) },
    live: {
      publish() {
        hints += 1;
      },
    },
    clock: { now: () => nowMs },
  });
  const told = async (...rows: Expiry[]) => {
    expiries = rows;
    await look();
    await look();
    return events.splice(0).map(({ code, level, params }) => [code, level, params.n, params.name]);
  };
  assert.deepEqual(await told(row('a', 'good')), []);
  assert.equal(hints, 0);
  assert.deepEqual(await told(row('a', 'ends_soon', '12'), row('b', 'ends_soon')), [
    ['expiry.ends_soon', 'warning', 2, '12/3'],
  ]);
  assert.deepEqual(await told(row('a', 'ended', '12'), row('b', 'ends_soon')), [
    ['expiry.ended', 'error', 1, '12/3'],
    ['expiry.ends_soon', 'warning', 1, 'b'],
  ]);
  nowMs += 86_399_999;
  assert.deepEqual(await told(row('a', 'ended', '12'), row('b', 'ends_soon')), []);
  nowMs += 1;
  assert.equal((await told(row('a', 'ended', '12'), row('b', 'ends_soon'))).length, 2);
  const before = hints;
  assert.deepEqual(await told(row('b', 'good')), []);
  assert.equal(hints, before + 1, 'that all is well again is seen too');
});

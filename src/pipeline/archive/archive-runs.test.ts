import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quietSettings } from '../../../tests/support/archive.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { createArchiveRuns } from './archive-runs.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Runs at 03:33 in Helsinki, where 03:33 does not exist on 2026-03-29 and comes twice on 2026-10-25. */
function stage(database: Parameters<typeof createArchiveRuns>[0]['database'], at: string) {
  const clock = { nowMs: Date.parse(at), now: () => clock.nowMs };
  const settings = { ...quietSettings, timeZone: 'Europe/Helsinki' };
  const runs = createArchiveRuns({ database, clock, settings, rule: { kind: 'daily', times: ['03:33'] } });
  /** Looks as the server does, and does what is due; answers the slot. */
  const look = async () => {
    const slot = await runs.due('files');
    if (slot !== null) await runs.end(await runs.begin('files', slot, null), 'done', {});
    return slot;
  };
  /** The slots that run while the time goes on, looked at every 20 minutes. */
  const live = async (hours: number) => {
    const slots: string[] = [];
    for (let passed = 0; passed < hours * 3; passed += 1) {
      clock.nowMs += HOUR_MS / 3;
      const slot = await look();
      if (slot !== null) slots.push(slot);
    }
    return slots;
  };
  return { clock, runs, look, live };
}

for (const engine of databasesUnderTest) {
  test(`M37 M42 ${engine.name}: every day at 03:33 of the server once; a new server begins with its first slot`, async () => {
    await using opened = await engine.open();
    const { live, look } = stage(opened.database, '2026-11-08T10:00:00Z');
    assert.equal(await look(), null);
    assert.deepEqual(await live(72), ['2026-11-09T03:33:00', '2026-11-10T03:33:00', '2026-11-11T03:33:00']);
  });

  test(`${engine.name}: days that the server slept through are made up by one run, also for the task beside it`, async () => {
    await using opened = await engine.open();
    const { clock, look, runs } = stage(opened.database, '2026-11-08T10:00:00Z');
    await look();
    await runs.due('dictionaries');
    clock.nowMs += 5 * DAY_MS;
    assert.equal(await look(), '2026-11-13T03:33:00');
    assert.equal(await look(), null);
    assert.equal(await runs.due('dictionaries'), '2026-11-13T03:33:00');
  });

  test(`${engine.name}: on the day whose clocks skip 03:33 it runs after the gap, on the day that has it twice once`, async () => {
    await using opened = await engine.open();
    const spring = stage(opened.database, '2026-03-28T12:00:00Z');
    await spring.look();
    assert.deepEqual(await spring.live(48), ['2026-03-29T03:33:00', '2026-03-30T03:33:00']);
    await using other = await engine.open();
    const autumn = stage(other.database, '2026-10-24T12:00:00Z');
    await autumn.look();
    assert.deepEqual(await autumn.live(48), ['2026-10-25T03:33:00', '2026-10-26T03:33:00']);
  });

  test(`${engine.name}: a clock set back or forward makes no day run twice and none be left out`, async () => {
    await using opened = await engine.open();
    const { clock, live, look, runs } = stage(opened.database, '2026-11-08T10:00:00Z');
    await look();
    assert.deepEqual(await live(24), ['2026-11-09T03:33:00']);
    clock.nowMs -= 10 * HOUR_MS;
    assert.deepEqual(await live(12), [], 'set back over a slot that has run');
    clock.nowMs += 400 * DAY_MS;
    assert.deepEqual(await live(1), ['2027-12-14T03:33:00']);
    assert.ok((await runs.daysSinceLast('files')) !== null);
    clock.nowMs -= 400 * DAY_MS;
    assert.deepEqual(await live(24), ['2026-11-10T03:33:00'], 'the days go on');
  });

  test(`${engine.name}: a run that a crash cut short is begun again under its slot`, async () => {
    await using opened = await engine.open();
    const { clock, runs, look } = stage(opened.database, '2026-11-08T10:00:00Z');
    await look();
    clock.nowMs += DAY_MS;
    const first = await runs.begin('files', (await runs.due('files')) ?? assert.fail(), null);
    assert.equal(await runs.due('files'), '2026-11-09T03:33:00');
    assert.equal(await runs.begin('files', '2026-11-09T03:33:00', null), first);
    await runs.end(first, 'partly', {});
    assert.equal(await runs.due('files'), null);
    assert.equal(await runs.daysSinceLast('files'), 0);
    assert.equal(await runs.daysSinceLast('check'), null);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StorageState } from '../../contracts/web-api.ts';
import { databasesUnderTest } from '../../tests/support/databases.ts';
import { openWebApi, quietStorage, sampleEvening } from '../../tests/support/web-api.ts';
import { createArchiveRuns } from '../pipeline/archive/archive.ts';
import { createEventBuffer } from '../pipeline/event-log/event-log.ts';
import { storageReport, storageTroubles } from '../reports/storage.ts';
import { createStorageAlarm } from './storage-alarm.ts';

const GIGABYTE = 2 ** 30;

for (const engine of databasesUnderTest)
  test(`S17 ${engine.name}: growth and days are told of each place; a disk that will be full within a week is an event, once, and another when it is not`, async () => {
    await using opened = await engine.open();
    const { database } = opened;
    const facts = { ...quietStorage, minFreeBytes: GIGABYTE, folders: { waiting: '/w', processed: '/p', error: '/e' } };
    const measure = (place: string, date: string, bytes: number, free: number) =>
      database.run(
        `INSERT INTO storage_size (shop_id, place, measured_on, measured_utc, files, bytes, oldest_utc, free_bytes, disk_bytes)
         VALUES ('', ?, ?, ?, 7, ?, NULL, ?, ?)
         ON CONFLICT (shop_id, place, measured_on) DO UPDATE SET bytes = excluded.bytes, free_bytes = excluded.free_bytes`,
        [place, date, `${date}T10:00:00.000Z`, bytes, free, 100 * GIGABYTE],
      );
    await measure('waiting', '2026-03-04', 0, 50 * GIGABYTE);
    await measure('waiting', '2026-03-14', 10 * GIGABYTE, 11 * GIGABYTE);
    await measure('processed', '2026-03-04', 20 * GIGABYTE, 50 * GIGABYTE);
    await measure('processed', '2026-03-14', 30 * GIGABYTE, 11 * GIGABYTE);
    await measure('error', '2026-03-14', 5, 11 * GIGABYTE);
    const report = () => storageReport(database, sampleEvening, facts);
    const shown = (await report()).places.map((row) => [row.place, row.growthPerDay, row.enoughForDays, row.files]);
    assert.deepEqual(shown, [
      ['waiting', GIGABYTE, 5, 7],
      ['processed', GIGABYTE, 5, 7],
      ['error', null, 5, 7],
    ]);
    assert.deepEqual(await storageTroubles(database, facts, sampleEvening.now()), {
      damagedArchives: 0,
      lowDisks: 1,
      failedBackups: 0,
      keepsSpace: 0,
    });
    const rule = { kind: 'daily' as const, times: ['03:33'] };
    const settings = { keepDays: 30, errorAfterMs: 0, minFreeBytes: 0, timeZone: 'Europe/Moscow' };
    const runs = createArchiveRuns({ database, clock: sampleEvening, settings, rule });
    const runId = await runs.begin('restore', null, 'Петрова');
    await runs.progress(runId, 200, 3_000);
    const [far] = (await report()).lastRuns;
    assert.deepEqual([far?.task, far?.outcome, far?.progress], ['restore', 'begun', { done: 200, all: 3_000 }]);
    const log = createEventBuffer(database, sampleEvening, () => undefined);
    const hints: string[] = [];
    const alarm = createStorageAlarm({
      log,
      live: { publish: ({ topic }) => void hints.push(topic) },
      reports: { storage: report },
    });
    await alarm();
    await alarm();
    await measure('waiting', '2026-03-14', 10 * GIGABYTE, 90 * GIGABYTE);
    await measure('processed', '2026-03-14', 30 * GIGABYTE, 90 * GIGABYTE);
    await measure('error', '2026-03-14', 5, 90 * GIGABYTE);
    await alarm();
    await log.flush();
    const events = await database.all<{ code: string; params: string }>(
      'SELECT code, params FROM event ORDER BY event_id',
    );
    assert.deepEqual(
      events.map(({ code }) => code),
      ['storage.low', 'storage.enough'],
    );
    assert.deepEqual(JSON.parse(events[0]?.params ?? ''), { place: '/w', free: 11 * 1024, days: 5 });
    assert.deepEqual(hints, ['status', 'status']);
  });

test('a server that has not measured yet says so with an empty list', async () => {
  const engine = databasesUnderTest[0] ?? assert.fail('no database');
  await using opened = await engine.open();
  await using web = await openWebApi(opened.database);
  const { body } = await web.json<StorageState>('/api/v1/storage');
  assert.deepEqual([body.places, body.lastRuns, body.lowDisks], [[], [], 0]);
});

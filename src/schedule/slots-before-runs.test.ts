import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest, migrations } from '../../tests/support/databases.ts';
import { openDatabase } from '../platform/database/open-database.ts';
import { withQueries } from '../platform/database/query-builder.ts';
import { scheduleRunsReport } from '../reports/schedule-runs.ts';
import { schedulesReport } from '../reports/schedules.ts';
import type { Tables } from '../schema/tables.ts';

const clock = { now: () => Date.UTC(2026, 10, 26, 7, 30) };

for (const engine of databasesUnderTest)
  test(`${engine.name}: slots that ran before runs were kept become runs, and the schedule goes on from them`, async () => {
    await using place = await engine.emptyPlace();
    const before = openDatabase<Tables>(place.location, migrations.slice(0, 2), 1);
    await before.migrate();
    await before.run(
      "INSERT INTO shop (shop_id, shop_code, name, time_zone, created_utc) VALUES ('s1', '1', NULL, 'Europe/Moscow', '2026-11-20T00:00:00.000Z')",
      [],
    );
    await before.run(
      `INSERT INTO schedule (shop_id, schedule_id, register_id, rule, paused, author, created_utc)
       VALUES ('s1', 1, '', '{"kind":"daily","times":["10:00"]}', 0, NULL, '2026-11-20T00:00:00.000Z')`,
      [],
    );
    for (const day of ['25', '26'])
      await before.run(
        `INSERT INTO schedule_slot (shop_id, schedule_id, slot, ran_utc, requested_count)
         VALUES ('s1', 1, '2026-11-${day}T10:00:00', '2026-11-${day}T07:00:00.000Z', ${day})`,
        [],
      );
    await before.close();

    const database = withQueries(openDatabase<Tables>(place.location, migrations, 1));
    await database.migrate();
    const found = await scheduleRunsReport(database, clock, 1, { limit: 10 });
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.runs.map(({ runId, slot, requested, outcome }) => [runId, slot, requested, outcome]),
      [
        [2, '2026-11-26T10:00:00', 26, 'on_time'],
        [1, '2026-11-25T10:00:00', 25, 'on_time'],
      ],
    );
    const [schedule] = (await schedulesReport(database, clock)).schedules;
    assert.equal(schedule?.lastRun?.runId, 2);
    const counter = await database.get<{ value: number }>("SELECT value FROM counter WHERE name = 'schedule_run'");
    assert.equal(counter?.value, 2, 'the next run gets the next number');
    await database.close();
  });

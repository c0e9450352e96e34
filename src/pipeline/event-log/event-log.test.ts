import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { DatabaseUnavailable } from '../../platform/database/database.ts';
import { createEventBuffer, recordEvents } from './event-log.ts';

const clock = { now: () => Date.parse('2026-03-14T05:54:30Z') };
const stopped = { code: 'server.stopped', level: 'info', params: {} } as const;

for (const engine of databasesUnderTest) {
  describe(`event log on ${engine.name} (M13)`, () => {
    it('an event exists exactly when what it tells about does', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      await assert.rejects(
        database.transaction(async (tx) => {
          await recordEvents(tx, clock, [stopped]);
          throw new Error('undone');
        }),
        /undone/,
      );
      await database.transaction((tx) => recordEvents(tx, clock, [stopped, stopped]));
      const rows = await database.all<{ id: number; at: string }>(
        'SELECT event_id AS id, happened_utc AS at FROM event',
      );
      assert.deepEqual(
        rows.map((row) => row.at),
        ['2026-03-14T05:54:30.000Z', '2026-03-14T05:54:30.000Z'],
      );
      assert.notEqual(rows[0]?.id, rows[1]?.id);
    });

    it('what the doors tell while the database is away is written when it is back, in order', async () => {
      await using opened = await engine.open();
      const { database } = opened;
      let away = true;
      const failing = {
        ...database,
        transaction: ((work) =>
          away
            ? Promise.reject(new DatabaseUnavailable('away'))
            : database.transaction(work)) as typeof database.transaction,
      };
      const log = createEventBuffer(failing, clock, () => undefined);
      log.add({ code: 'server.started', level: 'info', params: { version: '1' } });
      await assert.rejects(log.flush(), DatabaseUnavailable);
      log.add(stopped);
      away = false;
      assert.equal(await log.flush(), true);
      assert.equal(await log.flush(), false);
      const rows = await database.all<{ code: string }>('SELECT code FROM event ORDER BY event_id');
      assert.deepEqual(
        rows.map((row) => row.code),
        ['server.started', 'server.stopped'],
      );
    });
  });
}

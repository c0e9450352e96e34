import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportNames, reportQuery } from '../../../contracts/web-api.ts';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { fullShift, reportStage } from '../../../tests/support/report-stage.ts';
import { systemClock } from '../../platform/clock.ts';
import { withQueries } from '../../platform/database/query-builder.ts';
import { tableReport } from './tables.ts';

for (const engine of databasesUnderTest) {
  describe(`reports while sales come, on ${engine.name}`, () => {
    it('every report is read as of one moment: what is written between two of its statements is not in it', async () => {
      await using here = await reportStage(engine);
      await here.bring('5', fullShift());
      const { database } = here;
      let statements = 0;
      // After each statement of a report the sums of all shifts grow: read beside a snapshot they would not fit together.
      const grow = () =>
        database.run('UPDATE shift SET reported_revenue = reported_revenue + 100, revision = revision + 1');
      const busy = withQueries({
        ...database,
        snapshot: (work) =>
          database.snapshot((reading) =>
            work({
              async all(text, params) {
                const rows = await reading.all(text, params);
                statements += 1;
                await grow();
                return rows as never;
              },
              async get(text, params) {
                const row = await reading.get(text, params);
                statements += 1;
                await grow();
                return row as never;
              },
            }),
          ),
        all: () => assert.fail('read beside the snapshot'),
        get: () => assert.fail('read beside the snapshot'),
      });
      for (const name of reportNames) {
        statements = 0;
        const query = reportQuery.parse({ from: '2026-03-14', to: '2026-03-14' });
        const answer = await tableReport(busy, systemClock, name, query);
        assert.ok(answer.ok, name);
        assert.ok(statements > 1, `${name} is read by one statement`);
        const { ties, totals } = answer.value;
        const revenue = ties.find(({ figure }) => figure === 'revenue');
        if (name === 'shifts') assert.deepEqual(revenue?.report, revenue?.shifts);
        if (name === 'shifts') assert.equal(totals['revenue'], revenue?.shifts);
      }
    });
  });
}

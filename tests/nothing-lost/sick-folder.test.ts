/** The exchange folder is full, then read-only: each attempt counts and has its reason, no half file is ever there, all comes later. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { exchangeReport } from '../../src/reports/exchange.ts';
import { exportFilesReport } from '../../src/reports/export-files.ts';
import { databasesUnderTest } from '../support/databases.ts';
import { openExports } from '../support/exports.ts';
import { amount, receipt, salesFile, shiftInfo } from '../support/sales.ts';
import { sickDisk } from '../support/sick-disk.ts';

const RECEIPTS = 150;
/** Room for the small shift and the folders, and for the beginning of the large one. */
const SOME_ROOM = 48 * 1024;

const shift = (number: number, receipts: number) =>
  salesFile({
    shifts: [shiftInfo({ shift: number, timeEnd: '2026-03-14T21:45:00', sumGain: amount(`${receipts}0.00`) })],
    documents: Array.from({ length: receipts }, (_, index) =>
      receipt(number * 1_000 + index, '10.00', { shift: number, timeEnd: `2026-03-14T1${index % 10}:00:00` }),
    ),
  });

for (const engine of databasesUnderTest)
  test(`${engine.name}: a full and an unwritable exchange folder are named, no half file is seen, everything is published later`, async () => {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    using disk = sickDisk(all.exchange);
    const clock = { now: () => all.time.ms };
    const looks = async () => {
      all.time.ms += 10 * 60_000;
      await all.watch.turn('now');
      await all.drain();
      const seen = all.files().filter((path) => path.endsWith('.json') && !path.includes('success-'));
      const left = (readdirSync(all.exchange, { recursive: true }) as string[]).filter((path) =>
        path.includes('.tmp-'),
      );
      assert.deepEqual(left, [], 'nothing that was begun stays');
      const passed = await all.erp.pass();
      assert.deepEqual([passed.refused, passed.deletedEmpty, passed.taken.length], [[], [], seen.length]);
      return seen.length;
    };
    const row = async (shiftNumber: number) => {
      const list = await exportFilesReport(opened.database, clock, { state: 'all', limit: 200 });
      assert.ok(list.ok);
      const found = list.value.files.find((file) => file.shiftNumber === shiftNumber);
      return { state: found?.state, attempts: found?.attempts, reason: found?.reason?.ru ?? null };
    };
    const problems = async () => {
      const state = await exchangeReport(opened.database, clock, { folder: all.exchange, pushUrl: null }, {});
      assert.ok(state.ok);
      return state.value.problems.map(({ code }) => code);
    };
    await all.road.bring('5', shift(347, 2));
    await all.road.bring('5', shift(348, RECEIPTS));

    let attempts = 0;
    if (disk.fill !== undefined) {
      disk.fill(0);
      assert.equal(await looks(), 0);
      attempts += 1;
      for (const number of [347, 348]) {
        const { state, attempts: tried, reason } = await row(number);
        assert.deepEqual([state, tried], ['failed', attempts]);
        assert.match(reason ?? '', /нет места|место|закончилось/i);
      }
      assert.deepEqual(await problems(), ['export.disk_full']);

      disk.fill(SOME_ROOM);
      assert.equal(await looks(), 1, 'what finds room is not held up by what does not');
      attempts += 1;
      await all.watch.turn('now');
      const small = await row(347);
      assert.deepEqual([small.state, small.attempts], ['taken', 2]);
      assert.match(small.reason ?? '', /место|места/);
      assert.deepEqual([(await row(348)).state, (await row(348)).attempts], ['failed', attempts]);
    }

    disk.forbid();
    assert.equal(await looks(), 0);
    attempts += 1;
    const denied = await row(348);
    assert.deepEqual([denied.state, denied.attempts], ['failed', attempts]);
    assert.match(denied.reason ?? '', /прав|запис/);
    assert.deepEqual(await problems(), ['export.folder_denied']);

    disk.mend();
    assert.equal(await looks(), disk.fill === undefined ? 2 : 1);
    await all.watch.turn('now');
    assert.deepEqual(await problems(), []);
    assert.deepEqual(await row(348), { state: 'taken', attempts: attempts + 1, reason: denied.reason });
    const booked = all.erp.ledger();
    assert.deepEqual(
      booked.map(({ receipts, goods, wrong }) => [receipts, goods, wrong]),
      [
        [2, 2_000, false],
        [RECEIPTS, RECEIPTS * 1_000, false],
      ],
    );
  });

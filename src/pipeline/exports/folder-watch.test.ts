import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import {
  type ExportsUnderTest,
  NOT_TAKEN_AFTER_MS,
  OPEN_SHIFT_INTERVAL_MS,
  openExports,
} from '../../../tests/support/exports.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { requestExport } from './exports.ts';
import { BEAT_MS, CLAIM_ENDS_MS } from './folder-claim.ts';

const sample = readFileSync(
  new URL('../../../tests/fixtures/sale20260314214500000_347_1.json', import.meta.url),
  'utf8',
);
const CLOSED_AT = '2026-03-14T21:45:00';
const openShift = (n: number) => salesFile({ shifts: [shiftInfo({})], documents: [receipt(n, `${n}0.00`)], log: [] });
const closedShift = (n: number, sumGain: string) =>
  salesFile({
    shifts: [shiftInfo({ timeEnd: CLOSED_AT, sumGain: amount(sumGain) })],
    documents: [receipt(n, `${n}0.00`)],
    log: [],
  });

for (const engine of databasesUnderTest) {
  async function withExports(work: (all: ExportsUnderTest) => Promise<void>): Promise<void> {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    await work(all);
  }
  /** One look, a while after the one before. */
  async function look(all: ExportsUnderTest, laterMs = 5_000): Promise<void> {
    all.time.ms += laterMs;
    await all.watch.turn();
  }
  const brief = async (all: ExportsUnderTest) =>
    (await all.outbox()).map(({ file_id, state, revision, receipts, revenue }) => [
      file_id,
      state,
      revision,
      receipts,
      revenue,
    ]);

  describe(`the outbox on ${engine.name}`, () => {
    it('M26: a file is known with what it holds, and counts as taken when it has vanished from the folder', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.drain();
        const created = new Date(all.time.ms).toISOString();
        const [file] = await all.outbox();
        assert.deepEqual(
          [file?.file_name, file?.path, file?.online, file?.published_utc, file?.waits_since_utc, file?.ended_utc],
          ['sale20260314220000123_347_1.json', '5/sale12/sale20260314220000123_347_1.json', 0, created, created, null],
        );
        assert.deepEqual(await brief(all), [[1, 'waiting', 1, 3, 20_081]]);
        await look(all);
        assert.equal((await all.outbox())[0]?.size, Buffer.byteLength(all.read(file?.path ?? '')));
        assert.deepEqual(await brief(all), [[1, 'waiting', 1, 3, 20_081]]);

        all.changes.length = 0;
        await all.erp.pass();
        await look(all);
        assert.deepEqual(await brief(all), [[1, 'taken', 1, 3, 20_081]]);
        assert.equal((await all.outbox())[0]?.ended_utc, new Date(all.time.ms).toISOString());
        assert.deepEqual(all.changes, [{ shopCode: '5', registerCode: '12' }]);
        assert.deepEqual(await all.events('erp'), []);
      }));

    it('it looks no oftener than it is told', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.drain();
        await look(all);
        await all.erp.pass();
        await look(all, 4_999);
        assert.deepEqual(await brief(all), [[1, 'waiting', 1, 3, 20_081]]);
        await look(all, 1);
        assert.deepEqual(await brief(all), [[1, 'taken', 1, 3, 20_081]]);
      }));

    it('an open shift is one line however often its file comes; what was taken before waits anew', () =>
      withExports(async (all) => {
        await all.road.bring('5', openShift(1));
        await all.drain();
        const firstUtc = new Date(all.time.ms).toISOString();
        all.time.ms += OPEN_SHIFT_INTERVAL_MS;
        await all.road.bring('5', openShift(2));
        await all.drain();
        assert.deepEqual(await brief(all), [[1, 'waiting', 2, 2, 3_000]]);
        assert.equal((await all.outbox())[0]?.waits_since_utc, firstUtc, 'the ERP has taken nothing since');
        await look(all);
        await all.erp.pass();
        await look(all);
        assert.deepEqual(await brief(all), [[1, 'taken', 2, 2, 3_000]]);
        all.time.ms += OPEN_SHIFT_INTERVAL_MS;
        await all.road.bring('5', openShift(3));
        await all.drain();
        assert.deepEqual(await brief(all), [[1, 'waiting', 3, 3, 6_000]]);
        assert.equal((await all.outbox())[0]?.waits_since_utc, new Date(all.time.ms).toISOString());
      }));

    it('files of a shift that still wait hold the latest state, and the lines say so', () =>
      withExports(async (all) => {
        await all.road.bring('5', openShift(1));
        await all.drain();
        await all.road.bring('5', closedShift(2, '30.00'));
        await all.drain();
        assert.deepEqual(await brief(all), [
          [1, 'waiting', 2, 2, 3_000],
          [2, 'waiting', 2, 2, 3_000],
        ]);
        await look(all);
        assert.deepEqual(await all.events('erp'), [], 'a file that we have renewed is ours');
        await all.road.bring('5', closedShift(3, '60.00'));
        await all.drain();
        assert.deepEqual(await brief(all), [
          [1, 'waiting', 3, 3, 6_000],
          [2, 'waiting', 3, 3, 6_000],
          [3, 'waiting', 3, 3, 6_000],
        ]);
        await all.erp.pass();
        await look(all);
        assert.deepEqual(
          (await brief(all)).map(([, state]) => state),
          ['taken', 'taken', 'taken'],
        );
      }));

    it('a shift that did not change is not sent twice unless somebody asks', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.drain();
        const [row] = await all.rows();
        await all.drain();
        assert.equal((await all.outbox()).length, 1);
        await requestExport(all.database, { now: () => all.time.ms }, [
          { shopId: row?.shop_id ?? '', shiftId: row?.shift_id ?? 0 },
        ]);
        await all.drain();
        assert.deepEqual(await brief(all), [
          [1, 'waiting', 1, 3, 20_081],
          [2, 'waiting', 1, 3, 20_081],
        ]);
      }));

    it('housekeeping of the reader is no loss: a quiet online/ that vanishes empty changes nothing', () =>
      withExports(async (all) => {
        await all.road.bring('5', openShift(1));
        await all.drain();
        await all.erp.pass();
        await look(all);
        rmSync(join(all.exchange, '5/sale12/online'), { recursive: true });
        await look(all);
        assert.deepEqual(await brief(all), [[1, 'taken', 1, 1, 1_000]]);
        assert.deepEqual(await all.events('erp'), []);
      }));

    it('a file that vanishes together with its folder is lost, and its shift comes again', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.drain();
        await look(all);
        rmSync(join(all.exchange, '5/sale12'), { recursive: true });
        await look(all);
        assert.deepEqual(await brief(all), [[1, 'lost', 1, 3, 20_081]]);
        await all.drain();
        assert.deepEqual((await brief(all))[1], [2, 'waiting', 1, 3, 20_081]);
        assert.deepEqual(
          (await all.events('erp')).map(({ code }) => code),
          ['erp.file_lost'],
        );
        assert.equal((await all.erp.pass()).taken[0]?.added, 5);
      }));

    it('an ERP that leaves half of a file is named, and the shift comes again whole under another name', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.drain();
        await look(all);
        const path = join(all.exchange, (await all.outbox())[0]?.path ?? '');
        truncateSync(path, 500);
        await look(all);
        assert.deepEqual(await brief(all), [[1, 'changed', 1, 3, 20_081]]);
        const [event] = await all.events('erp');
        assert.deepEqual([event?.code, event?.params.path], ['erp.file_changed', path]);
        await all.drain();
        const [, second] = await all.outbox();
        assert.equal(second?.state, 'waiting');
        rmSync(path);
        assert.equal((await all.erp.pass()).taken[0]?.added, 5);
      }));
  });

  describe(`the exchange folder on ${engine.name}`, () => {
    it('files that the ERP leaves lying are a named problem, told once, over when they are taken', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.drain();
        await look(all, NOT_TAKEN_AFTER_MS - 1);
        assert.deepEqual(await all.events('erp'), []);
        await look(all);
        await look(all);
        const problems = async () =>
          (
            await all.database.all<{ code: string }>(
              'SELECT problem_code AS code FROM export_target WHERE problem_code IS NOT NULL',
              [],
            )
          ).map(({ code }) => code);
        assert.deepEqual(await problems(), ['erp.not_taken']);
        const [begun, ...more] = await all.events('erp');
        assert.deepEqual([begun?.code, begun?.params.reason, more], ['erp.problem', '@erp.not_taken', []]);
        assert.equal(begun?.params.path, join(all.exchange, '5'));
        await all.erp.pass();
        await look(all);
        assert.deepEqual(await problems(), []);
        assert.deepEqual(
          (await all.events('erp')).map(({ code }) => code),
          ['erp.problem', 'erp.problem_over'],
        );
      }));

    it('a share that is away takes no file with it: it is named once for all shops, and over when it is back', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.road.bring('6', sample);
        await all.drain();
        await look(all);
        renameSync(all.exchange, `${all.exchange}.away`);
        await look(all);
        await look(all);
        assert.deepEqual(
          (await brief(all)).map(([, state]) => state),
          ['waiting', 'waiting'],
        );
        const [begun, ...more] = await all.events('erp');
        assert.deepEqual([begun?.code, begun?.params.reason, more], ['erp.problem', '@export.folder_missing', []]);
        renameSync(`${all.exchange}.away`, all.exchange);
        await look(all);
        assert.equal((await all.events('erp')).at(-1)?.code, 'erp.problem_over');
      }));

    it('two servers on one folder: the second waits, says so, and takes over when the first stands still', () =>
      withExports(async (all) => {
        mkdirSync(join(all.exchange, '5'));
        await all.road.bring('5', sample);
        const other = all.watchAs('two', 'second');
        await other.turn();
        await look(all);
        await all.drain();
        assert.deepEqual(all.files(), ['5/.smena-server']);
        const [row] = await all.rows();
        assert.equal(row?.reason_code, 'export.folder_shared');
        const [begun] = await all.events('erp');
        assert.deepEqual([begun?.params.reason, begun?.params.host], ['@export.folder_shared', 'two.example']);

        // The other server goes on.
        for (let beat = 0; beat < 6; beat += 1) {
          all.time.ms += BEAT_MS;
          await other.turn();
          await all.watch.turn();
        }
        await all.drain();
        assert.deepEqual(all.files(), ['5/.smena-server']);
        // And then no more.
        await look(all, CLAIM_ENDS_MS);
        all.time.ms += 30 * 60_000;
        await all.drain();
        assert.deepEqual(all.files().length, 2);
        assert.equal((await all.events('erp')).at(-1)?.code, 'erp.problem_over');
        // Now it is the other one that waits.
        all.time.ms += 5_000;
        await other.turn();
        assert.match(all.read('5/.smena-server'), /"one"/);
      }));

    it('a server that starts again goes on at once', () =>
      withExports(async (all) => {
        mkdirSync(join(all.exchange, '5'));
        await all.road.bring('5', sample);
        await all.watch.turn('now');
        const again = all.watchAs('one', 'later');
        await again.turn();
        await all.drain(all.restarted(again.guard(all.target)));
        assert.equal(existsSync(join(all.exchange, (await all.outbox())[0]?.path ?? '')), true);
      }));

    it('what is no folder is a named problem of its shop only', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.road.bring('6', sample);
        writeFileSync(join(all.exchange, '6'), 'not a folder');
        await look(all);
        const [begun] = await all.events('erp');
        assert.deepEqual(
          [begun?.params.reason, begun?.params.path],
          ['@export.folder_failed', join(all.exchange, '6')],
        );
        await all.drain();
        assert.equal((await all.outbox()).length, 1);
        assert.equal(
          (await all.rows()).find((row) => row.failed_revision !== null)?.reason_code,
          'export.folder_failed',
        );
      }));
  });
}

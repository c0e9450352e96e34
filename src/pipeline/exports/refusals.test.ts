import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type ExportsUnderTest, openExports } from '../../../tests/support/exports.ts';
import { receipt, salesFile, shiftInfo, type TestDocument } from '../../../tests/support/sales.ts';
import { languages, messageText } from '../../messages/messages.ts';
import { setPaymentClass } from '../ledger/ledger.ts';
import type { ErpTarget } from './exports.ts';

const closed = { timeEnd: '2026-03-14T21:45:00' };

async function bring(all: ExportsUnderTest, shift: Record<string, unknown>, documents: TestDocument[]): Promise<void> {
  await all.road.bring('5', salesFile({ shifts: [shiftInfo({ ...closed, ...shift })], documents }));
}

/** A shift of another register that has nothing wrong. */
async function bringGood(all: ExportsUnderTest): Promise<void> {
  await bring(all, { cashCode: '3' }, [receipt(1, '10.00', { cashCode: '3' })]);
}

async function reasons(all: ExportsUnderTest): Promise<(string | null)[]> {
  return (await all.rows()).map((row) => row.reason_code);
}

/** Every reason must be a sentence in both languages, with all its values. */
async function assertTold(all: ExportsUnderTest): Promise<void> {
  for (const { code, params } of await all.events())
    for (const language of languages) {
      const text = messageText(language, code, params as Record<string, string>);
      assert.doesNotMatch(text, /export\.|@|—/, text);
    }
}

for (const engine of databasesUnderTest) {
  async function withExports(work: (all: ExportsUnderTest) => Promise<void>): Promise<void> {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    await work(all);
  }

  describe(`refusals of exports on ${engine.name}`, () => {
    it('T7: what would poison the reader stays out with its reason, stays blue, and the others go on', () =>
      withExports(async (all) => {
        await bring(all, {}, [receipt(1, '10.00'), receipt(2, '20.00', { userCode: null })]);
        await bringGood(all);
        await all.drain();
        assert.deepEqual(all.files(), ['5/sale3/sale20260314220000123_347_1.json']);
        const [bad, good] = await all.rows();
        assert.deepEqual([bad?.revision, bad?.failed_revision, bad?.attempts], [null, 1, 1]);
        assert.equal(bad?.reason_code, 'export.field_missing');
        assert.deepEqual(JSON.parse(bad?.reason_details ?? ''), { document: '2', field: 'userCode', rule: '§7' });
        assert.equal(good?.revision, 1);
        assert.equal((await all.erp.pass()).refused.length, 0);
        await assertTold(all);
      }));

    it('a refused shift is tried again after growing pauses and told once', () =>
      withExports(async (all) => {
        await bring(all, {}, [receipt(2, '20.00', { userCode: null })]);
        await all.drain();
        assert.equal(await all.exports.turn(), false);
        for (const [pause, attempts] of [
          [15_000, 2],
          [30_000, 3],
          [60_000, 4],
        ] as const) {
          all.time.ms += pause - 1;
          assert.equal(await all.exports.turn(), false);
          all.time.ms += 1;
          await all.drain();
          assert.equal((await all.rows())[0]?.attempts, attempts);
        }
        assert.equal((await all.events()).length, 1);
      }));

    it('a new revision of a closed shift is tried at once', () =>
      withExports(async (all) => {
        await bring(all, {}, [receipt(2, '20.00', { userCode: null })]);
        await all.drain();
        await bring(all, {}, [receipt(2, '20.00', { userCode: '7001' })]);
        await all.drain();
        const [row] = await all.rows();
        assert.deepEqual([row?.revision, row?.failed_revision, row?.reason_code], [2, null, null]);
        assert.equal(all.files().length, 1);
      }));

    it('F16: change on a payment type without a class waits until somebody says that it is cash', () =>
      withExports(async (all) => {
        const payments: [number, number, string][] = [
          [70, 9, '50.00'],
          [72, 9, '30.00'],
        ];
        await bring(all, {}, [receipt(1, '20.00', { payments })]);
        await all.drain();
        assert.deepEqual(await reasons(all), ['export.change_on_noncash']);
        const clock = { now: () => all.time.ms };
        await setPaymentClass(all.database, clock, { shopId: '', paymentTypeCode: 9, paymentClass: 'cash' });
        await all.road.drain();
        await all.drain();
        assert.deepEqual(await reasons(all), [null]);
        assert.equal(all.files().length, 1);
        await assertTold(all);
      }));

    it('F14: a shift without open time is refused, because the ERP knows a shift by it', () =>
      withExports(async (all) => {
        await bring(all, { timeBeg: null }, [receipt(1, '10.00')]);
        await all.drain();
        assert.deepEqual(await reasons(all), ['export.shift_not_opened']);
        assert.deepEqual(all.files(), []);
        await assertTold(all);
      }));

    it('codes that are no folder names of the ERP are refused and touch no other folder', () =>
      withExports(async (all) => {
        await all.road.bring('../5', salesFile({ shifts: [shiftInfo(closed)], documents: [receipt(1, '10.00')] }));
        await bring(all, { cashCode: 'A7' }, [receipt(1, '10.00', { cashCode: 'A7' })]);
        await all.drain();
        assert.deepEqual(await reasons(all), ['export.shop_code', 'export.register_code']);
        assert.deepEqual(all.files(), []);
        await assertTold(all);
      }));

    it('a file that lost something on its way to the disk is not published', () =>
      withExports(async (all) => {
        const spoiling: ErpTarget = {
          ...all.target,
          publish: async (place, content, check) => {
            const written: Uint8Array[] = [];
            for await (const chunk of content) written.push(Uint8Array.from(chunk));
            const text = Buffer.concat(written).toString('utf8').replaceAll('}\n---', '} \n---');
            return all.target.publish(place, [Buffer.from(text)], check);
          },
        };
        await bring(all, {}, [receipt(1, '10.00'), receipt(2, '20.00')]);
        await all.drain(all.restarted(spoiling));
        assert.deepEqual(await reasons(all), ['export.check_failed']);
        assert.deepEqual(all.files(), []);
        await assertTold(all);
        all.time.ms += 15_000;
        await all.drain();
        assert.equal(all.files().length, 1);
      }));

    it('§12: a file whose sums are not those of the tables is not published', () =>
      withExports(async (all) => {
        await bring(all, {}, [receipt(1, '10.00'), receipt(2, '20.00')]);
        await all.database.run('UPDATE position SET position_sum = position_sum + 1 WHERE document_id = 2');
        await all.drain();
        assert.deepEqual(await reasons(all), ['export.check_failed']);
        assert.match((await all.rows())[0]?.reason_details ?? '', /30\.00.*30\.01/);
        assert.deepEqual(all.files(), []);
      }));

    it('an exchange folder that vanished is named and the export goes on when it is back', () =>
      withExports(async (all) => {
        rmSync(all.exchange, { recursive: true });
        await bring(all, {}, [receipt(1, '10.00')]);
        await bringGood(all);
        await all.drain();
        assert.deepEqual(await reasons(all), ['export.folder_missing', 'export.folder_missing']);
        await assertTold(all);
        mkdirSync(all.exchange);
        all.time.ms += 15_000;
        await all.drain();
        assert.deepEqual(await reasons(all), [null, null]);
        assert.equal(all.files().length, 2);
      }));

    it('a folder of one register that takes no files does not hold up the other register', () =>
      withExports(async (all) => {
        mkdirSync(join(all.exchange, '5'));
        writeFileSync(join(all.exchange, '5', 'sale12'), 'in the way');
        await bring(all, {}, [receipt(1, '10.00')]);
        await bringGood(all);
        await all.drain();
        assert.deepEqual(await reasons(all), ['export.folder_failed', null]);
        assert.equal(all.files().filter((path) => path.endsWith('.json')).length, 1);
      }));

    it('a fault that nobody expected is written down and does not hold up the others', () =>
      withExports(async (all) => {
        await bring(all, {}, [receipt(1, '10.00')]);
        await bringGood(all);
        await all.database.run('DELETE FROM document_raw WHERE document_id = 1');
        await all.drain();
        assert.deepEqual(await reasons(all), ['export.unexpected', null]);
        assert.equal(all.files().length, 1);
        await assertTold(all);
      }));
  });
}

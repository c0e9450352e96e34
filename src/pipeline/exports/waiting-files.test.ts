import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type ExportsUnderTest, openExports } from '../../../tests/support/exports.ts';
import { receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { requestExport } from './exports.ts';
import { parseWaiting } from './waiting-files.ts';

/** Brings the closed shift once more with one document; its revenue is that of the documents. */
async function bring(all: ExportsUnderTest, number: number): Promise<void> {
  const shifts = [shiftInfo({ timeEnd: '2026-03-14T21:45:00', sumGain: null })];
  await all.road.bring('5', salesFile({ shifts, documents: [receipt(number, '10.00')] }));
  await all.drain();
  all.time.ms += 1_000;
}

async function waiting(all: ExportsUnderTest): Promise<string[]> {
  return parseWaiting((await all.rows())[0]?.waiting_files).map((file) => file.name);
}

const below = (name: string) => `5/sale12/${name}`;

for (const engine of databasesUnderTest) {
  async function withExports(work: (all: ExportsUnderTest) => Promise<void>): Promise<void> {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    await work(all);
  }

  describe(`files that wait for the ERP on ${engine.name}`, () => {
    it('late documents make one more file, and the file that still waits says the same', () =>
      withExports(async (all) => {
        await bring(all, 1);
        await bring(all, 2);
        const [first = '', second = '', ...more] = all.files();
        assert.deepEqual(
          [first, second, more],
          ['5/sale12/sale20260314220000123_347_1.json', '5/sale12/sale20260314220001123_347_2.json', []],
        );
        assert.equal(all.read(first), all.read(second));
        assert.equal((await all.events()).length, 2);
      }));

    it('the ERP is not set back when it reads the older file last', () =>
      withExports(async (all) => {
        await bring(all, 1);
        await bring(all, 2);
        const [first = ''] = all.files();
        renameSync(join(all.exchange, first), join(all.exchange, below('sale99999999999999999_1_1.json')));
        await all.erp.pass();
        const [zReport] = all.erp.ledger();
        assert.deepEqual([zReport?.documents, zReport?.externalSum, zReport?.wrong], [2, 2_000, false]);
      }));

    it('names are kept while their files wait and forgotten when the ERP has taken them', () =>
      withExports(async (all) => {
        for (const number of [1, 2, 3]) await bring(all, number);
        assert.equal((await waiting(all)).length, 3);
        assert.equal(new Set(all.files().map((path) => all.read(path))).size, 1);
        await all.erp.pass();
        await bring(all, 4);
        const left = all.files().filter((path) => !path.includes('success-'));
        assert.deepEqual(
          left.map((path) => path.slice(below('').length)),
          await waiting(all),
        );
        assert.equal(left.length, 1);
      }));

    it('a file that is not ours under the name of ours is left alone', () =>
      withExports(async (all) => {
        await bring(all, 1);
        const [first = ''] = all.files();
        writeFileSync(join(all.exchange, first), 'by hand');
        await bring(all, 2);
        assert.equal(all.read(first), 'by hand');
        assert.equal(all.files().length, 2);
      }));

    it('M22: a shift that is asked for again changes no file that says the same', () =>
      withExports(async (all) => {
        await bring(all, 1);
        const [row] = await all.rows();
        assert.ok(row);
        const clock = { now: () => all.time.ms };
        await requestExport(all.database, clock, [{ shopId: row.shop_id, shiftId: row.shift_id }]);
        const written: string[] = [];
        const watched = all.restarted({
          ...all.target,
          publish: (place, chunks, check) => {
            written.push(place.name);
            return all.target.publish(place, chunks, check);
          },
        });
        await all.drain(watched);
        assert.deepEqual(written, ['sale20260314220001123_347_2.json']);
        assert.equal((await waiting(all)).length, 2);
      }));
  });
}

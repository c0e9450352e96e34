import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type ExportsUnderTest, OPEN_SHIFT_INTERVAL_MS, openExports } from '../../../tests/support/exports.ts';
import { amount, receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { requestExport, requestMissing } from './exports.ts';

const sample = readFileSync(
  new URL('../../../tests/fixtures/sale20260314214500000_347_1.json', import.meta.url),
  'utf8',
);

const CLOSED_AT = '2026-03-14T21:45:00';

/** A file of one shift; a log record makes each text another package. */
function shiftFile(shift: Record<string, unknown>, documents: object[], log: object[] = []): string {
  return salesFile({ shifts: [shiftInfo(shift)], documents, log });
}

function logRecord(opcode: number, optime: string): object {
  return { opcode, optime, cashiercard: '7001', cashcode: '12' };
}

for (const engine of databasesUnderTest) {
  async function withExports(work: (all: ExportsUnderTest) => Promise<void>): Promise<void> {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    await work(all);
  }

  describe(`exports on ${engine.name}`, () => {
    it('M26: a closed shift goes to the folder of its register, once, and the ERP books it to the kopeck', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.drain();
        const name = 'sale20260314220000123_347_1.json';
        assert.deepEqual(all.files(), [`5/sale12/${name}`]);
        const [row] = await all.rows();
        assert.equal(row?.revision, 1);
        assert.equal(row?.closed, 1);
        assert.equal(row?.file_name, name);
        assert.equal(row?.path, `5/sale12/${name}`);
        assert.deepEqual(
          [row?.planned_name, row?.failed_revision, row?.reason_code, row?.attempts],
          [null, null, null, 0],
        );
        assert.deepEqual(await all.events(), [
          { code: 'export.published', params: { fileName: name, shiftNumber: 347, registerCode: '12' } },
        ]);
        assert.deepEqual({ ...all.changes[0] }, { shopCode: '5', registerCode: '12' });
        assert.equal(await all.exports.turn(), false);

        const head = all.read(`5/sale12/${name}`).split('\n')[1] ?? '';
        for (const sum of ['"sumSale":245.81', '"sumrefund":45.00', '"sumGain":200.81', '"sumDrawer":600.81'])
          assert.ok(head.includes(sum), `${sum} in ${head}`);
        const report = await all.erp.pass();
        assert.deepEqual(report.taken, [
          { path: `5/sale12/${name}`, added: 5, same: 0, changed: 0, receipts: 3, goods: 20_081 },
        ]);
        const [zReport] = all.erp.ledger();
        assert.deepEqual(
          [zReport?.goods, zReport?.cash, zReport?.noncash, zReport?.externalSum, zReport?.wrong],
          [20_081, 10_081, 10_000, 20_081, false],
        );
        assert.equal(await all.exports.turn(), false);
      }));

    it('a split by payment class is not told while money of no class is in it', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.drain();
        const head = all.read(all.files()[0] ?? '').split('\n')[1] ?? '';
        assert.ok(!head.includes('sumsalecash') && !head.includes('sumgainnoncash'), head);
        assert.ok(head.includes('"sumrefundcash":45.00'));
      }));

    it('P11: an open shift is published at once, then at most once per interval, always under one name', () =>
      withExports(async (all) => {
        await all.road.bring('5', shiftFile({}, [receipt(1, '10.00')]));
        await all.drain();
        const path = '5/sale12/online/sale20260314085430000_347_1.json';
        assert.deepEqual(all.files(), [path]);
        await all.road.bring('5', shiftFile({}, [receipt(2, '20.00')]));
        await all.drain();
        assert.ok(!all.read(path).includes('"docNum":2'), 'the interval holds the second receipt back');
        assert.equal((await all.rows())[0]?.revision, 1);

        all.time.ms += OPEN_SHIFT_INTERVAL_MS;
        await all.drain();
        assert.deepEqual(all.files(), [path]);
        assert.ok(all.read(path).includes('"docNum":2'));
        assert.equal((await all.rows())[0]?.revision, 2);
        assert.equal((await all.events()).length, 1, 'the renewal of an open shift is no news');

        rmSync(join(all.exchange, '5/sale12/online'), { recursive: true });
        await all.road.bring('5', shiftFile({}, [receipt(3, '30.00')]));
        all.time.ms += OPEN_SHIFT_INTERVAL_MS;
        await all.drain();
        assert.deepEqual(all.files(), [path]);
        assert.equal((await all.erp.pass()).taken[0]?.added, 3);
      }));

    it('T8: when an open shift closes it goes to the register folder at once, with the same open time', () =>
      withExports(async (all) => {
        await all.road.bring('5', shiftFile({}, [receipt(1, '10.00')]));
        await all.drain();
        await all.erp.pass();
        await all.road.bring('5', shiftFile({ timeEnd: CLOSED_AT, sumGain: amount('30.00') }, [receipt(2, '20.00')]));
        await all.drain();
        const closed = all.files().filter((path) => /^5\/sale12\/sale[^/]*$/.test(path));
        assert.deepEqual(closed, ['5/sale12/sale20260314220000123_347_1.json']);
        await all.erp.pass();
        const ledger = all.erp.ledger();
        assert.equal(ledger.length, 1, 'one shift, one Z-report');
        assert.deepEqual([ledger[0]?.documents, ledger[0]?.goods, ledger[0]?.wrong], [2, 3_000, false]);
      }));

    it('an open file that still waits when the shift closes cannot set the ERP back, whichever of the two it reads last', () =>
      withExports(async (all) => {
        await all.road.bring('5', shiftFile({ sumGain: amount('10.00') }, [receipt(1, '10.00')]));
        await all.drain();
        await all.road.bring('5', shiftFile({ timeEnd: CLOSED_AT, sumGain: amount('30.00') }, [receipt(2, '20.00')]));
        await all.drain();
        const [online = '', closed = '', ...more] = all.files();
        assert.deepEqual([online, more], ['5/sale12/online/sale20260314085430000_347_1.json', []]);
        assert.equal(all.read(online), all.read(closed));
        await all.erp.pass();
        const [zReport] = all.erp.ledger();
        assert.deepEqual([zReport?.externalSum, zReport?.closed, zReport?.wrong], [3_000, true, false]);
      }));

    it('a revision that reads the same as the published file is marked without a second file', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.drain();
        await all.database.run('UPDATE shift SET revision = revision + 1, updated_utc = ?', [
          new Date(all.time.ms).toISOString(),
        ]);
        await all.drain();
        const [row] = await all.rows();
        assert.equal(row?.revision, 2);
        assert.equal(all.files().length, 1);
        assert.equal((await all.events()).length, 1);
      }));

    it('M22, M23: marked shifts are published again, open or closed, whatever the ERP has', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        await all.road.bring(
          '5',
          shiftFile({ shift: 348, timeBeg: '2026-03-15T08:00:00' }, [
            receipt(1, '10.00', { shift: 348, timeEnd: '2026-03-15T09:00:00' }),
          ]),
        );
        await all.drain();
        await all.erp.pass();
        const ids = (await all.rows()).map((row) => ({ shopId: row.shop_id, shiftId: row.shift_id }));
        const unknown = { shopId: 'nowhere', shiftId: 1 };
        const clock = { now: () => all.time.ms };
        assert.equal(await requestExport(all.database, clock, [...ids, unknown]), 2);
        assert.deepEqual(
          (await all.rows()).map((row) => row.revision),
          [null, null],
          'blue until they are published',
        );
        await all.drain();
        assert.deepEqual(
          (await all.rows()).map((row) => row.revision),
          [1, 1],
        );
        const report = await all.erp.pass();
        assert.deepEqual(
          report.taken.map(({ added, same }) => [added, same]),
          [
            [0, 5],
            [0, 1],
          ],
        );
        const [closed] = ids;
        assert.ok(closed);
        const outcome = await all.exports.exportShift(closed);
        assert.deepEqual(outcome, { kind: 'published', path: '5/sale12/sale20260314220000123_347_3.json' });
        assert.deepEqual(await all.exports.exportShift(unknown), { kind: 'unknown' });
      }));

    it('a shift without documents has nothing to hand over; its first receipt is published without waiting', () =>
      withExports(async (all) => {
        await all.road.bring('5', shiftFile({}, []));
        await all.drain();
        const [row] = await all.rows();
        assert.deepEqual([row?.revision, row?.file_name, row?.reason_code], [1, null, 'export.nothing_to_write']);
        assert.deepEqual([all.files(), await all.events()], [[], []]);
        await all.road.bring('5', shiftFile({}, [receipt(1, '10.00')]));
        await all.drain();
        assert.equal(all.files().length, 1);
        assert.equal((await all.rows())[0]?.reason_code, null);
      }));

    it('a shift with nothing but cash-in waits quietly while it is open and is told when it closes so', () =>
      withExports(async (all) => {
        const cashIn = receipt(1, '3000.00', { docType: 3, lines: [], payments: [[80, 1, '3000.00']] });
        await all.road.bring('5', shiftFile({}, [cashIn]));
        await all.drain();
        assert.deepEqual((await all.rows())[0]?.reason_code, 'export.nothing_to_read');
        assert.deepEqual([all.files(), await all.events()], [[], []]);
        await all.road.bring('5', shiftFile({ timeEnd: CLOSED_AT }, []));
        await all.drain();
        assert.deepEqual(all.files(), [], 'the reader would delete such a file');
        assert.deepEqual(
          (await all.events()).map((event) => event.params['reason']),
          ['@export.nothing_to_read'],
        );
      }));

    it('documents stand in the order of closing and number, log records around the shift in the order of time', () =>
      withExports(async (all) => {
        const at = (number: number, timeEnd: string) => receipt(number, '10.00', { timeEnd });
        const log = [
          logRecord(4, '2026-03-14T22:15:01'),
          logRecord(4, '2026-03-14T22:15:00'),
          logRecord(3, '2026-03-14T22:15:02'),
          logRecord(3, '2026-03-14T08:24:30'),
        ];
        const documents = [at(10, '2026-03-14T10:00:00'), at(2, '2026-03-14T11:00:00'), at(9, '2026-03-14T10:00:00')];
        await all.road.bring('5', shiftFile({ timeEnd: CLOSED_AT }, documents, log));
        await all.drain();
        const text = all.read(all.files()[0] ?? '');
        assert.deepEqual(
          [...text.matchAll(/"docNum":(\d+)/g)].map((match) => match[1]),
          ['9', '10', '2'],
        );
        assert.deepEqual(
          [...text.matchAll(/"optime":"([^"]*)"/g)].map((match) => match[1]),
          ['2026-03-14T08:24:30', '2026-03-14T22:15:00', '2026-03-14T22:15:01'],
        );
      }));

    it('the drawer of the shift before is the start of a drawer that was not reported', () =>
      withExports(async (all) => {
        await all.road.bring(
          '5',
          shiftFile({ timeEnd: CLOSED_AT, sumDrawer: amount('500.00') }, [receipt(1, '10.00')]),
        );
        await all.road.bring(
          '5',
          shiftFile({ shift: 348, timeBeg: '2026-03-15T08:00:00' }, [
            receipt(2, '7.00', { shift: 348, timeEnd: '2026-03-15T09:00:00' }),
          ]),
        );
        await all.drain();
        const second = all.files().find((path) => path.includes('_348_')) ?? '';
        assert.match(all.read(second), /"sumDrawer":507\.00/);
      }));

    it('a register code with padding is a number in folder and file', () =>
      withExports(async (all) => {
        const keys = { cashCode: '012' };
        await all.road.bring('5', shiftFile({ ...keys, timeEnd: CLOSED_AT }, [receipt(1, '10.00', keys)]));
        await all.drain();
        assert.deepEqual(all.files(), ['5/sale12/sale20260314220000123_347_1.json']);
        assert.ok(!all.read(all.files()[0] ?? '').includes('"012"'));
        assert.equal((await all.erp.pass()).taken.length, 1);
      }));

    it('M30: what the ERP lacks is tried at once, and what it has is left alone', () =>
      withExports(async (all) => {
        await all.road.bring('5', sample);
        rmSync(all.exchange, { recursive: true });
        await all.drain();
        assert.equal((await all.rows())[0]?.reason_code, 'export.folder_missing');
        const shopId = (await all.rows())[0]?.shop_id ?? '';
        const clock = { now: () => all.time.ms };
        assert.equal((await requestMissing(all.database, clock, shopId)).length, 1);
        await all.drain();
        assert.deepEqual(
          (await all.events()).map((event) => event.code),
          ['export.failed', 'export.failed'],
        );
        mkdirSync(all.exchange);
        await requestMissing(all.database, clock, shopId);
        await all.drain();
        assert.equal(all.files().length, 1);
        assert.deepEqual(await requestMissing(all.database, clock, shopId), []);
      }));
  });
}

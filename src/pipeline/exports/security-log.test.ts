import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { type ExportsUnderTest, openExports } from '../../../tests/support/exports.ts';
import { receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';
import { readAsErp } from '../../formats/erp-reader-rules/erp-reader-rules.ts';

const day = (clock: string) => `2026-03-14T${clock}`;
const log = (opcode: number, clock: string) => ({ opcode, optime: day(clock), cashiercard: '7001', cashcode: '12' });

/** A package of one shift with one receipt in it. */
function shiftFile(shift: number, opened: string, closed: string | null, records: object[] = []): string {
  const timeBeg = day(opened);
  const shifts = [shiftInfo({ shift, timeBeg, timeEnd: closed === null ? null : day(closed) })];
  return salesFile({
    shifts,
    documents: [receipt(shift, '10.00', { shift, timeBeg, timeEnd: timeBeg })],
    log: records,
  });
}

/** The log records in the latest file of a shift, as `3 08:50:00`. */
async function logOf(all: ExportsUnderTest, shift: number): Promise<string[]> {
  const [row] = (await all.rows()).filter((one) => one.path?.includes(`_${shift}_`));
  const text = all.read(row?.path ?? '');
  return [...text.matchAll(/"opcode":(\d+),"optime":"[^"]*T([^"]*)"/g)].map((match) => `${match[1]} ${match[2]}`);
}

const records: [number, string][] = [
  [3, '08:50:00'],
  [4, '21:46:00'],
  [3, '21:50:00'],
  [4, '21:52:00'],
  [3, '21:59:00'],
  [4, '23:01:00'],
];
const first = ['3 08:50:00', '4 21:46:00', '3 21:50:00', '4 21:52:00'];
const second = ['3 21:59:00', '4 23:01:00'];

for (const engine of databasesUnderTest) {
  async function withExports(work: (all: ExportsUnderTest) => Promise<void>): Promise<void> {
    await using opened = await engine.open();
    await using all = await openExports(opened.database);
    await work(all);
  }

  describe(`log records of shifts close together on ${engine.name}`, () => {
    const all6 = records.map(([opCode, clock]) => log(opCode, clock));
    const a = () => shiftFile(347, '08:54:30', '21:45:00', all6.slice(0, 5));
    const b = () => shiftFile(348, '22:00:00', '23:00:00', all6.slice(5));
    for (const [order, packages] of [
      ['both at once', [[a, b]]],
      ['one after the other', [[a], [b]]],
      ['the later one first', [[b], [a]]],
    ] as const) {
      it(`§8: each record stands in one file, and a log-on beside its log-off: ${order}`, () =>
        withExports(async (all) => {
          for (const group of packages) {
            for (const file of group) await all.road.bring('5', file());
            await all.drain();
            all.time.ms += 1_000;
          }
          assert.deepEqual([await logOf(all, 347), await logOf(all, 348)], [first, second]);
          const times = (await all.rows()).map((row) => {
            const reading = readAsErp(Buffer.from(all.read(row.path ?? '')));
            return [reading.logRecords, reading.cashierTimes];
          });
          assert.deepEqual(
            times.sort((x, y) => (y[0] ?? 0) - (x[0] ?? 0)),
            [
              [4, 2],
              [2, 1],
            ],
          );
        }));
    }

    it('an open shift that turns out to have ended gives up what belongs to the next one', () =>
      withExports(async (all) => {
        await all.road.bring('5', shiftFile(347, '08:54:30', null, [log(3, '08:50:00'), log(3, '21:59:00')]));
        await all.drain();
        assert.deepEqual(await logOf(all, 347), ['3 08:50:00', '3 21:59:00']);
        await all.road.bring('5', shiftFile(348, '22:00:00', null));
        await all.drain();
        assert.deepEqual(await logOf(all, 348), [], 'shift 347 is open until 348 opens');
        await all.road.bring('5', shiftFile(347, '08:54:30', '21:45:00', [log(4, '21:46:00')]));
        await all.drain();
        assert.deepEqual(
          [await logOf(all, 347), await logOf(all, 348)],
          [['3 08:50:00', '4 21:46:00'], ['3 21:59:00']],
        );
      }));

    it('a file is made anew only when the coming of another shift has changed it', () =>
      withExports(async (all) => {
        await all.road.bring('5', shiftFile(347, '08:54:30', '21:45:00', [log(3, '08:50:00'), log(4, '21:46:00')]));
        await all.drain();
        await all.road.bring('5', shiftFile(348, '22:00:00', '23:00:00', [log(3, '21:59:00')]));
        await all.drain();
        assert.equal(all.files().length, 2);
        assert.deepEqual(
          (await all.rows()).map((row) => row.revision),
          [1, 1],
        );
      }));
  });
}

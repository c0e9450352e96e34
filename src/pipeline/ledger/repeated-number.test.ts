import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { openLedger } from '../../../tests/support/ledger.ts';
import { receipt, salesFile, shiftInfo } from '../../../tests/support/sales.ts';

const LATER = { timeBeg: '2026-03-18T08:00:00', timeEnd: '2026-03-18T21:00:00' };

for (const engine of databasesUnderTest) {
  async function load(...files: string[]): Promise<[string | null, number, number][]> {
    await using opened = await engine.open();
    const { database } = opened;
    await using road = await openLedger(database);
    for (const file of files) assert.equal((await road.bring('5', file)).outcome, 'processed');
    const shifts = await database.all<{ opened: string | null; sum: number; revision: number }>(
      'SELECT opened_at AS opened, counted_sale_sum AS sum, revision FROM shift ORDER BY shift_id',
    );
    return shifts.map(({ opened, sum, revision }) => [opened, sum, revision]);
  }

  test(`M7 M8 ${engine.name}: of two dated shifts of one number in one package only the first becomes the undated one that is stored`, async () => {
    const undated = salesFile({ shifts: [shiftInfo({ timeBeg: null })], documents: [receipt(1, '10.00')] });
    const both = salesFile({
      shifts: [shiftInfo({ timeEnd: '2026-03-14T21:00:00' }), shiftInfo(LATER)],
      documents: [receipt(1, '10.00'), receipt(2, '20.00', { timeEnd: '2026-03-18T09:00:00' })],
    });
    assert.deepEqual(await load(undated, both), [
      ['2026-03-14T08:54:30', 1000, 2],
      ['2026-03-18T08:00:00', 2000, 1],
    ]);
  });

  test(`P6 ${engine.name}: a receipt goes to the latest shift of its number that was open then, though an older one was never closed`, async () => {
    const both = salesFile({
      shifts: [shiftInfo(), shiftInfo(LATER)],
      documents: [receipt(1, '10.00'), receipt(2, '20.00', { timeEnd: '2026-03-18T09:00:00' })],
    });
    assert.deepEqual(await load(both), [
      ['2026-03-14T08:54:30', 1000, 1],
      ['2026-03-18T08:00:00', 2000, 1],
    ]);
  });

  /** Two records of one number a day apart mean one shift (less than 48 h). */
  const twoRecords = [shiftInfo(), shiftInfo({ timeBeg: '2026-03-15T08:54:30' })];
  const many = (from: number, count: number, day: string) =>
    Array.from({ length: count }, (_, index) => receipt(from + index, '1.00', { timeEnd: `${day}T12:00:00` }));

  test(`M7 ${engine.name}: two records of one shift in one package count each of its documents once`, async () => {
    const known = salesFile({ documents: [receipt(1, '1.00', { identifier: null })] });
    const both = salesFile({
      shifts: twoRecords,
      // One that adds makes the shift be counted anew; so many more that they are written in several turns.
      documents: [receipt(1, '1.00', { identifier: 'enriched' }), ...many(2, 600, '2026-03-15')],
    });
    assert.deepEqual(await load(known, both), [['2026-03-14T08:54:30', 60_100, 2]]);
  });

  test(`M7 ${engine.name}: two records of one new shift do not write the same document twice, however many there are`, async () => {
    const days = [...many(1, 600, '2026-03-15'), ...many(1, 600, '2026-03-14')];
    const file = salesFile({ shifts: [...twoRecords].reverse(), documents: days });
    assert.deepEqual(await load(file), [['2026-03-15T08:54:30', 60_000, 1]]);
  });

  test(`P6 ${engine.name}: a receipt of another year does not enter the only shift of its number in the package`, async () => {
    const lastYear = { timeBeg: '2025-03-14T10:00:00', timeEnd: '2025-03-14T10:01:00' };
    const old = salesFile({
      shifts: [shiftInfo({ timeBeg: '2025-03-14T08:00:00', timeEnd: '2025-03-14T20:00:00' })],
      documents: [receipt(1, '10.00', lastYear)],
    });
    const mixed = salesFile({ documents: [receipt(9, '7.00'), receipt(1, '10.00', lastYear)] });
    assert.deepEqual(await load(old, mixed), [
      ['2025-03-14T08:00:00', 1000, 1],
      ['2026-03-14T08:54:30', 700, 1],
    ]);
  });

  test(`P6 ${engine.name}: receipts whose own record cannot be read wait in a shift of their own`, async () => {
    const january = { timeBeg: '2026-01-14T08:00:00', timeEnd: '2026-01-14T20:00:00' };
    const documents = [receipt(1, '10.00', { timeEnd: '2026-01-14T09:00:00' }), receipt(2, '7.00')];
    const unreadable = salesFile({ shifts: [shiftInfo(), shiftInfo({ ...january, sumGain: 'x' })], documents });
    assert.deepEqual(await load(unreadable), [
      ['2026-03-14T08:54:30', 700, 1],
      [null, 1000, 1],
    ]);
    const readable = salesFile({ shifts: [shiftInfo(january)], documents: [] });
    assert.deepEqual(await load(unreadable, readable), [
      ['2026-03-14T08:54:30', 700, 1],
      ['2026-01-14T08:00:00', 1000, 2],
    ]);
  });
}

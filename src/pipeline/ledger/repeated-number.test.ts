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
}

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { databasesUnderTest } from '../../../tests/support/databases.ts';
import { insertExport, insertShifts } from '../../../tests/support/shift-rows.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShiftExportRow, Tables } from '../../schema/tables.ts';
import { createDueShifts, pauseMs } from './due.ts';

const NOW = Date.UTC(2026, 2, 14, 12);
const utc = (ms: number) => new Date(ms).toISOString();

async function addShift(
  database: Database<Tables>,
  shift: { shiftId: number; revision: number; closed: boolean; updatedMs?: number },
): Promise<void> {
  const row = {
    shift_id: shift.shiftId,
    shift_number: shift.shiftId,
    business_date: '2026-03-14',
    opened_at: '2026-03-14T08:00:00',
    closed_at: shift.closed ? '2026-03-14T20:00:00' : null,
    revision: shift.revision,
    updated_utc: utc(shift.updatedMs ?? NOW),
  };
  await insertShifts(database, { shopId: 's', registerId: 'r' }, [row]);
}

async function addState(database: Database<Tables>, state: Partial<ShiftExportRow> & { shift_id: number }) {
  await insertExport(database, { shop_id: 's', ...state });
}

const later = utc(NOW + 60_000);

for (const engine of databasesUnderTest) {
  it(`${engine.name}: due is what the ERP lacks and no pause holds`, async () => {
    await using opened = await engine.open();
    const { database } = opened;
    for (const [shiftId, closed] of [
      [1, true],
      [2, true],
      [3, true],
      [4, true],
      [5, false],
      [6, false],
      [7, true],
    ] as const)
      await addShift(database, { shiftId, revision: 5, closed });
    await addState(database, { shift_id: 2, revision: 5 });
    await addState(database, { shift_id: 3, failed_revision: 5, next_attempt_utc: later });
    await addState(database, { shift_id: 4, failed_revision: 4, next_attempt_utc: later });
    await addState(database, { shift_id: 5, revision: 4, next_attempt_utc: later });
    await addState(database, { shift_id: 6, revision: 4, next_attempt_utc: utc(NOW) });
    await addState(database, { shift_id: 7, revision: 4, next_attempt_utc: later });
    const due = createDueShifts(database);
    const found = await due.find(NOW, 20);
    assert.deepEqual(found.map((shift) => shift.shiftId).sort(), [1, 4, 6, 7]);
    assert.deepEqual((await due.find(NOW + 60_000, 20)).length, 6);
  });

  it(`${engine.name}: old shifts are looked at once, those that wait are found again when their pause is over`, async () => {
    await using opened = await engine.open();
    const { database } = opened;
    const old = NOW - 30 * 86_400_000;
    await addShift(database, { shiftId: 1, revision: 1, closed: true, updatedMs: old });
    await addShift(database, { shiftId: 2, revision: 1, closed: true, updatedMs: old });
    const due = createDueShifts(database);
    assert.equal((await due.find(NOW, 1)).length, 1);
    assert.equal((await due.find(NOW, 20)).length, 2);
    await addState(database, { shift_id: 1, failed_revision: 1, next_attempt_utc: later });
    assert.deepEqual(await due.find(NOW, 20), []);
    assert.deepEqual(
      (await due.find(NOW + 60_000, 20)).map((shift) => shift.shiftId),
      [1],
    );
    // A clock that was set back hides a change from the short look; the whole look finds it.
    await database.run('DELETE FROM shift_export WHERE shift_id = 1');
    assert.deepEqual((await due.find(NOW + 2 * 3_600_000, 20)).length, 2);
  });
}

it('pauses grow and stay bounded', () => {
  assert.deepEqual([1, 2, 3, 8, 9, 1_000].map(pauseMs), [15_000, 30_000, 60_000, 1_800_000, 1_800_000, 1_800_000]);
});

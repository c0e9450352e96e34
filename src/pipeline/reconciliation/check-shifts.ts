/** Looks at shifts that the ledger changed: holes in their receipt numbers (C5) and the clock of their register. */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';
import { checkClock } from './check-clock.ts';
import type { ShiftToCheck } from './due-checks.ts';
import { followShift } from './gap-rows.ts';
import { readHoles } from './shift-numbers.ts';

export type CheckSettings = { firstPauseMs: number; clockToleranceMs: number };
/** A register of which something is to be shown anew; ids. */
export type CheckedRegister = { shopId: string; registerId: string };

/** Looks at the shifts in one transaction; answers the registers of which something changed. */
export async function checkShifts(
  database: Database<Tables>,
  clock: Clock,
  settings: CheckSettings,
  shifts: readonly ShiftToCheck[],
): Promise<CheckedRegister[]> {
  return database.transaction(async (tx) => {
    await takeTurn(tx, 'receipt_gap');
    const changed = new Map<string, CheckedRegister>();
    for (const { shopId, shiftId } of shifts) {
      const shift = await tx.get<ShiftRow>('SELECT * FROM shift WHERE shop_id = ? AND shift_id = ?', [shopId, shiftId]);
      if (shift === undefined) continue;
      if (await checkOne(tx, clock, settings, shift))
        changed.set(shift.register_id, { shopId, registerId: shift.register_id });
    }
    return [...changed.values()];
  });
}

async function checkOne(
  tx: Transaction<Tables>,
  clock: Clock,
  settings: CheckSettings,
  shift: ShiftRow,
): Promise<boolean> {
  const { holes, following } = await readHoles(tx, shift);
  let changed = await followShift(tx, clock, shift, holes, settings.firstPauseMs);
  // What lies between two shifts belongs to the later one, and depends on this one's last number.
  if (following !== null) {
    const after = await readHoles(tx, following);
    changed = (await followShift(tx, clock, following, after.holes, settings.firstPauseMs)) || changed;
  }
  changed = (await checkClock(tx, clock, shift, settings.clockToleranceMs)) || changed;
  await tx.run(
    `INSERT INTO shift_check (shop_id, shift_id, revision, checked_utc) VALUES (?, ?, ?, ?)
     ON CONFLICT (shop_id, shift_id) DO UPDATE SET revision = excluded.revision, checked_utc = excluded.checked_utc`,
    [shift.shop_id, shift.shift_id, shift.revision, utcText(clock.now())],
  );
  return changed;
}

/** Looks at shifts that the ledger changed: holes in their receipt numbers (C5), their sums (C1–C7), the clock of their register. */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';
import { checkClock } from './check-clock.ts';
import { checkSums, type ShiftChecked } from './check-sums.ts';
import type { ShiftToCheck } from './due-checks.ts';
import { followShift } from './gap-rows.ts';
import { readHoles } from './shift-numbers.ts';

export type CheckSettings = { firstPauseMs: number; clockToleranceMs: number };
/** A register of which something is to be shown anew; codes. */
export type CheckedRegister = { shopCode: string; registerCode: string };

/** Looks at the shifts in one transaction; answers the registers of which something changed. */
export async function checkShifts(
  database: Database<Tables>,
  clock: Clock,
  settings: CheckSettings,
  shifts: readonly ShiftToCheck[],
): Promise<CheckedRegister[]> {
  return database.transaction(async (tx) => {
    await takeTurn(tx, 'receipt_gap');
    const changed = new Set<string>();
    for (const { shopId, shiftId } of shifts) {
      const shift = await tx.get<ShiftRow>('SELECT * FROM shift WHERE shop_id = ? AND shift_id = ?', [shopId, shiftId]);
      if (shift === undefined) continue;
      if (await checkOne(tx, clock, settings, shift)) changed.add(shift.register_id);
    }
    return codesOf(tx, [...changed]);
  });
}

async function codesOf(tx: Transaction<Tables>, registerIds: readonly string[]): Promise<CheckedRegister[]> {
  if (registerIds.length === 0) return [];
  return tx.all<CheckedRegister>(
    `SELECT p.shop_code AS "shopCode", r.register_code AS "registerCode" FROM register r JOIN shop p ON p.shop_id = r.shop_id
     WHERE r.register_id IN (${registerIds.map(() => '?').join(', ')})`,
    registerIds,
  );
}

async function checkOne(
  tx: Transaction<Tables>,
  clock: Clock,
  settings: CheckSettings,
  shift: ShiftRow,
): Promise<boolean> {
  // What its documents say was said when they were here.
  if (shift.trimmed_utc !== null) return keepCheck(tx, shift);
  const { holes, following: after } = await readHoles(tx, shift);
  const following = after?.trimmed_utc === null ? after : null;
  let changed = await followShift(tx, clock, shift, holes, settings.firstPauseMs);
  // What lies between two shifts belongs to the later one, and depends on this one's last number.
  if (following !== null) {
    const next = await readHoles(tx, following);
    changed = (await followShift(tx, clock, following, next.holes, settings.firstPauseMs)) || changed;
  }
  changed = (await checkClock(tx, clock, shift, settings.clockToleranceMs)) || changed;
  const checked = await checkSums(tx, clock, shift);
  const before = await tx.get<{ outcomes: string | null }>(
    'SELECT outcomes FROM shift_check WHERE shop_id = ? AND shift_id = ?',
    [shift.shop_id, shift.shift_id],
  );
  await writeCheck(tx, clock, shift, checked);
  changed = before?.outcomes !== checked.outcomes || changed;
  // Its drawer begins with what this one reports, and its first numbers with the last of this one.
  if (following !== null) changed = (await recheckSums(tx, clock, following)) || changed;
  return changed;
}

async function keepCheck(tx: Transaction<Tables>, { shop_id, shift_id, revision }: ShiftRow): Promise<false> {
  await tx.run('UPDATE shift_check SET revision = ? WHERE shop_id = ? AND shift_id = ?', [revision, shop_id, shift_id]);
  return false;
}

/** How far the shift was looked at, and what was found. */
async function writeCheck(
  tx: Transaction<Tables>,
  clock: Clock,
  shift: ShiftRow,
  { result, outcomes }: ShiftChecked,
): Promise<void> {
  await tx.run(
    `INSERT INTO shift_check (shop_id, shift_id, revision, checked_utc, result, outcomes) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (shop_id, shift_id) DO UPDATE SET revision = excluded.revision, checked_utc = excluded.checked_utc,
       result = excluded.result, outcomes = excluded.outcomes`,
    [shift.shop_id, shift.shift_id, shift.revision, utcText(clock.now()), result, outcomes],
  );
}

/**
 * The checks of a shift once more because of something outside of it: the shift before, or a hole that lasts. One that was
 * never looked at, or changed since, has its turn to come.
 */
export async function recheckSums(tx: Transaction<Tables>, clock: Clock, shift: ShiftRow): Promise<boolean> {
  if (shift.trimmed_utc !== null) return false;
  const known = await tx.get<{ revision: number; outcomes: string | null }>(
    'SELECT revision, outcomes FROM shift_check WHERE shop_id = ? AND shift_id = ?',
    [shift.shop_id, shift.shift_id],
  );
  if (known === undefined || known.revision < shift.revision) return false;
  const checked = await checkSums(tx, clock, shift);
  if (checked.outcomes === known.outcomes) return false;
  await writeCheck(tx, clock, shift, checked);
  return true;
}

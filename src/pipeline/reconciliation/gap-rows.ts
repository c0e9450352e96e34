/** Rows of the table `receipt_gap`: brought in line with what is missing in a shift now, and changed one by one. */
import { followGaps, type GapChange } from '../../domain/gap-life.ts';
import { type Hole, MOST_IN_HOLE } from '../../domain/receipt-gaps.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { ReceiptGapRow, ShiftRow, Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';

export type GapState = 'waiting' | 'asked' | 'held' | 'absent' | 'filled';
export type GapCause =
  | 'not_sent'
  | 'set_aside'
  | 'package_broken'
  | 'package_error'
  | 'not_at_register'
  | 'number_jump';
export type HeldBy = 'set_aside' | 'number_jump' | 'too_old' | 'too_long' | 'no_times';

/** Makes the holes of a shift what they are now, in the caller's transaction; answers whether anything changed. */
export async function followShift(
  tx: Transaction<Tables>,
  clock: Clock,
  shift: ShiftRow,
  holes: readonly Hole[],
  firstPauseMs: number,
): Promise<boolean> {
  const rows = await tx.all<ReceiptGapRow>(
    "SELECT * FROM receipt_gap WHERE shop_id = ? AND shift_id = ? AND state <> 'filled' ORDER BY gap_id",
    [shift.shop_id, shift.shift_id],
  );
  if (rows.length === 0 && holes.length === 0) return false;
  const known = rows.map((row) => ({
    id: row.gap_id,
    first: row.first_number,
    last: row.last_number,
    settled: row.state === 'absent',
  }));
  const byId = new Map(rows.map((row) => [row.gap_id, row]));
  const filled: ReceiptGapRow[] = [];
  let changed = false;
  for (const change of followGaps(known, holes)) {
    const row = rowOf(change, byId);
    if (change.kind === 'filled' && row?.told === 1) filled.push(row);
    changed = (await applyChange(tx, clock, shift, change, row, firstPauseMs)) || changed;
  }
  await recordEvents(
    tx,
    clock,
    filled.map((row) => gapEvent('gap.filled', 'info', row, {})),
  );
  return changed;
}

function rowOf(change: GapChange, byId: ReadonlyMap<number, ReceiptGapRow>): ReceiptGapRow | undefined {
  if (change.kind === 'appeared') return undefined;
  return byId.get(change.kind === 'parted' ? change.of : change.id);
}

async function applyChange(
  tx: Transaction<Tables>,
  clock: Clock,
  shift: ShiftRow,
  change: GapChange,
  row: ReceiptGapRow | undefined,
  firstPauseMs: number,
): Promise<boolean> {
  if (change.kind === 'appeared') {
    await insertGap(tx, { ...newGap(shift, change.hole, clock.now(), firstPauseMs) });
    return true;
  }
  if (row === undefined) throw new Error(`the change ${change.kind} is of a hole that is not known`);
  switch (change.kind) {
    case 'parted':
      await insertGap(tx, { ...row, ...spanOf(change.hole) });
      return true;
    case 'joined':
      await tx.run('DELETE FROM receipt_gap WHERE shop_id = ? AND gap_id = ?', [row.shop_id, row.gap_id]);
      return true;
    case 'filled':
      await updateGap(tx, row, { state: 'filled', next_ask_utc: null, ended_utc: utcText(clock.now()) });
      return true;
    default: {
      const span = spanOf(change.hole);
      const same = (Object.keys(span) as (keyof typeof span)[]).every((name) => span[name] === row[name]);
      if (!same) await updateGap(tx, row, span);
      return !same;
    }
  }
}

function spanOf({ first, last, missing, fromAt, toAt }: Hole) {
  return { first_number: first, last_number: last, missing_count: missing, from_at: fromAt, to_at: toAt };
}

function newGap(shift: ShiftRow, hole: Hole, nowMs: number, firstPauseMs: number): ReceiptGapRow {
  return {
    shop_id: shift.shop_id,
    gap_id: 0,
    register_id: shift.register_id,
    shift_id: shift.shift_id,
    ...spanOf(hole),
    cause: hole.missing > MOST_IN_HOLE ? 'number_jump' : 'not_sent',
    state: 'waiting',
    held_by: null,
    told: 0,
    attempts: 0,
    said_none: 0,
    appeared_utc: utcText(nowMs),
    // Receipts come out of turn now and then: what is only late fills itself before anybody is asked or told.
    next_ask_utc: utcText(nowMs + firstPauseMs),
    asked_utc: null,
    transfer_id: null,
    ended_utc: null,
  };
}

async function insertGap(tx: Transaction<Tables>, gap: ReceiptGapRow): Promise<void> {
  const row = { ...gap, gap_id: await takeNumbers(tx, 'receipt_gap', 1) };
  const columns = Object.keys(row) as (keyof ReceiptGapRow)[];
  await tx.insertMany('receipt_gap', columns, [columns.map((column) => row[column])]);
}

/** Sets columns of a hole; the keys stay. */
export async function updateGap(
  tx: Statements,
  row: Pick<ReceiptGapRow, 'shop_id' | 'gap_id'>,
  set: Partial<ReceiptGapRow>,
): Promise<void> {
  const columns = Object.keys(set) as (keyof ReceiptGapRow)[];
  await tx.run(
    `UPDATE receipt_gap SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE shop_id = ? AND gap_id = ?`,
    [...columns.map((column) => set[column] ?? null), row.shop_id, row.gap_id],
  );
}

type GapEventCode = 'gap.found' | 'gap.filled' | 'gap.absent';

/** What the log says of a hole: its numbers, and why. */
export function gapEvent(
  code: GapEventCode,
  level: NewEvent['level'],
  row: ReceiptGapRow,
  more: Readonly<Record<string, string | number | null>>,
): NewEvent {
  const params = {
    gapId: row.gap_id,
    first: row.first_number,
    last: row.last_number,
    n: row.missing_count,
    from: row.from_at,
    to: row.to_at,
    ...more,
  };
  return { code, level, shopId: row.shop_id, registerId: row.register_id, params };
}

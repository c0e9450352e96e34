/**
 * Why a hole is there, asked once when it has lasted: does what is missing lie on our side already, did a package of that
 * time not get in, or has the register not sent it? Some holes only a person asks for.
 */
import { daysTouched } from '../../domain/load-period.ts';
import { addWallClock, toLocal, toUtc } from '../../domain/local-time.ts';
import { receiptNumberOf } from '../../formats/sales-file/sales-file.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements, Transaction } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { ReceiptGapRow, ShiftRow, Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { recheckSums } from './check-shifts.ts';
import { type GapCause, gapEvent, type HeldBy, updateGap } from './gap-rows.ts';

export type ExamineSettings = { firstPauseMs: number; gapDays: number };

type Due = ReceiptGapRow & { time_zone: string; register_code: string; shift_number: number; business_date: string };

const AT_ONCE = 50;
/** Set-aside records of a shift that are looked at. */
const MOST_ASIDE = 500;
/** From so many calendar days on, only a person loads a period (M10). */
const PERSON_FROM_DAYS = 7;

/** Looks at holes whose first pause is over; true = there may be more. */
export async function examineGaps(
  database: Database<Tables>,
  clock: Clock,
  settings: ExamineSettings,
): Promise<{ more: boolean; changed: boolean }> {
  const due = `SELECT g.*, s.time_zone, r.register_code, f.shift_number, f.business_date FROM receipt_gap g
    JOIN shop s ON s.shop_id = g.shop_id JOIN register r ON r.shop_id = g.shop_id AND r.register_id = g.register_id
    JOIN shift f ON f.shop_id = g.shop_id AND f.shift_id = g.shift_id
    WHERE g.state = 'waiting' AND g.told = 0 AND g.next_ask_utc <= ? ORDER BY g.next_ask_utc LIMIT ?`;
  const bounds = [utcText(clock.now()), AT_ONCE];
  if ((await database.get(due, bounds)) === undefined) return { more: false, changed: false };
  const found = await database.transaction(async (tx) => {
    await takeTurn(tx, 'receipt_gap');
    const gaps = await tx.all<Due>(due, bounds);
    for (const gap of gaps) await examineOne(tx, clock, settings, gap);
    await recheckShifts(tx, clock, gaps);
    return gaps.length;
  });
  return { more: found === AT_ONCE, changed: found > 0 };
}

/** A hole that has lasted is a difference of its shift (C5). */
async function recheckShifts(tx: Transaction<Tables>, clock: Clock, gaps: readonly Due[]): Promise<void> {
  for (const gap of new Map(gaps.map((one) => [`${one.shop_id} ${one.shift_id}`, one])).values()) {
    const shift = await tx.get<ShiftRow>('SELECT * FROM shift WHERE shop_id = ? AND shift_id = ?', [
      gap.shop_id,
      gap.shift_id,
    ]);
    if (shift !== undefined) await recheckSums(tx, clock, shift);
  }
}

async function examineOne(tx: Transaction<Tables>, clock: Clock, settings: ExamineSettings, gap: Due): Promise<void> {
  const cause = await causeOf(tx, gap);
  if (cause === 'package_error') {
    // Its packages lie on our disk and are tried again; the register has done its part.
    const next = utcText(clock.now() + settings.firstPauseMs);
    await updateGap(tx, gap, { cause, next_ask_utc: next });
    return;
  }
  const heldBy = holdOf(gap, cause, toLocal(clock.now(), gap.time_zone), settings.gapDays);
  const held = heldBy === null ? {} : ({ state: 'held', next_ask_utc: null } as const);
  await updateGap(tx, gap, { cause, told: 1, held_by: heldBy, ...held });
  // What lies far back was lost long ago: it is listed, and the log of today is not filled with it.
  if (heldBy === 'too_old') return;
  const params = {
    registerCode: gap.register_code,
    shiftNumber: gap.shift_number,
    cause: `@gap_cause.${cause}`,
    next: heldBy === null ? '@gap_next.asked' : `@gap_held.${heldBy}`,
  };
  await recordEvents(tx, clock, [gapEvent('gap.found', 'warning', gap, params)]);
}

function holdOf(gap: Due, cause: GapCause, now: string, gapDays: number): HeldBy | null {
  if (cause === 'number_jump' || cause === 'set_aside') return cause;
  if (gap.from_at === null || gap.to_at === null) return 'no_times';
  if (gap.business_date < addWallClock(now, -gapDays * 86_400_000).slice(0, 10)) return 'too_old';
  return daysTouched({ from: gap.from_at, to: gap.to_at }) >= PERSON_FROM_DAYS ? 'too_long' : null;
}

async function causeOf(tx: Statements, gap: Due): Promise<GapCause> {
  if (gap.cause === 'number_jump') return 'number_jump';
  if ((await setAsideWithin(tx, gap)) >= gap.missing_count) return 'set_aside';
  if (gap.from_at === null) return 'not_sent';
  const rows = await tx.all<{ state: string }>(
    `SELECT DISTINCT state FROM package WHERE shop_id = ? AND register_id = ? AND received_utc >= ?
     AND state IN ('error', 'broken')`,
    [gap.shop_id, gap.register_id, toUtc(gap.from_at, gap.time_zone)],
  );
  const states = rows.map(({ state }) => state);
  if (states.includes('error')) return 'package_error';
  return states.includes('broken') ? 'package_broken' : 'not_sent';
}

/** How many of the missing numbers stand in records that were set aside and wait for a person. */
async function setAsideWithin(tx: Statements, gap: Due): Promise<number> {
  const rows = await tx.all<{ raw: string }>(
    `SELECT raw FROM set_aside WHERE shop_id = ? AND register_id = ? AND section = 'document' AND state = 'open'
     AND (shift_number = ? OR shift_number IS NULL) ORDER BY set_aside_id DESC LIMIT ?`,
    [gap.shop_id, gap.register_id, gap.shift_number, MOST_ASIDE],
  );
  const numbers = rows.map(({ raw }) => receiptNumberOf(raw));
  return new Set(numbers.filter((one) => one !== null && one >= gap.first_number && one <= gap.last_number)).size;
}

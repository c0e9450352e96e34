/** What became of the asks: a hole is settled, waits for its next turn, or the register's pause grows. */
import { askPauseMs } from '../../domain/silence.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements, Transaction } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { ReceiptGapRow, RegisterRearmRow, Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { gapEvent, updateGap } from './gap-rows.ts';

export type Pauses = { firstPauseMs: number; longestPauseMs: number };

type Ended = { transfer_state: string; transfer_ended: string; transfer_packages: number; register_code: string };

const AT_ONCE = 100;
/** READY without a package may be a package that was lost on the way (T1), so «nothing» is believed when it is said again. */
const SAID_NONE_ENOUGH = 2;

/** Settles holes whose transfer has ended; true when one was. */
export async function settleGaps(database: Database<Tables>, clock: Clock, pauses: Pauses): Promise<boolean> {
  const ended = `SELECT g.*, t.state AS transfer_state, t.ended_utc AS transfer_ended, t.packages AS transfer_packages,
      r.register_code FROM receipt_gap g
    JOIN transfer t ON t.shop_id = g.shop_id AND t.transfer_id = g.transfer_id
    JOIN register r ON r.shop_id = g.shop_id AND r.register_id = g.register_id
    WHERE g.state = 'asked' AND t.ended_utc IS NOT NULL ORDER BY g.gap_id LIMIT ?`;
  if ((await database.get(ended, [AT_ONCE])) === undefined) return false;
  return database.transaction(async (tx) => {
    await takeTurn(tx, 'receipt_gap');
    let settled = false;
    for (const gap of await tx.all<ReceiptGapRow & Ended>(ended, [AT_ONCE]))
      settled = (await settleGap(tx, clock, pauses, gap)) || settled;
    return settled;
  });
}

async function settleGap(
  tx: Transaction<Tables>,
  clock: Clock,
  pauses: Pauses,
  gap: ReceiptGapRow & Ended,
): Promise<boolean> {
  switch (gap.transfer_state) {
    case 'done':
    case 'already':
      // Until the shifts that it brought were looked at, nobody knows whether the hole is filled.
      if (!(await lookedSince(tx, gap, gap.transfer_ended))) return false;
      await settleAbsent(tx, clock, gap);
      return true;
    case 'empty':
      if (gap.said_none + 1 >= SAID_NONE_ENOUGH) await settleAbsent(tx, clock, gap);
      else await askLater(tx, clock, pauses, gap, { said_none: gap.said_none + 1 });
      return true;
    default:
      await askLater(tx, clock, pauses, gap, {
        ...(gap.transfer_packages > 0 ? { cause: 'package_broken' } : {}),
        attempts: gap.attempts + 1,
      });
      return true;
  }
}

async function settleAbsent(tx: Transaction<Tables>, clock: Clock, gap: ReceiptGapRow & Ended): Promise<void> {
  const ended = utcText(clock.now());
  await updateGap(tx, gap, { state: 'absent', cause: 'not_at_register', next_ask_utc: null, ended_utc: ended });
  const params = { registerCode: gap.register_code, transferId: gap.transfer_id };
  await recordEvents(tx, clock, [gapEvent('gap.absent', 'warning', gap, params)]);
}

async function askLater(
  tx: Statements,
  clock: Clock,
  pauses: Pauses,
  gap: ReceiptGapRow,
  set: Partial<ReceiptGapRow>,
): Promise<void> {
  const next = utcText(clock.now() + pauseOf(pauses, set.attempts ?? gap.attempts));
  await updateGap(tx, gap, { ...set, state: 'waiting', held_by: null, next_ask_utc: next });
}

/** True when the reconciliation has looked at every shift of the register after a moment, or nothing in them has changed since. */
async function lookedSince(tx: Statements, gap: ReceiptGapRow, utc: string): Promise<boolean> {
  const behind = await tx.get(
    `SELECT 1 AS one FROM shift s LEFT JOIN shift_check c ON c.shop_id = s.shop_id AND c.shift_id = s.shift_id
     WHERE s.shop_id = ? AND s.register_id = ?
       AND (c.revision IS NULL OR (c.revision < s.revision AND c.checked_utc <= ?)) LIMIT 1`,
    [gap.shop_id, gap.register_id, utc],
  );
  return behind === undefined;
}

/** Ends of a transfer in which the register was reached and has answered. */
export const ANSWERED = ['done', 'already', 'empty'] as const;

/** Registers whose ask has ended: answered ones are over or free for the next hole, the pauses of others grow. */
export async function settleRegisters(database: Database<Tables>, clock: Clock, pauses: Pauses): Promise<boolean> {
  const ended = await database.all<RegisterRearmRow & Ended>(
    `SELECT a.*, t.state AS transfer_state, t.ended_utc AS transfer_ended, t.packages AS transfer_packages,
       r.register_code FROM register_rearm a
     JOIN transfer t ON t.shop_id = a.shop_id AND t.transfer_id = a.transfer_id
     JOIN register r ON r.shop_id = a.shop_id AND r.register_id = a.register_id
     WHERE t.ended_utc IS NOT NULL ORDER BY a.shop_id, a.register_id LIMIT ?`,
    [AT_ONCE],
  );
  if (ended.length === 0) return false;
  await database.transaction(async (tx) => {
    for (const row of ended) await settleRegister(tx, clock, pauses, row);
  });
  return true;
}

async function settleRegister(
  tx: Transaction<Tables>,
  clock: Clock,
  pauses: Pauses,
  row: RegisterRearmRow & Ended,
): Promise<void> {
  const place = [row.shop_id, row.register_id];
  const answered = ANSWERED.some((state) => state === row.transfer_state);
  if (answered && row.reason !== 'gaps') {
    await tx.run('DELETE FROM register_rearm WHERE shop_id = ? AND register_id = ?', place);
    const params = { registerCode: row.register_code, transferId: row.transfer_id };
    const { shop_id: shopId, register_id: registerId } = row;
    await recordEvents(tx, clock, [{ code: 'rearm.answered', level: 'info', shopId, registerId, params }]);
    return;
  }
  const attempts = answered ? 0 : row.attempts + 1;
  const next = utcText(clock.now() + (answered ? 0 : pauseOf(pauses, attempts)));
  await tx.run(
    'UPDATE register_rearm SET attempts = ?, next_ask_utc = ?, transfer_id = NULL WHERE shop_id = ? AND register_id = ?',
    [attempts, next, ...place],
  );
}

export function pauseOf({ firstPauseMs, longestPauseMs }: Pauses, attempts: number): number {
  return askPauseMs(attempts, { firstMs: firstPauseMs, longestMs: longestPauseMs });
}

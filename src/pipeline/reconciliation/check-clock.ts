/** The clock of a register against ours, when its shift has grown. What it sold stays as it came; only the state is told. */
import { type ClockSample, clockOffset } from '../../domain/register-clock.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { RegisterClockRow, ShiftRow, Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';

/** The newest receipts of a shift are enough to tell. */
const SAMPLES = 12;

/** Notes whether the clock is right, in the caller's transaction; the log hears of each change once. True = it changed. */
export async function checkClock(
  tx: Transaction<Tables>,
  clock: Clock,
  shift: ShiftRow,
  toleranceMs: number,
): Promise<boolean> {
  const offsetMs = clockOffset(await readSamples(tx, shift), toleranceMs);
  if (offsetMs === null) return false;
  const { shop_id: shopId, register_id: registerId } = shift;
  const place = [shopId, registerId];
  const known = await tx.get<RegisterClockRow>(
    'SELECT * FROM register_clock WHERE shop_id = ? AND register_id = ?',
    place,
  );
  const nowUtc = utcText(clock.now());
  if (offsetMs === 0) {
    if (known === undefined) return false;
    await tx.run('DELETE FROM register_clock WHERE shop_id = ? AND register_id = ?', place);
    const params = { since: known.since_utc };
    await recordEvents(tx, clock, [{ code: 'register.clock_right', level: 'info', shopId, registerId, params }]);
    return true;
  }
  const changed = known === undefined || Math.abs(known.offset_ms - offsetMs) > toleranceMs;
  await tx.run(
    `INSERT INTO register_clock (shop_id, register_id, offset_ms, since_utc, measured_utc) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (shop_id, register_id) DO UPDATE SET offset_ms = excluded.offset_ms, measured_utc = excluded.measured_utc`,
    [shopId, registerId, offsetMs, nowUtc, nowUtc],
  );
  if (!changed) return false;
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const code = offsetMs > 0 ? 'register.clock_ahead' : 'register.clock_behind';
  const params = { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
  await recordEvents(tx, clock, [{ code, level: 'warning', shopId, registerId, params }]);
  return true;
}

async function readSamples(tx: Transaction<Tables>, shift: ShiftRow): Promise<ClockSample[]> {
  const rows = await tx.all<{ received: string; sold: string }>(
    `SELECT received_utc AS received, closed_utc AS sold FROM document
     WHERE shop_id = ? AND shift_id = ? AND closed_utc IS NOT NULL ORDER BY received_utc DESC, document_id DESC LIMIT ?`,
    [shift.shop_id, shift.shift_id, SAMPLES],
  );
  return rows.map(({ received, sold }) => ({ arrivedMs: Date.parse(received), soldMs: Date.parse(sold) }));
}

/** Log-ons and log-offs of cashiers into the tables, and the shift whose file each of them belongs into. */
import { type LocalTime, localDateOf } from '../../domain/local-time.ts';
import type { SecurityLogRecord } from '../../domain/sales.ts';
import { LOG_ON, type LogShift, shiftOfLogRecord } from '../../domain/security-log.ts';
import type { LoadContext } from './load-context.ts';

type Neighbour = LogShift & { shiftId: number };

/** Adds a record; answers the shift that must be handed over again because of it, null when it was known or is of no shift yet. */
export async function addLogRecord(context: LoadContext, record: SecurityLogRecord): Promise<number | null> {
  const { tx, register } = context;
  const owner = [register.shopId, register.registerId] as const;
  const added = await tx.run(
    `INSERT INTO security_log (shop_id, register_id, happened_at, op_code, cashier_code, raw) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    [...owner, record.at, record.opCode, record.cashierCode, record.raw],
  );
  if (added === 0) return null;
  const columns = 'shift_id AS "shiftId", opened_at AS "openedAt", closed_at AS "closedAt"';
  const before = await tx.get<Neighbour>(
    `SELECT ${columns} FROM shift WHERE shop_id = ? AND register_id = ? AND business_date <= ? AND opened_at <= ?
     ORDER BY business_date DESC, opened_at DESC, shift_id DESC LIMIT 1`,
    [...owner, localDateOf(record.at), record.at],
  );
  const after = await tx.get<Neighbour>(
    `SELECT ${columns} FROM shift WHERE shop_id = ? AND register_id = ? AND business_date >= ? AND opened_at > ?
     ORDER BY business_date, opened_at, shift_id LIMIT 1`,
    [...owner, localDateOf(record.at), record.at],
  );
  const last = await tx.get<{ at: LocalTime }>(
    `SELECT happened_at AS at FROM security_log WHERE shop_id = ? AND register_id = ? AND happened_at <= ? AND op_code = ?
     ORDER BY happened_at DESC LIMIT 1`,
    [...owner, record.at, LOG_ON],
  );
  const beside = { before: before ?? null, after: after ?? null };
  return shiftOfLogRecord(record, last?.at ?? null, beside)?.shiftId ?? null;
}

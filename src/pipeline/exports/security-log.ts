/**
 * The log records of the cashiers of a shift. Cashiers log on before a shift opens and off after it closes, so a file also
 * holds records from beside its shift; which of two shifts they belong to is said by `shiftOfLogRecord`.
 */
import { addWallClock, type LocalTime } from '../../domain/local-time.ts';
import { LOG_ON, LOG_REACH_MS, type LogShift, shiftOfLogRecord } from '../../domain/security-log.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';

type Shift = LogShift & { shiftId: number };
/** A shift of a register between the one that opened before it and the one that opened after it. */
type Row = { before: Shift | null; self: Shift; after: Shift | null };
type LogRecord = { at: LocalTime; opCode: number; cashierCode: string };

const END_OF_TIME = '9999-12-31T23:59:59';

/** The records that belong to the shift, in the order of time. */
export async function listSecurityLog(
  database: Database<Tables>,
  row: ShiftRow,
  openedAt: LocalTime,
): Promise<LogRecord[]> {
  const shifts = await readRow(database, row, openedAt);
  const { before, self, after } = shifts;
  const reach = addWallClock(openedAt, -LOG_REACH_MS);
  const from = before === null ? reach : latest(reach, gapStart(before, self));
  const { records, lastLogOn } = await readRecords(database, row, from, after?.openedAt ?? END_OF_TIME);
  const owners = ownersOf(records, lastLogOn, shifts);
  return records.filter((_, index) => owners[index] === self.shiftId);
}

/**
 * The shifts beside this one to which other records belong since it has come, or has closed: what the ERP was given of them
 * is no longer right. `known` says how this shift was when its last file was made.
 */
export async function shiftsWithOtherLog(
  database: Database<Tables>,
  row: ShiftRow,
  known: 'absent' | 'open',
): Promise<number[]> {
  if (row.opened_at === null) return [];
  const shifts = await readRow(database, row, row.opened_at);
  const { before, self, after } = shifts;
  const from = before === null ? addWallClock(self.openedAt, -LOG_REACH_MS) : gapStart(before, self);
  const { records, lastLogOn } = await readRecords(database, row, from, after?.openedAt ?? END_OF_TIME);
  const now = ownersOf(records, lastLogOn, shifts);
  const then = ownersOf(records, lastLogOn, { ...shifts, self: known === 'open' ? { ...self, closedAt: null } : null });
  const moved = new Set(now.flatMap((owner, index) => (owner === then[index] ? [] : [owner, then[index]])));
  return [before, after].flatMap((shift) => (shift !== null && moved.has(shift.shiftId) ? [shift.shiftId] : []));
}

/** Where records begin that need not be of the shift before: after its close, at the latest where this one opens. */
function gapStart(before: Shift, self: Shift): LocalTime {
  const { closedAt } = before;
  return closedAt === null || closedAt > self.openedAt ? self.openedAt : closedAt;
}

function latest(a: LocalTime, b: LocalTime): LocalTime {
  return a > b ? a : b;
}

/** The owner of each record by its id; without `self` as if that shift did not exist. */
function ownersOf(
  records: readonly LogRecord[],
  lastLogOn: LocalTime | null,
  { before, self, after }: { before: Shift | null; self: Shift | null; after: Shift | null },
): (number | null)[] {
  let logOn = lastLogOn;
  return records.map((record) => {
    if (record.opCode === LOG_ON) logOn = record.at;
    const isBefore = self === null || record.at < self.openedAt;
    const beside = isBefore ? { before, after: self ?? after } : { before: self, after };
    return shiftOfLogRecord(record, logOn, beside)?.shiftId ?? null;
  });
}

async function readRow(database: Database<Tables>, row: ShiftRow, openedAt: LocalTime): Promise<Row> {
  const keys = [row.shop_id, row.register_id, row.business_date, openedAt, openedAt, row.shift_id];
  const columns = 'shift_id AS "shiftId", opened_at AS "openedAt", closed_at AS "closedAt"';
  const before = await database.get<Shift>(
    `SELECT ${columns} FROM shift WHERE shop_id = ? AND register_id = ? AND business_date <= ?
       AND (opened_at < ? OR (opened_at = ? AND shift_id < ?))
     ORDER BY business_date DESC, opened_at DESC, shift_id DESC LIMIT 1`,
    keys,
  );
  const after = await database.get<Shift>(
    `SELECT ${columns} FROM shift WHERE shop_id = ? AND register_id = ? AND business_date >= ?
       AND (opened_at > ? OR (opened_at = ? AND shift_id > ?))
     ORDER BY business_date, opened_at, shift_id LIMIT 1`,
    keys,
  );
  const self = { shiftId: row.shift_id, openedAt, closedAt: row.closed_at };
  return { before: before ?? null, self, after: after ?? null };
}

/** The records of the register from `from` to before `until`, and the last log-on before them. */
async function readRecords(
  database: Database<Tables>,
  row: ShiftRow,
  from: LocalTime,
  until: LocalTime,
): Promise<{ records: LogRecord[]; lastLogOn: LocalTime | null }> {
  const keys = [row.shop_id, row.register_id];
  const records = await database.all<LogRecord>(
    `SELECT happened_at AS at, op_code AS "opCode", cashier_code AS "cashierCode" FROM security_log
     WHERE shop_id = ? AND register_id = ? AND happened_at >= ? AND happened_at < ?
     ORDER BY happened_at, op_code, cashier_code`,
    [...keys, from, until],
  );
  const logOn = await database.get<{ at: LocalTime }>(
    `SELECT happened_at AS at FROM security_log
     WHERE shop_id = ? AND register_id = ? AND happened_at < ? AND op_code = ? ORDER BY happened_at DESC LIMIT 1`,
    [...keys, from, LOG_ON],
  );
  return { records, lastLogOn: logOn?.at ?? null };
}

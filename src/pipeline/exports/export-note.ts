/** What is missing from a published file, for people: the ERP does not wait for it, but nobody may take the shift for complete. */
import type { Database } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';
import type { Reason } from './export-rows.ts';

/** The note of a file; null when all that the server knows of the shift stands in it. */
export async function readNote(
  database: Database<Tables>,
  row: ShiftRow,
  openDocuments: number,
): Promise<Reason | null> {
  const setAside = await countSetAside(database, row);
  const conflicts = await database.get<{ count: number }>(
    'SELECT COUNT(*) AS count FROM conflict WHERE shop_id = ? AND shift_id = ?',
    [row.shop_id, row.shift_id],
  );
  const counts = { setAside, conflicts: conflicts?.count ?? 0, openDocuments };
  if (counts.setAside + counts.conflicts > 0) return { code: 'export.incomplete', details: counts };
  return openDocuments === 0 ? null : { code: 'export.open_documents', details: { count: openDocuments } };
}

/** True when people should be told with the file: an open shift may well hold documents that are not closed yet. */
export function isWorthTelling(note: Reason, closed: boolean): boolean {
  return closed || note.code === 'export.incomplete';
}

/**
 * Records set aside that nobody has decided about. They name a shift by its number, which may come again after years: then
 * a record is of the latest shift that was open when it came.
 */
async function countSetAside(database: Database<Tables>, row: ShiftRow): Promise<number> {
  const keys = [row.shop_id, row.register_id, row.shift_number];
  const records = await database.all<{ createdUtc: string }>(
    `SELECT created_utc AS "createdUtc" FROM set_aside
     WHERE shop_id = ? AND register_id = ? AND shift_number = ? AND state = 'open'`,
    keys,
  );
  if (records.length === 0) return 0;
  const shifts = await database.all<{ shiftId: number; openedUtc: string | null }>(
    `SELECT shift_id AS "shiftId", opened_utc AS "openedUtc" FROM shift
     WHERE shop_id = ? AND register_id = ? AND shift_number = ?`,
    keys,
  );
  const byTime = shifts.map((shift) => ({ ...shift, openedUtc: shift.openedUtc ?? '' }));
  byTime.sort((a, b) => (a.openedUtc < b.openedUtc ? -1 : 1));
  const shiftOf = (createdUtc: string) =>
    (byTime.findLast((shift) => shift.openedUtc <= createdUtc) ?? byTime[0])?.shiftId;
  return records.filter((record) => shiftOf(record.createdUtc) === row.shift_id).length;
}

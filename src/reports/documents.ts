/** S8 «Чеки»: all documents of one shift in the order in which they were made. */
import type { DocumentList } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { documentRowOf, selectDocuments } from './document-row.ts';
import { findShift, type ShiftAddress } from './find-shift.ts';
import { type Found, found } from './found.ts';
import { type PageQuery, pageOf } from './page.ts';
import { readTrimmedDays } from './trimmed-days.ts';

/** The documents of a shift; `not_found.*` when there is no such shift. */
export async function documentsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  address: ShiftAddress,
  query: PageQuery = {},
): Promise<Found<DocumentList>> {
  const shift = await findShift(database, address);
  if (!shift.ok) return shift;
  const { facts, register } = shift.value;
  const rows = await selectDocuments(database)
    .where('d.shop_id', '=', register.shop.shopId)
    .where('d.shift_id', '=', facts.shiftId)
    .execute();
  const conflicts = await database.all<{ id: number; n: number }>(
    'SELECT document_id AS id, COUNT(*) AS n FROM conflict WHERE shop_id = ? AND shift_id = ? GROUP BY document_id',
    [register.shop.shopId, facts.shiftId],
  );
  const conflictsById = new Map(conflicts.map(({ id, n }) => [id, n]));
  const page = pageOf(
    rows.toSorted((a, b) => compareTimes(timeOf(a), timeOf(b)) || a.document_id - b.document_id),
    query,
    (row) => `${timeOf(row)}_${row.document_id}`,
    isAfter,
  );
  const documents = page.rows.map((row) => documentRowOf(row, conflictsById.get(row.document_id) ?? 0));
  const { shopId } = register.shop;
  const { shiftId, businessDate } = facts;
  const trimmed = await readTrimmedDays(database, { shopId, from: businessDate, to: businessDate, shiftId });
  return found({ documents, trimmed, next: page.next, asOf: utcText(clock.now()) });
}

function isAfter(row: { opened_at: string | null; closed_at: string | null; document_id: number }, cursor: string) {
  const [time = '', id] = cursor.split('_');
  return (compareTimes(timeOf(row), time) || row.document_id - Number(id)) > 0;
}

function timeOf(row: { opened_at: string | null; closed_at: string | null }): string {
  return row.opened_at ?? row.closed_at ?? '';
}

function compareTimes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The shifts of a shop between two business dates, each register in the order of its drawer, oldest first. */
import type { LocalDate } from '../domain/local-time.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import type { DayShift } from './day-sums.ts';
import { drawerBefore, selectShifts } from './shift-facts.ts';
import { showInOrder } from './shift-list.ts';

/** Both dates included. */
export async function readShopShifts(
  database: QueryDatabase<Tables>,
  shopId: string,
  from: LocalDate,
  to: LocalDate,
): Promise<DayShift[]> {
  const facts = await selectShifts(database)
    .select([
      's.register_id as registerId',
      's.counted_document_count as documents',
      's.trimmed_unfinished as trimmedUnfinished',
    ])
    .where('s.shop_id', '=', shopId)
    .where('s.business_date', '>=', from)
    .where('s.business_date', '<=', to)
    .execute();
  const unfinished = await readUnfinished(database, shopId);
  // Of trimmed shifts those that the register had not finished lie in the archive.
  const documents = new Map(facts.map((row) => [row.shiftId, row.documents - row.trimmedUnfinished]));
  const shifts: DayShift[] = [];
  for (const [registerId, rows] of Map.groupBy(facts, (row) => row.registerId)) {
    const drawer = await drawerBefore(database, { shopId, registerId }, from);
    for (const shift of showInOrder(rows, drawer)) {
      const { shiftId } = shift.facts;
      const closedDocuments = (documents.get(shiftId) ?? 0) - (unfinished.get(shiftId) ?? 0);
      shifts.push({ registerId, shift, closedDocuments });
    }
  }
  return shifts;
}

/** Documents that a register has not finished are few and have an index of their own. */
async function readUnfinished(database: QueryDatabase<Tables>, shopId: string): Promise<Map<number, number>> {
  const rows = await database.all<{ id: number; n: number }>(
    `SELECT shift_id AS id, COUNT(*) AS n FROM document
     WHERE shop_id = ? AND (closed_at IS NULL OR closed_state = 0) GROUP BY shift_id`,
    [shopId],
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
}

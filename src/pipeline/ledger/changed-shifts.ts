/** The addresses of shifts that changed, for whoever shows them and must look again. */
import { shiftKey } from '../../domain/shift-key.ts';
import type { Statements } from '../../platform/database/database.ts';
import { ordinalSql } from '../../schema/shift-ordinal.ts';

/** Beyond so many, «any shift of the register» says it as well and costs less. */
const MOST_KEYS = 20;

/** Keys of the shifts as they are in the tables now, in any order; undefined = too many to name. */
export async function keysOfShifts(
  tx: Statements,
  shopId: string,
  shiftIds: readonly number[],
): Promise<string[] | undefined> {
  if (shiftIds.length === 0) return [];
  if (shiftIds.length > MOST_KEYS) return undefined;
  const rows = await tx.all<{ shiftNumber: number; openedAt: string | null; businessDate: string; ordinal: number }>(
    `SELECT s.shift_number AS "shiftNumber", s.opened_at AS "openedAt", s.business_date AS "businessDate",
       ${ordinalSql('s')} AS ordinal
     FROM shift s WHERE s.shop_id = ? AND s.shift_id IN (${shiftIds.map(() => '?').join(', ')})`,
    [shopId, ...shiftIds],
  );
  return rows.map((row) => shiftKey(row, row.ordinal));
}

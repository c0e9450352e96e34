/**
 * The goods of a closed shift, counted from its documents when no package waits. They are no part of loading, because a package
 * of fifty receipts would touch as many rows of goods as it has lines. `shift.items_revision` says of which revision they are:
 * whoever reads them takes the positions of a shift instead while it is behind.
 */
import type { Database, Transaction } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import { itemsOfShiftsSql } from '../../schema/shift-items-sql.ts';
import type { Tables } from '../../schema/tables.ts';
import { noteCounted } from './shop-items.ts';

/** Shifts of one transaction. */
const SHIFTS_AT_ONCE = 8;

type Stale = { shopId: string; shiftId: number; revision: number; businessDate: string };

const FIND = `SELECT shop_id AS "shopId", shift_id AS "shiftId", revision, business_date AS "businessDate" FROM shift
  WHERE closed_at IS NOT NULL AND items_revision <> revision AND trimmed_utc IS NULL
  ORDER BY shop_id, shift_id LIMIT ${SHIFTS_AT_ONCE}`;

/** Counts the goods of a few closed shifts; false when all are counted. */
export async function countItems(database: Database<Tables>): Promise<boolean> {
  if ((await database.get<Stale>(FIND)) === undefined) return false;
  await database.transaction(async (tx) => {
    await takeTurn(tx, 'shift');
    for (const shift of await tx.all<Stale>(FIND)) await countShift(tx, shift);
  });
  return true;
}

async function countShift(tx: Transaction<Tables>, { shopId, shiftId, revision, businessDate }: Stale): Promise<void> {
  await tx.run('DELETE FROM shift_item WHERE shop_id = ? AND shift_id = ?', [shopId, shiftId]);
  await tx.run(
    `INSERT INTO shift_item (shop_id, shift_id, item_code, name, receipt_count, quantity, discount, sale_sum, refund_sum, tax_sum)
     ${itemsOfShiftsSql('d.shop_id = ? AND d.shift_id = ?')}`,
    [shopId, shiftId],
  );
  await tx.run('UPDATE shift SET items_revision = ? WHERE shop_id = ? AND shift_id = ?', [revision, shopId, shiftId]);
  await noteCounted(tx, shopId, businessDate);
}

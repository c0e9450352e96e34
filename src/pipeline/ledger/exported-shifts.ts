/** What the ERP has of a shift, beside its revision: an index over the shifts that are behind answers what everybody asks (M21). */
import type { Statements } from '../../platform/database/database.ts';

/**
 * Notes beside the revision of a shift what `shift_export` says of the exchange folder now. The exports call it after every change of
 * that, in the same transaction; who does so for several shifts takes a turn of `shift` first.
 */
export async function noteExported(
  tx: Statements,
  { shopId, shiftId }: { shopId: string; shiftId: number },
): Promise<void> {
  await tx.run(
    `UPDATE shift SET exported_revision = COALESCE((SELECT e.revision FROM shift_export e WHERE e.shop_id = shift.shop_id
       AND e.shift_id = shift.shift_id AND e.target = 'folder'), 0) WHERE shop_id = ? AND shift_id = ?`,
    [shopId, shiftId],
  );
}

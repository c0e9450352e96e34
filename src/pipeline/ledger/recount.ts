/** Counts a shift anew from its documents: after a document was replaced, or a payment type got its class. */
import { documentTotals } from '../../domain/document-totals.ts';
import type { DocumentClass, PaymentClass } from '../../domain/sales.ts';
import { rereadDocument } from '../../formats/sales-file/sales-file.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import type { ShiftCopies } from './shift-copies.ts';
import { addToShiftTotals, emptyShiftTotals } from './shift-totals.ts';

const PAGE = 500;

export type Classes = {
  paymentClass(code: number): PaymentClass | null;
  documentClass(documentType: number): DocumentClass;
};

/** Marks the shifts that hold a payment type, to be counted anew by the loader; `shopId` '' = those of all shops. */
export async function markToRecount(tx: Transaction<Tables>, shopId: string, paymentTypeCode: number): Promise<void> {
  await tx.run(
    `UPDATE shift SET recount = 1 WHERE (? = '' OR shop_id = ?) AND EXISTS (
       SELECT 1 FROM document d JOIN payment p ON p.shop_id = d.shop_id AND p.document_id = d.document_id
       WHERE d.shop_id = shift.shop_id AND d.shift_id = shift.shift_id AND p.payment_type_code = ?)`,
    [shopId, shopId, paymentTypeCode],
  );
}

/** Rewrites the counted sums, the totals and the payment split of every document of the shift, which raises its revision. */
export async function recountShift(
  { tx, shifts }: { tx: Transaction<Tables>; shifts: ShiftCopies },
  codes: Classes,
  register: { shopId: string; registerCode: string },
  shiftId: number,
): Promise<void> {
  const { shopId } = register;
  // What its documents add up to was counted when they were here.
  if ((await shifts.of({ shopId, shiftId })).trimmed_utc !== null) return;
  const totals = emptyShiftTotals();
  for (let after = 0; ; ) {
    const page = await tx.all<{ documentId: number; raw: string }>(
      `SELECT d.document_id AS "documentId", r.raw FROM document d
       JOIN document_raw r ON r.shop_id = d.shop_id AND r.document_id = d.document_id
       WHERE d.shop_id = ? AND d.shift_id = ? AND d.document_id > ? ORDER BY d.document_id LIMIT ${PAGE}`,
      [shopId, shiftId, after],
    );
    for (const { documentId, raw } of page) {
      const document = rereadDocument(raw, register.registerCode);
      const documentClass = codes.documentClass(document.documentType);
      const sums = documentTotals(document, documentClass, codes.paymentClass);
      addToShiftTotals(totals, document, documentClass, sums, codes.paymentClass);
      await tx.run(
        `UPDATE document SET document_class = ?, paid_cash = ?, paid_noncash = ?, paid_other = ?, paid_unmapped = ?,
         sums_difference = ?, faults = ? WHERE shop_id = ? AND document_id = ?`,
        [
          documentClass,
          sums.paid.cash,
          sums.paid.noncash,
          sums.paid.other,
          sums.paid.unmapped,
          sums.sumsDifference,
          sums.faults,
          shopId,
          documentId,
        ],
      );
      after = documentId;
    }
    if (page.length < PAGE) break;
  }
  await tx.run('UPDATE shift SET items_revision = -1 WHERE shop_id = ? AND shift_id = ?', [shopId, shiftId]);
  await shifts.recounted({ shopId, shiftId }, totals);
}

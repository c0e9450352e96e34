/** The sums of a shift that are kept while its documents are loaded: counters on the shift row and cells by hour, department, class. */

import { isClosedDocument } from '../../domain/document-identity.ts';
import type { DocumentTotals } from '../../domain/document-totals.ts';
import { addKopecks } from '../../domain/money.ts';
import type { DocumentClass, DocumentRecord, PaymentClass } from '../../domain/sales.ts';
import type { Transaction, Value } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import {
  addReceiptToSlices,
  addSlices,
  addToShiftSlices,
  clearShiftSlices,
  emptyShiftSlices,
  type ShiftSlices,
  writeShiftSlices,
} from './shift-slices.ts';

/** Columns of `shift` that grow with documents. */
const COUNTERS = [
  'counted_sale_sum',
  'counted_sale_cash',
  'counted_sale_noncash',
  'counted_sale_other',
  'counted_sale_unmapped',
  'counted_refund_sum',
  'counted_refund_cash',
  'counted_refund_noncash',
  'counted_refund_other',
  'counted_refund_unmapped',
  'counted_cash_in',
  'counted_cash_out',
  'counted_cash_withdrawal',
  'counted_sale_count',
  'counted_refund_count',
  'counted_document_count',
] as const;
type Counter = (typeof COUNTERS)[number];

/** What a set of documents adds to one shift. */
export type ShiftTotals = {
  counters: Record<Counter, number>;
  slices: ShiftSlices;
  firstReceiptNumber: number | null;
  lastReceiptNumber: number | null;
  firstDocumentAt: string | null;
  lastDocumentAt: string | null;
};

export function emptyShiftTotals(): ShiftTotals {
  return {
    counters: Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Record<Counter, number>,
    slices: emptyShiftSlices(),
    firstReceiptNumber: null,
    lastReceiptNumber: null,
    firstDocumentAt: null,
    lastDocumentAt: null,
  };
}

/** Adds one document that is new to the shift. */
export function addToShiftTotals(
  totals: ShiftTotals,
  document: DocumentRecord,
  documentClass: DocumentClass,
  add: DocumentTotals,
  classOf: (code: number) => PaymentClass | null,
): void {
  totals.counters.counted_document_count += 1;
  addToShiftSlices(totals.slices, document, documentClass, add);
  totals.firstDocumentAt = lesser(totals.firstDocumentAt, document.openedAt ?? document.closedAt);
  totals.lastDocumentAt = greater(totals.lastDocumentAt, document.closedAt ?? document.openedAt);
  if (!isClosedDocument(document)) return;
  if (documentClass === 'cashIn') grow(totals, 'counted_cash_in', document.sum);
  if (documentClass === 'cashOut') grow(totals, 'counted_cash_out', document.sum);
  if (documentClass === 'sale' || documentClass === 'refund') addReceipt(totals, document, documentClass, add, classOf);
}

function addReceipt(
  totals: ShiftTotals,
  document: DocumentRecord,
  side: 'sale' | 'refund',
  add: DocumentTotals,
  classOf: (code: number) => PaymentClass | null,
): void {
  grow(totals, `counted_${side}_sum`, document.sum);
  grow(totals, `counted_${side}_cash`, add.paid.cash);
  grow(totals, `counted_${side}_noncash`, add.paid.noncash);
  grow(totals, `counted_${side}_other`, add.paid.other);
  grow(totals, `counted_${side}_unmapped`, document.sum - add.paid.cash - add.paid.noncash - add.paid.other);
  grow(totals, `counted_${side}_count`, 1);
  grow(totals, 'counted_cash_withdrawal', add.cashWithdrawal);
  const number = document.receiptNumber ?? document.documentNumber;
  totals.firstReceiptNumber = lesser(totals.firstReceiptNumber, number);
  totals.lastReceiptNumber = greater(totals.lastReceiptNumber, number);
  addReceiptToSlices(totals.slices, document, add, classOf);
}

function grow(totals: ShiftTotals, counter: Counter, amount: number): void {
  totals.counters[counter] = addKopecks(totals.counters[counter], amount);
}

/** Adds what one set of documents adds to what another does; `more` is used up. */
export function addTotals(totals: ShiftTotals, more: ShiftTotals): void {
  for (const name of COUNTERS) grow(totals, name, more.counters[name]);
  addSlices(totals.slices, more.slices);
  totals.firstReceiptNumber = lesser(totals.firstReceiptNumber, more.firstReceiptNumber);
  totals.lastReceiptNumber = greater(totals.lastReceiptNumber, more.lastReceiptNumber);
  totals.firstDocumentAt = lesser(totals.firstDocumentAt, more.firstDocumentAt);
  totals.lastDocumentAt = greater(totals.lastDocumentAt, more.lastDocumentAt);
}

/** The lesser of two that may be unknown. */
export function lesser<T extends string | number>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other;
  return other < one ? other : one;
}

/** The greater of two that may be unknown. */
export function greater<T extends string | number>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other;
  return other > one ? other : one;
}

/** The assignments of an UPDATE of `shift` that add totals to what the row has, and their values. */
export const GROW_COUNTERS = `${COUNTERS.map((name) => `${name} = ${name} + ?`).join(', ')},
  first_receipt_number = CASE WHEN first_receipt_number IS NULL OR first_receipt_number > ? THEN ? ELSE first_receipt_number END,
  last_receipt_number = CASE WHEN last_receipt_number IS NULL OR last_receipt_number < ? THEN ? ELSE last_receipt_number END,
  first_document_at = CASE WHEN first_document_at IS NULL OR first_document_at > ? THEN ? ELSE first_document_at END,
  last_document_at = CASE WHEN last_document_at IS NULL OR last_document_at < ? THEN ? ELSE last_document_at END`;

export function growValues(totals: ShiftTotals): Value[] {
  const { firstReceiptNumber: first, lastReceiptNumber: last, firstDocumentAt, lastDocumentAt } = totals;
  return [
    ...COUNTERS.map((name) => totals.counters[name]),
    // An unknown end must not move what is known: a comparison with null is never true, so null is guarded by the stored value.
    first ?? Number.MAX_SAFE_INTEGER,
    first,
    last ?? -1,
    last,
    firstDocumentAt ?? '9999',
    firstDocumentAt,
    lastDocumentAt ?? '',
    lastDocumentAt,
  ];
}

/** Adds the totals to what the shift has, in the transaction that writes the documents. */
export async function writeShiftTotals(
  tx: Transaction<Tables>,
  shopId: string,
  shiftId: number,
  totals: ShiftTotals,
): Promise<void> {
  await tx.run(`UPDATE shift SET ${GROW_COUNTERS} WHERE shop_id = ? AND shift_id = ?`, [
    ...growValues(totals),
    shopId,
    shiftId,
  ]);
  await writeShiftSlices(tx, [{ shopId, shiftId, slices: totals.slices }]);
}

/** Sets everything that is counted back to nothing, before a recount in the same transaction. */
export async function clearShiftTotals(tx: Transaction<Tables>, shopId: string, shiftId: number): Promise<void> {
  await tx.run(
    `UPDATE shift SET ${COUNTERS.map((name) => `${name} = 0`).join(', ')}, items_revision = -1, first_receipt_number = NULL,
     last_receipt_number = NULL, first_document_at = NULL, last_document_at = NULL WHERE shop_id = ? AND shift_id = ?`,
    [shopId, shiftId],
  );
  await clearShiftSlices(tx, shopId, shiftId);
}

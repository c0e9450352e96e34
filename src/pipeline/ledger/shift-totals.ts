/** The sums of a shift that are kept while its documents are loaded: counters on the shift row and cells by hour, department, class. */

import { isClosedDocument } from '../../domain/document-identity.ts';
import type { DocumentTotals } from '../../domain/document-totals.ts';
import { addKopecks } from '../../domain/money.ts';
import type { DocumentClass, DocumentRecord, PaymentClass } from '../../domain/sales.ts';
import type { ShiftRow } from '../../schema/tables.ts';
import { addReceiptToSlices, addToShiftSlices, emptyShiftSlices, type ShiftSlices } from './shift-slices.ts';

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

/** The lesser of two that may be unknown. */
function lesser<T extends string | number>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other;
  return other < one ? other : one;
}

/** The greater of two that may be unknown. */
function greater<T extends string | number>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other;
  return other > one ? other : one;
}

/** Columns of `shift` that are counted from its documents. */
export const COUNTED_COLUMNS = [
  ...COUNTERS,
  'first_receipt_number',
  'last_receipt_number',
  'first_document_at',
  'last_document_at',
] as const;
export type CountedColumns = Pick<ShiftRow, (typeof COUNTED_COLUMNS)[number]>;

export const NOTHING_COUNTED = {
  ...(Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Record<Counter, number>),
  first_receipt_number: null,
  last_receipt_number: null,
  first_document_at: null,
  last_document_at: null,
} satisfies CountedColumns;

/** Adds what documents add to what the row of their shift has. */
export function addToCounters(row: CountedColumns, totals: ShiftTotals): void {
  for (const name of COUNTERS) row[name] = addKopecks(row[name], totals.counters[name]);
  row.first_receipt_number = lesser(row.first_receipt_number, totals.firstReceiptNumber);
  row.last_receipt_number = greater(row.last_receipt_number, totals.lastReceiptNumber);
  row.first_document_at = lesser(row.first_document_at, totals.firstDocumentAt);
  row.last_document_at = greater(row.last_document_at, totals.lastDocumentAt);
}

/** The sums of a shift that are kept while its documents are loaded: counters on the shift row and cells by hour, department, class. */

import { isClosedDocument } from '../../domain/document-identity.ts';
import type { DocumentTotals, TotalCell } from '../../domain/document-totals.ts';
import { addKopecks } from '../../domain/money.ts';
import type { DocumentClass, DocumentRecord, PaymentClass } from '../../domain/sales.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import {
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
  cells: Map<string, TotalCell>;
  slices: ShiftSlices;
  /** Lines per payment type without a class. */
  unmapped: Map<number, number>;
  firstReceiptNumber: number | null;
  lastReceiptNumber: number | null;
  firstDocumentAt: string | null;
  lastDocumentAt: string | null;
};

export function emptyShiftTotals(): ShiftTotals {
  return {
    counters: Object.fromEntries(COUNTERS.map((name) => [name, 0])) as Record<Counter, number>,
    cells: new Map(),
    slices: emptyShiftSlices(),
    unmapped: new Map(),
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
  const time = document.closedAt ?? document.openedAt;
  const opened = document.openedAt ?? document.closedAt;
  if (opened !== null && (totals.firstDocumentAt === null || opened < totals.firstDocumentAt))
    totals.firstDocumentAt = opened;
  if (time !== null && (totals.lastDocumentAt === null || time > totals.lastDocumentAt)) totals.lastDocumentAt = time;
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
  noteReceiptNumber(totals, document.receiptNumber ?? document.documentNumber);
  for (const cell of add.cells) addCell(totals, cell);
  for (const payment of document.payments)
    if (classOf(payment.paymentTypeCode) === null)
      totals.unmapped.set(payment.paymentTypeCode, (totals.unmapped.get(payment.paymentTypeCode) ?? 0) + 1);
}

function grow(totals: ShiftTotals, counter: Counter, amount: number): void {
  totals.counters[counter] = addKopecks(totals.counters[counter], amount);
}

function noteReceiptNumber(totals: ShiftTotals, number: number | null): void {
  if (number === null) return;
  if (totals.firstReceiptNumber === null || number < totals.firstReceiptNumber) totals.firstReceiptNumber = number;
  if (totals.lastReceiptNumber === null || number > totals.lastReceiptNumber) totals.lastReceiptNumber = number;
}

function addCell(totals: ShiftTotals, cell: TotalCell): void {
  const key = `${cell.hour}\n${cell.departmentCode}\n${cell.paymentClass}`;
  const known = totals.cells.get(key);
  if (known === undefined) {
    totals.cells.set(key, { ...cell });
    return;
  }
  known.saleSum = addKopecks(known.saleSum, cell.saleSum);
  known.refundSum = addKopecks(known.refundSum, cell.refundSum);
}

const GROW_SHIFT = `UPDATE shift SET ${COUNTERS.map((name) => `${name} = ${name} + ?`).join(', ')},
  first_receipt_number = CASE WHEN first_receipt_number IS NULL OR first_receipt_number > ? THEN ? ELSE first_receipt_number END,
  last_receipt_number = CASE WHEN last_receipt_number IS NULL OR last_receipt_number < ? THEN ? ELSE last_receipt_number END,
  first_document_at = CASE WHEN first_document_at IS NULL OR first_document_at > ? THEN ? ELSE first_document_at END,
  last_document_at = CASE WHEN last_document_at IS NULL OR last_document_at < ? THEN ? ELSE last_document_at END
  WHERE shop_id = ? AND shift_id = ?`;

/** Cells of one statement: a package of an open shift has some twenty, and each statement is a journey to the database. */
const CELLS_A_STATEMENT = 40;

function growCells(count: number): string {
  const rows = Array.from({ length: count }, () => '(?, ?, ?, ?, ?, ?, ?)').join(', ');
  return `INSERT INTO shift_total (shop_id, shift_id, hour, department_code, payment_class, sale_sum, refund_sum) VALUES ${rows}
    ON CONFLICT (shop_id, shift_id, hour, department_code, payment_class)
    DO UPDATE SET sale_sum = shift_total.sale_sum + excluded.sale_sum, refund_sum = shift_total.refund_sum + excluded.refund_sum`;
}

const GROW_UNMAPPED = `INSERT INTO shift_unmapped_payment (shop_id, shift_id, payment_type_code, line_count) VALUES (?, ?, ?, ?)
  ON CONFLICT (shop_id, shift_id, payment_type_code)
  DO UPDATE SET line_count = shift_unmapped_payment.line_count + excluded.line_count`;

/** Adds the totals to what the shift has, in the transaction that writes the documents. */
export async function writeShiftTotals(
  tx: Transaction<Tables>,
  shopId: string,
  shiftId: number,
  totals: ShiftTotals,
): Promise<void> {
  const { firstReceiptNumber: first, lastReceiptNumber: last, firstDocumentAt, lastDocumentAt } = totals;
  await tx.run(GROW_SHIFT, [
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
    shopId,
    shiftId,
  ]);
  const cells = [...totals.cells.values()];
  for (let from = 0; from < cells.length; from += CELLS_A_STATEMENT) {
    const some = cells.slice(from, from + CELLS_A_STATEMENT);
    const values = some.flatMap((cell) => [
      shopId,
      shiftId,
      cell.hour,
      cell.departmentCode,
      cell.paymentClass,
      cell.saleSum,
      cell.refundSum,
    ]);
    await tx.run(growCells(some.length), values);
  }
  for (const [code, lines] of totals.unmapped) await tx.run(GROW_UNMAPPED, [shopId, shiftId, code, lines]);
  await writeShiftSlices(tx, shopId, shiftId, totals.slices);
}

/** Sets everything that is counted back to nothing, before a recount in the same transaction. */
export async function clearShiftTotals(tx: Transaction<Tables>, shopId: string, shiftId: number): Promise<void> {
  await tx.run(
    `UPDATE shift SET ${COUNTERS.map((name) => `${name} = 0`).join(', ')}, items_revision = -1, first_receipt_number = NULL,
     last_receipt_number = NULL, first_document_at = NULL, last_document_at = NULL WHERE shop_id = ? AND shift_id = ?`,
    [shopId, shiftId],
  );
  await tx.run('DELETE FROM shift_total WHERE shop_id = ? AND shift_id = ?', [shopId, shiftId]);
  await tx.run('DELETE FROM shift_unmapped_payment WHERE shop_id = ? AND shift_id = ?', [shopId, shiftId]);
  await clearShiftSlices(tx, shopId, shiftId);
}

/** A document as rows of the tables. */
import type { DocumentTotals } from '../../domain/document-totals.ts';
import { toUtc } from '../../domain/local-time.ts';
import type { DocumentClass, DocumentRecord, Payment, Position } from '../../domain/sales.ts';
import type { Transaction, Value } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';

/** All that is needed to write one document. */
export type DocumentToWrite = {
  shopId: string;
  shiftId: number;
  registerId: string;
  documentId: number;
  identity: string;
  documentClass: DocumentClass;
  document: DocumentRecord;
  totals: DocumentTotals;
  contentHash: string;
  packageName: string;
  receivedUtc: string;
  revision: number;
  updatedUtc: string;
  timeZone: string;
};

const DOCUMENT = [
  'shop_id', 'document_id', 'shift_id', 'register_id', 'identity', 'document_type', 'document_class', 'document_number',
  'receipt_number', 'opened_at', 'closed_at', 'closed_utc', 'cashier_code', 'document_sum', 'sum_reported', 'paid_cash',
  'paid_noncash', 'paid_other', 'paid_unmapped', 'discount', 'sums_difference', 'faults', 'closed_state', 'identifier',
  'source_identifier', 'fiscal_document_number', 'register_kind', 'back_reason', 'position_count', 'cancelled_count',
  'content_hash', 'package_name', 'received_utc', 'revision', 'updated_utc',
] as const; // biome-ignore format: a list of columns
const RAW = ['shop_id', 'document_id', 'raw'] as const;
const POSITION = [
  'shop_id',
  'document_id',
  'line',
  'cancelled',
  'position_number',
  'op_code',
  'item_code',
  'barcode',
  'name',
  'department_code',
  'quantity',
  'price',
  'base_sum',
  'discount',
  'position_sum',
  'tax_sum',
  'taxes',
  'excise_mark',
] as const;
const DISCOUNT = [
  'shop_id',
  'document_id',
  'line',
  'ordinal',
  'discount_type',
  'discount_mode',
  'name',
  'size',
  'discount_sum',
] as const;
const PAYMENT = [
  'shop_id',
  'document_id',
  'line',
  'failed',
  'op_code',
  'payment_type_code',
  'payment_type_name',
  'operation_kind',
  'payment_sum',
] as const;

/** Gathers documents and writes them table by table, which is the fastest way both engines have. */
export type DocumentBatch = {
  add(item: DocumentToWrite): void;
  readonly size: number;
  /** Writes what was added so far; more may be added at once. */
  write(): Promise<void>;
};

export function createDocumentBatch(tx: Transaction<Tables>): DocumentBatch {
  const documents = tx.gather('document', DOCUMENT);
  const raws = tx.gather('document_raw', RAW);
  const positions = tx.gather('position', POSITION);
  const discounts = tx.gather('discount', DISCOUNT);
  const payments = tx.gather('payment', PAYMENT);

  function addPositions(item: DocumentToWrite): void {
    const { shopId, documentId, document } = item;
    let line = 0;
    for (const [cancelled, list] of [
      [0, document.positions],
      [1, document.cancelledPositions],
    ] as const)
      for (const position of list) {
        line += 1;
        positions.add(positionRow(shopId, documentId, line, cancelled, position));
        for (const [index, discount] of position.discounts.entries())
          discounts.add([
            shopId,
            documentId,
            line,
            index + 1,
            clean(discount.discountType),
            cleanOrNull(discount.discountMode),
            cleanOrNull(discount.name),
            cleanOrNull(discount.size),
            discount.sum,
          ]);
      }
  }

  function addPayments(item: DocumentToWrite): void {
    let line = 0;
    for (const [failed, list] of [
      [0, item.document.payments],
      [1, item.document.failedPayments],
    ] as const)
      for (const payment of list) payments.add(paymentRow(item, ++line, failed, payment));
  }

  return {
    get size() {
      return documents.count;
    },
    add(item) {
      documents.add(documentRow(item));
      raws.add([item.shopId, item.documentId, item.document.raw]);
      addPositions(item);
      addPayments(item);
    },
    async write() {
      const loads = [documents, raws, positions, discounts, payments].map((rows) => rows.take());
      for (const load of loads) await load();
    },
  };
}

/** Removes a document's rows so that an enriched copy can take their place, in the same transaction. */
export async function deleteDocumentRows(tx: Transaction<Tables>, shopId: string, documentId: number): Promise<void> {
  for (const table of ['payment', 'discount', 'position', 'document_raw', 'document'])
    await tx.run(`DELETE FROM ${table} WHERE shop_id = ? AND document_id = ?`, [shopId, documentId]);
}

function documentRow(item: DocumentToWrite): Value[] {
  const { document, totals } = item;
  return [
    item.shopId,
    item.documentId,
    item.shiftId,
    item.registerId,
    clean(item.identity),
    document.documentType,
    item.documentClass,
    document.documentNumber,
    document.receiptNumber,
    document.openedAt,
    document.closedAt,
    document.closedAt === null ? null : toUtc(document.closedAt, item.timeZone),
    cleanOrNull(document.cashierCode),
    document.sum,
    document.sumReported ? 1 : 0,
    totals.paid.cash,
    totals.paid.noncash,
    totals.paid.other,
    totals.paid.unmapped,
    totals.discount,
    totals.sumsDifference,
    totals.faults,
    document.closedState,
    cleanOrNull(document.identifier),
    cleanOrNull(document.sourceIdentifier),
    cleanOrNull(document.fiscalDocumentNumber),
    cleanOrNull(document.registerKind),
    cleanOrNull(document.backReason),
    document.positions.length,
    document.cancelledPositions.length,
    item.contentHash,
    item.packageName,
    item.receivedUtc,
    item.revision,
    item.updatedUtc,
  ];
}

function positionRow(shopId: string, documentId: number, line: number, cancelled: number, position: Position): Value[] {
  let taxSum = 0;
  for (const tax of position.taxes) taxSum += tax.sum;
  return [
    shopId,
    documentId,
    line,
    cancelled,
    position.positionNumber,
    position.opCode,
    clean(position.itemCode),
    clean(position.barcode),
    clean(position.name),
    clean(position.departmentCode),
    position.quantity,
    position.price,
    position.baseSum,
    position.discount,
    position.sum,
    taxSum,
    taxesText(position),
    cleanOrNull(position.exciseMark),
  ];
}

/** `[["10.00",1553]]`: rate as text, sum in kopecks. */
function taxesText(position: Position): string {
  if (position.taxes.length === 0) return '[]';
  return JSON.stringify(position.taxes.map((tax) => [tax.rate, tax.sum]));
}

function paymentRow(item: DocumentToWrite, line: number, failed: number, payment: Payment): Value[] {
  return [
    item.shopId,
    item.documentId,
    line,
    failed,
    payment.opCode,
    payment.paymentTypeCode,
    cleanOrNull(payment.paymentTypeName),
    payment.operationKind,
    payment.sum,
  ];
}

/** PostgreSQL cannot hold the character NUL in text; the raw text of the document still has it as `\u0000`. */
export function clean(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text;
}

function cleanOrNull(text: string | null): string | null {
  return text === null ? null : clean(text);
}

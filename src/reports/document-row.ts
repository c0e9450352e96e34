/** One document as a row: the kept sums of the document, never its lines. */
import type { DocumentRow } from '../../contracts/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';

/** Columns of a document row; the caller narrows and orders. */
export function selectDocuments(database: QueryDatabase<Tables>) {
  return database.query
    .selectFrom('document as d')
    .select([
      'd.document_id',
      'd.document_type',
      'd.document_class',
      'd.document_number',
      'd.receipt_number',
      'd.opened_at',
      'd.closed_at',
      'd.cashier_code',
      'd.position_count',
      'd.document_sum',
      'd.paid_cash',
      'd.paid_noncash',
      'd.paid_other',
      'd.discount',
      'd.fiscal_document_number',
      'd.identifier',
      'd.cancelled_count',
      'd.sums_difference',
    ]);
}

type DocumentColumns = Awaited<ReturnType<ReturnType<typeof selectDocuments>['execute']>>[number];

/** The row of the contract; `conflicts` = other copies of the document that are kept beside it. */
export function documentRowOf(row: DocumentColumns, conflicts: number): DocumentRow {
  return {
    documentId: row.document_id,
    documentType: row.document_type,
    documentClass: row.document_class as DocumentRow['documentClass'],
    documentNumber: row.document_number,
    receiptNumber: row.receipt_number,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    cashierCode: row.cashier_code,
    positionCount: row.position_count,
    sum: formatKopecks(row.document_sum),
    cash: formatKopecks(row.paid_cash),
    noncash: formatKopecks(row.paid_noncash),
    other: formatKopecks(row.paid_other),
    discount: formatKopecks(row.discount),
    fiscalDocumentNumber: row.fiscal_document_number,
    identifier: row.identifier,
    cancelledPositions: row.cancelled_count,
    differs: row.sums_difference !== 0,
    conflicts,
  };
}

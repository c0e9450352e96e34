/** «Виды документов»: what a document of each type is and how many there are; those that nobody has described first. */
import type { DocumentType, DocumentTypeList } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import type { PageQuery } from './page.ts';
import { typePage } from './type-order.ts';

/** All document types of the server and the rows of shops that override them. */
export async function documentTypesReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: PageQuery = {},
): Promise<DocumentTypeList> {
  const rows = await database.all<Omit<DocumentType, 'documents'>>(
    `SELECT s.shop_code AS "shopCode", t.document_type AS "documentType", t.document_class AS "documentClass",
       t.source AS source, t.first_seen_utc AS "firstSeenAt"
     FROM document_type t LEFT JOIN shop s ON s.shop_id = t.shop_id
     WHERE t.shop_id = '' OR s.shop_id IS NOT NULL`,
  );
  const counts = await database.all<{ shopCode: string; documentType: number; n: number }>(
    `SELECT s.shop_code AS "shopCode", c.document_type AS "documentType", c.document_count AS n
     FROM document_type_count c JOIN shop s ON s.shop_id = c.shop_id`,
  );
  const page = typePage(rows, query, isDescribed, (row) => row.documentType);
  const documentTypes = page.rows.map((row) => ({ ...row, documents: documentsOf(row, counts) }));
  return { documentTypes, next: page.next, asOf: utcText(clock.now()) };
}

function isDescribed({ documentClass, source }: Omit<DocumentType, 'documents'>): boolean {
  return documentClass !== 'other' || source !== 'register';
}

function documentsOf(
  row: { shopCode: string | null; documentType: number },
  counts: readonly { shopCode: string; documentType: number; n: number }[],
): number {
  return counts
    .filter(
      ({ documentType, shopCode }) =>
        documentType === row.documentType && (row.shopCode === null || row.shopCode === shopCode),
    )
    .reduce((sum, { n }) => sum + n, 0);
}

/** What a sales file says of one shift: its closed documents, out of the tables. */
import type { LocalTime } from '../../domain/local-time.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';

export type ListedDocument = {
  documentId: number;
  documentNumber: number | null;
  closedAt: LocalTime;
  /** Kopecks, as stored. */
  sum: number;
};

export type DocumentList = {
  /** In the order of the file: by closing time, then by number. */
  closed: ListedDocument[];
  /** Documents that are not closed yet; the reader stops at one, so they wait. */
  openCount: number;
};

/** A document (alias d) that the register has finished; the others wait. The same rule as `isClosedDocument`. */
export const CLOSED = '(d.closed_at IS NOT NULL AND COALESCE(d.closed_state, 1) <> 0)';

/** The documents of a shift, without their texts. */
export async function listDocuments(database: Database<Tables>, row: ShiftRow): Promise<DocumentList> {
  const closed = await database.all<ListedDocument>(
    `SELECT d.document_id AS "documentId", d.document_number AS "documentNumber", d.closed_at AS "closedAt",
       d.document_sum AS sum
     FROM document d WHERE d.shop_id = ? AND d.shift_id = ? AND ${CLOSED}`,
    [row.shop_id, row.shift_id],
  );
  const all = await database.get<{ count: number }>(
    'SELECT COUNT(*) AS count FROM document d WHERE d.shop_id = ? AND d.shift_id = ?',
    [row.shop_id, row.shift_id],
  );
  closed.sort(byTimeAndNumber);
  return { closed, openCount: (all?.count ?? 0) - closed.length };
}

function byTimeAndNumber(a: ListedDocument, b: ListedDocument): number {
  if (a.closedAt !== b.closedAt) return a.closedAt < b.closedAt ? -1 : 1;
  return (a.documentNumber ?? 0) - (b.documentNumber ?? 0) || a.documentId - b.documentId;
}

/** A join in this order: for IN PostgreSQL keeps to reading the whole table, when it first planned while that was empty. */
const pageOf = (size: number) => ({
  size,
  statement: `SELECT r.document_id AS "documentId", r.raw AS raw
  FROM (VALUES ${Array(size).fill('(CAST(? AS BIGINT))').join(', ')}) AS asked CROSS JOIN document_raw r
  WHERE r.shop_id = ? AND r.document_id = asked.column1`,
});

/** Two statements for all shifts; the small one takes a tenth of the time where a shift has a few receipts, or few are left. */
const [SMALL, LARGE] = [pageOf(16), pageOf(250)];
/** Documents are numbered from 1. */
const NO_DOCUMENT = 0;

/** The texts of the documents as they were received, page by page in the order of the list. */
export async function* documentTexts(
  database: Database<Tables>,
  shopId: string,
  documents: readonly ListedDocument[],
): AsyncGenerator<string[]> {
  for (let start = 0; start < documents.length; ) {
    const { size, statement } = documents.length - start > SMALL.size ? LARGE : SMALL;
    const ids = documents.slice(start, start + size).map((document) => document.documentId);
    start += size;
    // Filled up with an id that no document has, so that no text is read twice.
    const places = Array.from({ length: size }, (_, index) => ids[index] ?? NO_DOCUMENT);
    const rows = await database.all<{ documentId: number; raw: string }>(statement, [...places, shopId]);
    const texts = new Map(rows.map((row) => [row.documentId, row.raw]));
    yield ids.map((id) => {
      const raw = texts.get(id);
      if (raw === undefined) throw new Error(`the text of document ${id} of shop ${shopId} is missing`);
      return raw;
    });
  }
}

/** Which payment types are cash for the shop: its own list beats that of the server (data-model §9.4). */
export async function readIsCash(database: Database<Tables>, shopId: string): Promise<(code: number) => boolean> {
  const rows = await database.all<{ code: number; class: string | null }>(
    `SELECT payment_type_code AS code, payment_class AS class FROM payment_type WHERE shop_id IN ('', ?) ORDER BY shop_id`,
    [shopId],
  );
  const classes = new Map<number, string>();
  for (const row of rows) if (row.class !== null) classes.set(row.code, row.class);
  return (code) => classes.get(code) === 'cash';
}

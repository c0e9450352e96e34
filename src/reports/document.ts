/** S12 «Чек»: one document with its lines, payments, kept other copies and the text as it was received. */
import type { DocumentDetail } from '../../contracts/web-api.ts';
import { formatKopecks, formatThousandths } from '../domain/money.ts';
import { shiftKey } from '../domain/shift-key.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { ordinalSql } from '../schema/shift-ordinal.ts';
import type { Tables } from '../schema/tables.ts';
import { documentRowOf, selectDocuments } from './document-row.ts';
import { type Found, found, notFound } from './found.ts';
import { readReceiptRoute } from './receipt-route.ts';
import { moneyOrNull } from './report-text.ts';
import { type FindArchived, findArchivedReceipt } from './trimmed-days.ts';

type DocumentIds = { shopId: string; documentId: number };

/** A document by the identifier that the register gave it, or by its number in our tables. */
export async function documentReport(
  database: QueryDatabase<Tables>,
  document: string,
  findArchived: FindArchived,
): Promise<Found<DocumentDetail>> {
  const ids = await findDocument(database, document);
  if (ids === undefined) return whyNotHere(database, document, findArchived);
  const row = await readDocument(database, ids);
  const conflicts = await readConflicts(database, ids);
  return found({
    document: documentRowOf(row, conflicts.length),
    ...(await readPlace(database, ids)),
    sourceIdentifier: row.source_identifier,
    backReason: row.back_reason,
    registerKind: row.register_kind,
    positions: await readPositions(database, ids),
    payments: await readPayments(database, ids),
    conflicts,
    route: await readReceiptRoute(database, ids),
    raw: row.raw ?? '',
    revision: row.revision,
    packageName: row.package_name === '' ? null : row.package_name,
    receivedAt: row.received_utc === '' ? null : row.received_utc,
  });
}

/** A document of a trimmed day: its archive is named to those who may see its shop, and how it comes back. */
async function whyNotHere(database: QueryDatabase<Tables>, document: string, findArchived: FindArchived) {
  const archived = await findArchivedReceipt(database, findArchived, document);
  if (archived === undefined) return notFound('not_found.document', { document });
  const { trimmedUtc, ...place } = archived;
  return notFound('not_found.document_trimmed', { document, trimmedOn: trimmedUtc.slice(0, 10), ...place });
}

/** Of several documents of one identifier (a register's database that was copied) the one that came last. */
async function findDocument(database: QueryDatabase<Tables>, document: string): Promise<DocumentIds | undefined> {
  const byIdentifier = await database.get<DocumentIds>(
    `SELECT shop_id AS "shopId", document_id AS "documentId" FROM document WHERE identifier = ?
     ORDER BY document_id DESC LIMIT 1`,
    [document],
  );
  const number = /^\d{1,15}$/.test(document) ? Number(document) : null;
  if (byIdentifier !== undefined || number === null) return byIdentifier;
  // Through the shops, because every key begins with the shop.
  return database.get<DocumentIds>(
    `SELECT d.shop_id AS "shopId", d.document_id AS "documentId"
     FROM shop s JOIN document d ON d.shop_id = s.shop_id AND d.document_id = ?`,
    [number],
  );
}

async function readDocument(database: QueryDatabase<Tables>, ids: DocumentIds) {
  return selectDocuments(database)
    .leftJoin('document_raw as r', (join) =>
      join.onRef('r.shop_id', '=', 'd.shop_id').onRef('r.document_id', '=', 'd.document_id'),
    )
    .select([
      'd.source_identifier',
      'd.back_reason',
      'd.register_kind',
      'd.revision',
      'd.package_name',
      'd.received_utc',
      'r.raw',
    ])
    .where('d.shop_id', '=', ids.shopId)
    .where('d.document_id', '=', ids.documentId)
    .executeTakeFirstOrThrow();
}

type DocumentPlace = Pick<DocumentDetail, 'shopCode' | 'registerCode' | 'shiftKey' | 'shiftNumber'>;

async function readPlace(database: QueryDatabase<Tables>, ids: DocumentIds): Promise<DocumentPlace> {
  const row = await database.get<{
    shopCode: string | null;
    registerCode: string | null;
    shiftNumber: number;
    openedAt: string | null;
    businessDate: string;
    ordinal: number;
  }>(
    `SELECT p.shop_code AS "shopCode", r.register_code AS "registerCode", s.shift_number AS "shiftNumber",
       s.opened_at AS "openedAt", s.business_date AS "businessDate", ${ordinalSql('s')} AS ordinal
     FROM document d
     JOIN shift s ON s.shop_id = d.shop_id AND s.shift_id = d.shift_id
     JOIN shop p ON p.shop_id = d.shop_id
     JOIN register r ON r.shop_id = d.shop_id AND r.register_id = d.register_id
     WHERE d.shop_id = ? AND d.document_id = ?`,
    [ids.shopId, ids.documentId],
  );
  if (row === undefined) throw new Error(`document ${ids.documentId} has no shift, shop or register`);
  return {
    shopCode: row.shopCode ?? '',
    registerCode: row.registerCode ?? '',
    shiftKey: shiftKey(row, row.ordinal),
    shiftNumber: row.shiftNumber,
  };
}

async function readPositions(database: QueryDatabase<Tables>, ids: DocumentIds): Promise<DocumentDetail['positions']> {
  const rows = await database.query
    .selectFrom('position')
    .selectAll()
    .where('shop_id', '=', ids.shopId)
    .where('document_id', '=', ids.documentId)
    .orderBy('line')
    .execute();
  return rows.map((row) => ({
    positionNumber: row.position_number,
    cancelled: row.cancelled !== 0,
    opCode: row.op_code,
    itemCode: row.item_code,
    barcode: row.barcode,
    name: row.name,
    departmentCode: row.department_code,
    quantity: formatThousandths(row.quantity),
    price: formatKopecks(row.price),
    baseSum: moneyOrNull(row.base_sum),
    discount: formatKopecks(row.discount),
    sum: formatKopecks(row.position_sum),
    tax: formatKopecks(row.tax_sum),
  }));
}

type PaymentClass = DocumentDetail['payments'][number]['paymentClass'];

/** The class is that of the shop's row of the payment type when it says one, else that of the server (data-model 9.4). */
async function readPayments(database: QueryDatabase<Tables>, ids: DocumentIds): Promise<DocumentDetail['payments']> {
  const rows = await database.all<{
    opCode: number;
    paymentTypeCode: number;
    paymentTypeName: string | null;
    paymentClass: PaymentClass;
    failed: number;
    sum: number;
  }>(
    `SELECT p.op_code AS "opCode", p.payment_type_code AS "paymentTypeCode",
       COALESCE(p.payment_type_name, own.name, common.name) AS "paymentTypeName",
       COALESCE(own.payment_class, common.payment_class) AS "paymentClass", p.failed AS failed, p.payment_sum AS sum
     FROM payment p
     LEFT JOIN payment_type own ON own.shop_id = p.shop_id AND own.payment_type_code = p.payment_type_code
     LEFT JOIN payment_type common ON common.shop_id = '' AND common.payment_type_code = p.payment_type_code
     WHERE p.shop_id = ? AND p.document_id = ? ORDER BY p.line`,
    [ids.shopId, ids.documentId],
  );
  return rows.map((row) => ({ ...row, failed: row.failed !== 0, sum: formatKopecks(row.sum) }));
}

async function readConflicts(database: QueryDatabase<Tables>, ids: DocumentIds): Promise<DocumentDetail['conflicts']> {
  const rows = await database.all<{ receivedAt: string; difference: string; raw: string }>(
    `SELECT c.created_utc AS "receivedAt", c.difference AS difference, c.raw AS raw
     FROM document d JOIN conflict c ON c.shop_id = d.shop_id AND c.shift_id = d.shift_id AND c.document_id = d.document_id
     WHERE d.shop_id = ? AND d.document_id = ? ORDER BY c.conflict_id`,
    [ids.shopId, ids.documentId],
  );
  return rows.map(({ receivedAt, difference, raw }) => ({ receivedAt, difference, raw }));
}

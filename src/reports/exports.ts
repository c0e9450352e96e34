/** S11 «Выгрузка в АСТУ»: every shift that the ERP lacks, oldest first, then what was exported last (M21, M26). */
import type { ExportList, ExportListQuery, ExportRow } from '../../contracts/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import { shiftKey } from '../domain/shift-key.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { ordinalSql } from '../schema/shift-ordinal.ts';
import type { Tables } from '../schema/tables.ts';
import {
  type ExportColumns,
  FOLDER,
  joinFailedSql,
  notExportedSql,
  shiftExportOf,
  toLookAtSql,
} from './export-state.ts';
import { findPlace } from './find-place.ts';
import { type Found, found } from './found.ts';

/** At most `limit` shifts; `not_found.shop` for an unknown shop. */
export async function exportsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: ExportListQuery,
): Promise<Found<ExportList>> {
  const place = await findPlace(database, { shop: query.shop });
  if (!place.ok) return place;
  const shop = place.value.shopId;
  const [kind, at = '', id = ''] = query.after?.split('_') ?? [];
  const from = query.after === undefined ? null : { at, id: Number(id) };
  const size = query.limit + 1;
  const skipsMissing = query.state === 'exported' || kind === 'exported';
  const missing = skipsMissing ? [] : await readMissing(database, shop, from, size);
  // One reading counts, too; behind a cursor it would count the rest only.
  const counts = skipsMissing || from !== null ? await countMissing(database, shop) : (missing[0] ?? NONE);
  const rest = size - missing.length;
  const skipsDone = query.state === 'not_exported' || rest === 0;
  const done = skipsDone ? [] : await readExported(database, shop, kind === 'exported' ? from : null, rest);
  const rows = [...missing.map((row) => ({ ...row, done: false })), ...done.map((row) => ({ ...row, done: true }))];
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return found({
    exports: page.map(exportRowOf),
    next: rows.length > query.limit && last !== undefined ? cursorOf(last) : null,
    counts: { notExported: counts.toLookAt, notExportedOpen: counts.total - counts.toLookAt },
    asOf: utcText(clock.now()),
  });
}

type From = { at: string; id: number } | null;

function cursorOf(row: ReadRow & { done: boolean }): string {
  return row.done ? `exported_${row.exportedUtc}_${row.shiftId}` : `missing_${row.businessDate}_${row.shiftId}`;
}

type Counts = { /** All shifts that are missing, however many are read. */ total: number; toLookAt: number };
const NONE: Counts = { total: 0, toLookAt: 0 };

/** Shifts whose latest revision the ERP lacks: all of them, or those of one shop. */
async function countMissing(database: QueryDatabase<Tables>, shopId: string | null): Promise<Counts> {
  const row = await database.get<Counts>(
    `SELECT COUNT(*) AS total, COUNT(CASE WHEN ${toLookAtSql('s')} THEN 1 END) AS "toLookAt" FROM shift s ${joinFailedSql('s')}
     WHERE ${notExportedSql('s')} ${ofShop(shopId)}`,
    withShop([], shopId),
  );
  return row ?? NONE;
}

type ReadRow = ExportColumns & {
  shiftId: number;
  shopCode: string;
  registerCode: string;
  shiftNumber: number;
  openedAt: string | null;
  closedAt: string | null;
  businessDate: string;
  ordinal: number;
  receipts: number;
  revenue: number;
  path: string | null;
  attempts: number | null;
  nextAttemptUtc: string | null;
};

const COLUMNS = `s.shift_id AS "shiftId", p.shop_code AS "shopCode", r.register_code AS "registerCode", s.shift_number AS "shiftNumber",
  s.opened_at AS "openedAt", s.closed_at AS "closedAt", s.business_date AS "businessDate", ${ordinalSql('s')} AS ordinal,
  COALESCE(s.reported_sale_count, s.counted_sale_count) + COALESCE(s.reported_refund_count, s.counted_refund_count)
    AS receipts,
  COALESCE(s.reported_revenue, s.counted_sale_sum - s.counted_refund_sum) AS revenue, s.revision AS revision,
  e.path AS path, e.attempts AS attempts, e.next_attempt_utc AS "nextAttemptUtc", e.revision AS "exportedRevision", e.file_name AS "exportedName", e.exported_utc AS "exportedUtc",
  e.planned_revision AS "plannedRevision", e.failed_revision AS "failedRevision", e.reason_code AS "exportReason",
  e.reason_details AS "exportReasonDetails", e.confirmed_revision AS "confirmedRevision",
  e.confirmed_matches AS "confirmedMatches"`;

const PLACES = `JOIN shop p ON p.shop_id = s.shop_id
  JOIN register r ON r.shop_id = s.shop_id AND r.register_id = s.register_id`;

type MissingRow = ReadRow & Counts;

/** The keys are chosen first, so that only the rows of the answer are looked up in full (CROSS JOIN: in this order). */
function readMissing(
  database: QueryDatabase<Tables>,
  shopId: string | null,
  from: From,
  limit: number,
): Promise<MissingRow[]> {
  return database.all<MissingRow>(
    `SELECT ${COLUMNS}, k.total AS total, k.to_look_at AS "toLookAt" FROM (
       SELECT s.shop_id, s.shift_id, COUNT(*) OVER () AS total,
         COUNT(CASE WHEN ${toLookAtSql('s')} THEN 1 END) OVER () AS to_look_at FROM shift s ${joinFailedSql('s')}
       WHERE ${notExportedSql('s')} ${ofShop(shopId)}
         ${from === null ? '' : 'AND (s.business_date, s.shift_id) > (?, ?)'}
       ORDER BY s.business_date, s.shift_id LIMIT ?) k
     CROSS JOIN shift s ${PLACES}
     LEFT JOIN shift_export e ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = ?
     WHERE s.shop_id = k.shop_id AND s.shift_id = k.shift_id
     ORDER BY s.business_date, s.shift_id`,
    [...withShop([], shopId), ...valuesOf(from), limit, FOLDER],
  );
}

function readExported(
  database: QueryDatabase<Tables>,
  shopId: string | null,
  from: From,
  limit: number,
): Promise<ReadRow[]> {
  return database.all<ReadRow>(
    `SELECT ${COLUMNS} FROM (
       SELECT e.shop_id, e.shift_id FROM shift_export e
       WHERE e.target = ? AND e.revision IS NOT NULL AND NOT EXISTS (SELECT 1 FROM shift s
         WHERE s.shop_id = e.shop_id AND s.shift_id = e.shift_id AND ${notExportedSql('s')})
         ${ofShop(shopId, 'e')} ${from === null ? '' : 'AND (e.exported_utc, e.shift_id) < (?, ?)'}
       ORDER BY e.exported_utc DESC, e.shift_id DESC LIMIT ?) k
     CROSS JOIN shift s ${PLACES}
     JOIN shift_export e ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = ?
     WHERE s.shop_id = k.shop_id AND s.shift_id = k.shift_id
     ORDER BY e.exported_utc DESC, e.shift_id DESC`,
    [...withShop([FOLDER], shopId), ...valuesOf(from), limit, FOLDER],
  );
}

function valuesOf(from: From): Value[] {
  return from === null ? [] : [from.at, from.id];
}

function ofShop(shopId: string | null, table: 's' | 'e' = 's'): string {
  return shopId === null ? '' : `AND ${table}.shop_id = ?`;
}

function withShop(params: Value[], shopId: string | null): Value[] {
  return shopId === null ? params : [...params, shopId];
}

function exportRowOf(row: ReadRow): ExportRow {
  return {
    shopCode: row.shopCode,
    registerCode: row.registerCode,
    shiftNumber: row.shiftNumber,
    shiftKey: shiftKey(row, row.ordinal),
    closed: row.closedAt !== null,
    businessDate: row.businessDate,
    receiptCount: row.receipts,
    revenue: formatKopecks(row.revenue),
    export: shiftExportOf(row),
    path: row.path,
    attempts: row.attempts ?? 0,
    // An open shift that did not fail has its next look there too.
    nextAttemptAt: row.failedRevision === null ? null : row.nextAttemptUtc,
  };
}

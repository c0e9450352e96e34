/** The queue of files (S4, S11): shifts that could not be written, then every file with what became of it. */
import type { ErpConfirmation, ExportFileList, ExportFileListQuery, ExportFileRow } from '../../contracts/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import { shiftKey } from '../domain/shift-key.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { ordinalSql } from '../schema/shift-ordinal.ts';
import type { ExportFileRow as FileTableRow, Tables } from '../schema/tables.ts';
import { FAILED, FOLDER } from './export-state.ts';
import { findPlace } from './find-place.ts';
import { type Found, found, notFound } from './found.ts';
import { reasonText } from './report-text.ts';

const CONFIRMED = `c.received_utc AS "confirmationUtc", c.receipts AS "confirmedReceipts", c.revenue AS "confirmedRevenue",
  c.own_receipts AS "ownReceipts", c.own_revenue AS "ownRevenue", c.matches AS matches, c.reference AS reference`;
const SHIFT = `p.shop_code AS "shopCode", r.register_code AS "registerCode", s.shift_number AS "shiftNumber",
  s.opened_at AS "openedAt", s.business_date AS "businessDate", ${ordinalSql('s')} AS ordinal`;
const PLACES = `JOIN shop p ON p.shop_id = s.shop_id
  JOIN register r ON r.shop_id = s.shop_id AND r.register_id = s.register_id
  LEFT JOIN shift_export e ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = '${FOLDER}'
  LEFT JOIN erp_confirmation c ON c.shop_id = e.shop_id AND c.confirmation_id = e.confirmation_id`;

export type ConfirmationColumns = {
  confirmationUtc: string | null;
  confirmedReceipts: number;
  confirmedRevenue: number;
  ownReceipts: number;
  ownRevenue: number;
  matches: number;
  reference: string | null;
};

type ShiftColumns = {
  shopCode: string;
  registerCode: string;
  shiftNumber: number;
  openedAt: string | null;
  businessDate: string;
  ordinal: number;
};

type FileRead = FileTableRow & ShiftColumns & ConfirmationColumns;

/** Files in full; `from` names those that are wanted as `f`, chosen first, so that only they are looked up (CROSS JOIN: in this order). */
const filesSql = (from: string) => `SELECT f.*, ${SHIFT}, ${CONFIRMED} FROM ${from} CROSS JOIN shift s ${PLACES}
  WHERE s.shop_id = f.shop_id AND s.shift_id = f.shift_id`;

/** `not_found.shop` for an unknown shop. */
export async function exportFilesReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: ExportFileListQuery,
): Promise<Found<ExportFileList>> {
  const place = await findPlace(database, { shop: query.shop });
  if (!place.ok) return place;
  const { shopId } = place.value;
  const failed =
    query.before === undefined && (query.state === 'all' || query.state === 'failed')
      ? await readFailed(database, shopId, query.limit)
      : [];
  const rest = query.limit - failed.length;
  const files = query.state === 'failed' ? [] : await readFiles(database, shopId, query, rest + 1);
  const page = files.slice(0, rest);
  const last = page.at(-1);
  return found({
    files: [...failed, ...page.map(fileRowOf)],
    next: files.length > rest && last !== undefined ? `${last.published_utc}_${last.file_id}` : null,
    counts: await readCounts(database, shopId),
    asOf: utcText(clock.now()),
  });
}

/** One file by its number, `E-301`. */
export async function exportFileReport(
  database: QueryDatabase<Tables>,
  fileId: string,
): Promise<Found<{ row: ExportFileRow; file: FileTableRow; shopCode: string; openedAt: string | null }>> {
  const row = await database.get<FileRead>(filesSql('(SELECT * FROM export_file WHERE file_id = ?) f'), [
    Number(fileId.slice(2)),
  ]);
  if (row === undefined) return notFound('not_found.export_file', { fileId });
  return found({ row: fileRowOf(row), file: row, shopCode: row.shopCode, openedAt: row.openedAt });
}

function readFiles(
  database: QueryDatabase<Tables>,
  shopId: string | null,
  { state, before }: ExportFileListQuery,
  limit: number,
): Promise<FileRead[]> {
  const where: string[] = ['1 = 1'];
  const params: Value[] = [];
  const narrow = (condition: string, ...values: Value[]) => {
    where.push(condition);
    params.push(...values);
  };
  if (shopId !== null) narrow('f.shop_id = ?', shopId);
  if (state !== 'all') narrow('f.state = ?', state);
  if (before !== undefined) {
    const [at = '', id = ''] = before.split('_');
    narrow('(f.published_utc, f.file_id) < (?, ?)', at, Number(id));
  }
  return database.all<FileRead>(
    `${filesSql(`(SELECT f.* FROM export_file f WHERE ${where.join(' AND ')}
       ORDER BY f.published_utc DESC, f.file_id DESC LIMIT ?) f`)} ORDER BY f.published_utc DESC, f.file_id DESC`,
    [...params, limit],
  );
}

type FailedRead = ShiftColumns & {
  receipts: number;
  revenue: number;
  closedAt: string | null;
  revision: number;
  attempts: number;
  nextAttemptUtc: string | null;
  since: string;
  reasonCode: string | null;
  reasonDetails: string | null;
};

/** Shifts whose latest state could not be written; the attempts are those of now. */
async function readFailed(
  database: QueryDatabase<Tables>,
  shopId: string | null,
  limit: number,
): Promise<ExportFileRow[]> {
  const rows = await database.all<FailedRead>(
    `SELECT ${SHIFT}, s.counted_sale_count + s.counted_refund_count AS receipts,
       s.counted_sale_sum - s.counted_refund_sum AS revenue, s.closed_at AS "closedAt", s.revision AS revision,
       COALESCE(s.closed_utc, s.updated_utc) AS since, e.attempts AS attempts, e.next_attempt_utc AS "nextAttemptUtc",
       e.reason_code AS "reasonCode", e.reason_details AS "reasonDetails"
     FROM shop p CROSS JOIN register r CROSS JOIN ${FAILED}
       AND p.shop_id = s.shop_id AND r.shop_id = s.shop_id AND r.register_id = s.register_id
       ${shopId === null ? '' : 'AND s.shop_id = ?'} ORDER BY s.business_date, s.shift_id LIMIT ?`,
    [...(shopId === null ? [] : [shopId]), limit],
  );
  return rows.map((row) => ({
    fileId: null,
    ...addressOf(row),
    online: row.closedAt === null,
    fileName: null,
    path: null,
    revision: row.revision,
    size: null,
    receiptCount: row.receipts,
    revenue: formatKopecks(row.revenue),
    state: 'failed',
    publishedAt: null,
    waitsSince: row.since,
    endedAt: null,
    confirmedAt: null,
    confirmation: null,
    attempts: row.attempts,
    nextAttemptAt: row.nextAttemptUtc,
    reason: reasonText(row.reasonCode, row.reasonDetails),
  }));
}

async function readCounts(database: QueryDatabase<Tables>, shopId: string | null): Promise<ExportFileList['counts']> {
  const params = shopId === null ? [] : [shopId];
  const states = await database.all<{ state: string; count: number }>(
    `SELECT f.state AS state, COUNT(*) AS count FROM export_file f
     WHERE f.state <> 'taken' ${shopId === null ? '' : 'AND f.shop_id = ?'} GROUP BY f.state`,
    params,
  );
  const failed = await database.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM ${FAILED} ${shopId === null ? '' : 'AND s.shop_id = ?'}`,
    params,
  );
  const of = (state: string) => states.find((row) => row.state === state)?.count ?? 0;
  return { failed: failed?.count ?? 0, waiting: of('waiting'), lost: of('lost'), changed: of('changed') };
}

function addressOf(row: ShiftColumns) {
  const { shopCode, registerCode, shiftNumber } = row;
  return { shopCode, registerCode, shiftNumber, shiftKey: shiftKey(row, row.ordinal) };
}

function fileRowOf(row: FileRead): ExportFileRow {
  return {
    fileId: `E-${row.file_id}`,
    ...addressOf(row),
    online: row.online === 1,
    fileName: row.file_name,
    path: row.path,
    revision: row.revision,
    size: row.size,
    receiptCount: row.receipts,
    revenue: formatKopecks(row.revenue),
    state: row.state as ExportFileRow['state'],
    publishedAt: row.published_utc,
    waitsSince: row.waits_since_utc,
    endedAt: row.ended_utc,
    confirmedAt: row.confirmed_utc,
    confirmation: confirmationOf(row),
    attempts: row.attempts,
    nextAttemptAt: null,
    reason: reasonText(row.failure_code, row.failure_details),
  };
}

/** The word of the ERP beside our own figures; null = it has said nothing. */
export function confirmationOf(row: ConfirmationColumns): ErpConfirmation | null {
  if (row.confirmationUtc === null) return null;
  return {
    at: row.confirmationUtc,
    receiptCount: row.confirmedReceipts,
    revenue: formatKopecks(row.confirmedRevenue),
    ownReceiptCount: row.ownReceipts,
    ownRevenue: formatKopecks(row.ownRevenue),
    matches: row.matches === 1,
    reference: row.reference,
  };
}

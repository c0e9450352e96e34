/** Requests of the ERP (S4, S11 «Запросы АСТУ»), newest first: what was asked, what was given, what is still on its way. */
import type { SalesRequestList, SalesRequestListQuery, SalesRequestRow } from '../../contracts/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { SalesRequestRow as RequestTableRow, Tables } from '../schema/tables.ts';
import { notExportedSql } from './export-state.ts';
import { findPlace } from './find-place.ts';
import { type Found, found } from './found.ts';
import { reasonText } from './report-text.ts';

type Read = RequestTableRow & { shop_code: string; register_code: string | null; pending: number };

/** Shifts of the request that the ERP lacks; a request that put nothing to export waits for nothing. */
const PENDING = `CASE WHEN q.shifts = 0 THEN 0 ELSE (SELECT COUNT(*) FROM shift s
    WHERE s.shop_id = q.shop_id AND s.register_id = q.register_id AND s.business_date >= q.from_date
      AND s.business_date <= q.to_date AND ${notExportedSql('s')}) END`;

/** `not_found.shop` for an unknown shop. */
export async function salesRequestsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: SalesRequestListQuery,
): Promise<Found<SalesRequestList>> {
  const place = await findPlace(database, { shop: query.shop });
  if (!place.ok) return place;
  const { shopId } = place.value;
  const within = shopId === null ? '1 = 1' : 'q.shop_id = ?';
  const params: Value[] = shopId === null ? [] : [shopId];
  const counts = await database.get<{ all: number; refused: number | null }>(
    `SELECT COUNT(*) AS "all", CAST(SUM(CASE WHEN q.state = 'refused' THEN 1 ELSE 0 END) AS BIGINT) AS refused
     FROM sales_request q WHERE ${within}`,
    params,
  );
  const refused = query.state === 'refused' ? "AND q.state = 'refused'" : '';
  const before = query.before === undefined ? '' : 'AND q.request_id < ?';
  const rows = await database.all<Read>(
    `SELECT q.*, p.shop_code, r.register_code, ${PENDING} AS pending FROM sales_request q
     JOIN shop p ON p.shop_id = q.shop_id
     LEFT JOIN register r ON r.shop_id = q.shop_id AND r.register_id = q.register_id
     WHERE ${within} ${refused} ${before} ORDER BY q.request_id DESC LIMIT ?`,
    [...params, ...(query.before === undefined ? [] : [Number(query.before.slice(2))]), query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return found({
    requests: page.map(requestRowOf),
    counts: { all: counts?.all ?? 0, refused: counts?.refused ?? 0 },
    next: rows.length > query.limit && last !== undefined ? `R-${last.request_id}` : null,
    asOf: utcText(clock.now()),
  });
}

function requestRowOf(row: Read): SalesRequestRow {
  return {
    requestId: `R-${row.request_id}`,
    shopCode: row.shop_code,
    registerCode: row.register_code,
    registerNumber: row.register_number,
    receivedAt: row.received_utc,
    text: row.text,
    from: row.from_date,
    to: row.to_date,
    state: row.state === 'refused' ? 'refused' : row.pending > 0 ? 'answering' : 'answered',
    reason: reasonText(row.reason_code, row.reason_details),
    shifts: row.shifts,
    pending: row.pending,
    revenue: formatKopecks(row.revenue),
    load: loadOf(row),
  };
}

function loadOf(row: Read): SalesRequestRow['load'] {
  if (row.load_from === null || row.load_to === null) return null;
  return {
    from: row.load_from,
    to: row.load_to,
    transferId: row.transfer_id === null ? null : `T-${row.transfer_id}`,
    reason: reasonText(row.load_reason_code, row.load_reason_details),
  };
}

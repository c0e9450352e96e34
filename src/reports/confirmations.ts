/** What the ERP says that it has booked, newest first; `differing` = shifts whose latest word is not ours. */
import type { ConfirmationList, ConfirmationListQuery, ConfirmationRow } from '../../contracts/web-api.ts';
import { shiftKey } from '../domain/shift-key.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { ordinalSql } from '../schema/shift-ordinal.ts';
import type { Tables } from '../schema/tables.ts';
import { type ConfirmationColumns, confirmationOf } from './export-files.ts';
import { FOLDER } from './export-state.ts';
import { findPlace } from './find-place.ts';
import { type Found, found } from './found.ts';

type Read = ConfirmationColumns & {
  confirmationId: number;
  shopCode: string;
  registerCode: string;
  shiftNumber: number;
  openedAt: string | null;
  businessDate: string;
  ordinal: number;
  fileId: number | null;
  fileName: string | null;
  latestId: number | null;
};

/** `not_found.shop` for an unknown shop. */
export async function confirmationsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: ConfirmationListQuery,
): Promise<Found<ConfirmationList>> {
  const place = await findPlace(database, { shop: query.shop });
  if (!place.ok) return place;
  const { shopId } = place.value;
  const params: Value[] = shopId === null ? [] : [shopId];
  const conditions = [shopId === null ? '1 = 1' : 'c.shop_id = ?'];
  if (query.state === 'differing') conditions.push('c.matches = 0 AND e.confirmation_id = c.confirmation_id');
  if (query.before !== undefined) {
    conditions.push('c.confirmation_id < ?');
    params.push(Number(query.before));
  }
  const rows = await database.all<Read>(
    `SELECT c.confirmation_id AS "confirmationId", p.shop_code AS "shopCode", r.register_code AS "registerCode",
       s.shift_number AS "shiftNumber", s.opened_at AS "openedAt", s.business_date AS "businessDate",
       ${ordinalSql('s')} AS ordinal, c.file_id AS "fileId", f.file_name AS "fileName", e.confirmation_id AS "latestId",
       c.received_utc AS "confirmationUtc", c.receipts AS "confirmedReceipts", c.revenue AS "confirmedRevenue",
       c.own_receipts AS "ownReceipts", c.own_revenue AS "ownRevenue", c.matches AS matches, c.reference AS reference
     FROM erp_confirmation c JOIN shift s ON s.shop_id = c.shop_id AND s.shift_id = c.shift_id
     JOIN shop p ON p.shop_id = s.shop_id
     JOIN register r ON r.shop_id = s.shop_id AND r.register_id = s.register_id
     LEFT JOIN export_file f ON f.shop_id = c.shop_id AND f.file_id = c.file_id
     LEFT JOIN shift_export e ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = '${FOLDER}'
     WHERE ${conditions.join(' AND ')} ORDER BY c.confirmation_id DESC LIMIT ?`,
    [...params, query.limit + 1],
  );
  const differing = await database.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM shift_export e WHERE e.confirmed_matches = 0 ${shopId === null ? '' : 'AND e.shop_id = ?'}`,
    shopId === null ? [] : [shopId],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return found({
    confirmations: page.map(rowOf).filter((row) => row !== null),
    differing: differing?.count ?? 0,
    next: rows.length > query.limit && last !== undefined ? String(last.confirmationId) : null,
    asOf: utcText(clock.now()),
  });
}

function rowOf(row: Read): ConfirmationRow | null {
  const confirmation = confirmationOf(row);
  if (confirmation === null) return null;
  const { confirmationId, shopCode, registerCode, shiftNumber, fileName } = row;
  return {
    confirmationId,
    shopCode,
    registerCode,
    shiftNumber,
    shiftKey: shiftKey(row, row.ordinal),
    fileId: row.fileId === null ? null : `E-${row.fileId}`,
    fileName,
    isLatest: row.latestId === confirmationId,
    confirmation,
  };
}

/** The feed of shifts for programs that pull and for the push: each shift once, in the order of its latest revision (P3, P15). */
import type { FeedLine, FeedQuery } from '../../contracts/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import { shiftKey } from '../domain/shift-key.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { ordinalSql } from '../schema/shift-ordinal.ts';
import type { Tables } from '../schema/tables.ts';
import { type Found, found, notFound } from './found.ts';

const CURSOR = /^smena-feed-(\d{1,15})$/;

/** A place in the feed as programs see it; nothing about it can be built upon. */
export function feedCursor(position: number): string {
  return Buffer.from(`smena-feed-${position}`).toString('base64url');
}

/** The place of a cursor; null when no server of ours has made it. */
export function feedPosition(cursor: string): number | null {
  const position = CURSOR.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[1];
  return position === undefined ? null : Number(position);
}

type Read = {
  position: number;
  shopCode: string;
  registerCode: string;
  shiftNumber: number;
  openedAt: string | null;
  closedAt: string | null;
  businessDate: string;
  ordinal: number;
  revision: number;
  saleCount: number;
  refundCount: number;
  saleSum: number;
  refundSum: number;
  updatedUtc: string;
};

/** Lines behind a place; the state of a shift is that of now, which may be newer than the place says. */
export async function readFeed(
  database: Pick<QueryDatabase<Tables>, 'all'>,
  after: number,
  limit: number,
): Promise<FeedLine[]> {
  const rows = await database.all<Read>(
    `SELECT f.feed_position AS position, p.shop_code AS "shopCode", r.register_code AS "registerCode",
       s.shift_number AS "shiftNumber", s.opened_at AS "openedAt", s.closed_at AS "closedAt",
       s.business_date AS "businessDate", ${ordinalSql('s')} AS ordinal, s.revision AS revision,
       s.counted_sale_count AS "saleCount", s.counted_refund_count AS "refundCount", s.counted_sale_sum AS "saleSum",
       s.counted_refund_sum AS "refundSum", s.updated_utc AS "updatedUtc"
     FROM shift_feed f JOIN shift s ON s.shop_id = f.shop_id AND s.shift_id = f.shift_id
     JOIN shop p ON p.shop_id = s.shop_id
     JOIN register r ON r.shop_id = s.shop_id AND r.register_id = s.register_id
     WHERE f.feed_position > ? ORDER BY f.feed_position LIMIT ?`,
    [after, limit],
  );
  return rows.map((row) => ({
    schema: 1,
    cursor: feedCursor(row.position),
    shopCode: row.shopCode,
    registerCode: row.registerCode,
    shiftNumber: row.shiftNumber,
    shiftKey: shiftKey(row, row.ordinal),
    revision: row.revision,
    businessDate: row.businessDate,
    openedAt: row.openedAt,
    closedAt: row.closedAt,
    saleCount: row.saleCount,
    refundCount: row.refundCount,
    saleSum: formatKopecks(row.saleSum),
    refundSum: formatKopecks(row.refundSum),
    revenue: formatKopecks(row.saleSum - row.refundSum),
    updatedAt: row.updatedUtc,
  }));
}

/** Lines and the cursor behind the last of them; `feed.cursor` for a cursor that is not ours. */
export async function feedReport(
  database: QueryDatabase<Tables>,
  query: FeedQuery,
): Promise<Found<{ lines: FeedLine[]; cursor: string }>> {
  const start = await startOf(database, query);
  if (start === null) return notFound('feed.cursor', {});
  const lines = await readFeed(database, start, query.limit);
  return found({ lines, cursor: lines.at(-1)?.cursor ?? feedCursor(start) });
}

async function startOf(database: QueryDatabase<Tables>, { cursor, target }: FeedQuery): Promise<number | null> {
  if (cursor !== undefined) return feedPosition(cursor);
  if (target === undefined) return 0;
  const row = await database.get<{ position: number | null }>(
    "SELECT feed_position AS position FROM export_target WHERE shop_id = '' AND target = ?",
    [target],
  );
  return row?.position ?? 0;
}

const CSV_COLUMNS = [
  'cursor',
  'shopCode',
  'registerCode',
  'shiftNumber',
  'shiftKey',
  'revision',
  'businessDate',
  'openedAt',
  'closedAt',
  'saleCount',
  'refundCount',
  'saleSum',
  'refundSum',
  'revenue',
  'updatedAt',
] as const satisfies readonly (keyof FeedLine)[];

/** For programs: comma, point, ISO dates, CRLF (RFC 4180); a field that is not known is empty. */
export function feedCsv(lines: readonly FeedLine[]): string {
  const field = (value: string | number | null) => {
    const text = value === null ? '' : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = lines.map((line) => CSV_COLUMNS.map((column) => field(line[column])).join(','));
  return [CSV_COLUMNS.join(','), ...rows].map((row) => `${row}\r\n`).join('');
}

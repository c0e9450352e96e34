/** Holes in the receipt numbers of registers (S9 «Пропуски номеров»): a page of them, newest first. */
import type { GapList, GapListQuery, GapRow } from '../../contracts/web-api.ts';
import { shiftKey } from '../domain/shift-key.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { ordinalSql } from '../schema/shift-ordinal.ts';
import type { ReceiptGapRow, Tables } from '../schema/tables.ts';
import { findPlace } from './find-place.ts';
import { type Found, found } from './found.ts';
import type { ReadBehind } from './register-asking.ts';
import { bothTexts } from './report-text.ts';

type Read = ReceiptGapRow & {
  shop_code: string;
  register_code: string;
  in_service: number;
  has_way: number;
  shift_number: number;
  opened_at: string | null;
  business_date: string;
  ordinal: number;
};

const SELECT = `SELECT g.*, s.shop_code, r.register_code, f.shift_number, f.opened_at, f.business_date,
    ${ordinalSql('f')} AS ordinal,
    r.in_service, CASE WHEN r.command_host IS NOT NULL OR r.stream_opened_utc IS NOT NULL THEN 1 ELSE 0 END AS has_way
  FROM receipt_gap g JOIN shop s ON s.shop_id = g.shop_id
  JOIN register r ON r.shop_id = g.shop_id AND r.register_id = g.register_id
  JOIN shift f ON f.shop_id = g.shop_id AND f.shift_id = g.shift_id`;

const STATES = {
  all: '1 = 1',
  open: "g.state IN ('waiting', 'asked', 'held')",
  absent: "g.state = 'absent'",
  filled: "g.state = 'filled'",
} as const;

/** One row more than the page holds is read, to know whether another follows. */
export async function gapsReport(
  { database, clock, readBehind }: { database: QueryDatabase<Tables>; clock: Clock; readBehind: ReadBehind },
  query: GapListQuery,
): Promise<Found<GapList>> {
  const place = await findPlace(database, query);
  if (!place.ok) return place;
  const within: string[] = [];
  const params: Value[] = [];
  const where = (condition: string, value: Value) => {
    within.push(condition);
    params.push(value);
  };
  if (place.value.shopId !== null) where('g.shop_id = ?', place.value.shopId);
  if (place.value.registerId !== null) where('g.register_id = ?', place.value.registerId);
  const counts = await database.get<{ open: number | null; absent: number | null }>(
    `SELECT CAST(SUM(CASE WHEN ${STATES.open} THEN 1 ELSE 0 END) AS BIGINT) AS open,
       CAST(SUM(CASE WHEN ${STATES.absent} THEN 1 ELSE 0 END) AS BIGINT) AS absent
     FROM receipt_gap g WHERE ${[STATES.all, ...within].join(' AND ')}`,
    params,
  );
  if (query.before !== undefined) where('g.gap_id < ?', Number(query.before.slice(2)));
  const rows = await database.all<Read>(
    `${SELECT} WHERE ${[STATES[query.state], ...within].join(' AND ')} ORDER BY g.gap_id DESC LIMIT ?`,
    [...params, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return found({
    gaps: page.map((row) => gapRowOf(row, readBehind)),
    counts: { open: counts?.open ?? 0, absent: counts?.absent ?? 0 },
    next: rows.length > query.limit && last !== undefined ? `G-${last.gap_id}` : null,
    asOf: utcText(clock.now()),
  });
}

function gapRowOf(row: Read, readBehind: ReadBehind): GapRow {
  const behindStore = readBehind({ registerId: row.register_id, shopId: row.shop_id }) !== null;
  const { shift_number: shiftNumber, opened_at: openedAt, business_date: businessDate } = row;
  return {
    gapId: `G-${row.gap_id}`,
    shopCode: row.shop_code,
    registerCode: row.register_code,
    shiftKey: shiftKey({ shiftNumber, openedAt, businessDate }, row.ordinal),
    first: row.first_number,
    last: row.last_number,
    missing: row.missing_count,
    from: row.from_at,
    to: row.to_at,
    state: row.state as GapRow['state'],
    cause: { code: row.cause, ...bothTexts(`gap_cause.${row.cause}`, {}) },
    heldBy: row.held_by === null ? null : { code: row.held_by, ...bothTexts(`gap_held.${row.held_by}`, {}) },
    attempts: row.attempts,
    transferId: row.transfer_id === null ? null : `T-${row.transfer_id}`,
    appearedAt: row.appeared_utc,
    askedAt: row.asked_utc,
    // By itself the server asks only those to whom a way of its own leads; for the others their store does.
    nextAskAt: row.has_way === 1 || !behindStore ? row.next_ask_utc : null,
    endedAt: row.ended_utc,
    canBeAsked: row.in_service === 1 && (row.has_way === 1 || behindStore),
  };
}

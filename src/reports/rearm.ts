/** Registers that are being asked again, and those whose clock is wrong: a page of them in the order of shops. */
import type { RearmList, RearmListQuery, RearmRow } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { findPlace } from './find-place.ts';
import { type Found, found } from './found.ts';
import { bothTexts } from './report-text.ts';

type Read = {
  registerId: string;
  shopCode: string;
  registerCode: string;
  reason: string | null;
  since: string;
  attempts: number;
  askedAt: string | null;
  nextAskAt: string | null;
  transferId: number | null;
  offsetMs: number | null;
  clockSince: string;
  measuredAt: string;
};

/** One row more than the page holds is read, to know whether another follows. */
export async function rearmReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: RearmListQuery,
): Promise<Found<RearmList>> {
  const place = await findPlace(database, query);
  if (!place.ok) return place;
  const conditions = ['(a.reason IS NOT NULL OR c.offset_ms IS NOT NULL)'];
  const params: Value[] = [];
  const where = (condition: string, value: Value) => {
    conditions.push(condition);
    params.push(value);
  };
  if (place.value.shopId !== null) where('r.shop_id = ?', place.value.shopId);
  if (place.value.registerId !== null) where('r.register_id = ?', place.value.registerId);
  if (query.after !== undefined) where('r.register_id > ?', query.after);
  const rows = await database.all<Read>(
    `SELECT r.register_id AS "registerId", s.shop_code AS "shopCode", r.register_code AS "registerCode", a.reason,
       a.since_utc AS since, a.attempts, a.asked_utc AS "askedAt", a.next_ask_utc AS "nextAskAt",
       a.transfer_id AS "transferId", c.offset_ms AS "offsetMs", c.since_utc AS "clockSince",
       c.measured_utc AS "measuredAt"
     FROM register r JOIN shop s ON s.shop_id = r.shop_id
     LEFT JOIN register_rearm a ON a.shop_id = r.shop_id AND a.register_id = r.register_id
     LEFT JOIN register_clock c ON c.shop_id = r.shop_id AND c.register_id = r.register_id
     WHERE ${conditions.join(' AND ')} ORDER BY r.register_id LIMIT ?`,
    [...params, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return found({
    registers: page.map(rearmRowOf),
    next: rows.length > query.limit && last !== undefined ? last.registerId : null,
    asOf: utcText(clock.now()),
  });
}

function rearmRowOf(row: Read): RearmRow {
  const { shopCode, registerCode, reason, since, attempts, askedAt, transferId, offsetMs } = row;
  const again = {
    since,
    attempts,
    askedAt,
    nextAskAt: transferId === null ? row.nextAskAt : null,
    transferId: transferId === null ? null : `T-${transferId}`,
  };
  return {
    shopCode,
    registerCode,
    again: reason === null ? null : { reason: { code: reason, ...bothTexts(`rearm_reason.${reason}`, {}) }, ...again },
    clock:
      offsetMs === null
        ? null
        : { offsetSeconds: Math.round(offsetMs / 1000), since: row.clockSince, measuredAt: row.measuredAt },
  };
}

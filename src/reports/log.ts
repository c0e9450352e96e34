/** S14 «Лог»: what happened, newest first, each entry in both languages from the one catalogue (M13). */
import type { EventList, EventListQuery, EventRow } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { findPlace } from './find-place.ts';
import { type Found, found } from './found.ts';
import { bothTexts, paramsOf } from './report-text.ts';

/** `level` means this one and the graver ones. Each is read by itself, so that few errors are found among many entries. */
const LEVELS = { info: [null], warning: ['warning', 'error'], error: ['error'] } as const;

/** A page of the log; `not_found.*` for an unknown shop or register. */
export async function logReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: EventListQuery,
): Promise<Found<EventList>> {
  const place = await findPlace(database, query);
  if (!place.ok) return place;
  const parts: ReadEvent[][] = [];
  for (const level of LEVELS[query.level ?? 'info']) parts.push(await readEvents(database, place.value, level, query));
  const rows = parts.flat().toSorted((a, b) => b.eventId - a.eventId);
  const page = rows.slice(0, query.limit);
  return found({
    events: page.map(eventRowOf),
    next: rows.length > query.limit ? (page.at(-1)?.eventId ?? null) : null,
    asOf: utcText(clock.now()),
  });
}

type ReadEvent = Omit<EventRow, 'text'> & { params: string };

/** One row more than the page holds, to know whether another follows. */
async function readEvents(
  database: QueryDatabase<Tables>,
  place: { shopId: string | null; registerId: string | null },
  level: string | null,
  query: EventListQuery,
): Promise<ReadEvent[]> {
  const conditions: string[] = [];
  const params: Value[] = [];
  const where = (condition: string, value: Value | undefined) => {
    if (value === undefined || value === null) return;
    conditions.push(condition);
    params.push(value);
  };
  where('e.level = ?', level);
  where('e.shop_id = ?', place.shopId);
  where('e.register_id = ?', place.registerId);
  where('e.event_id < ?', query.before);
  return database.all<ReadEvent>(
    `SELECT e.event_id AS "eventId", e.happened_utc AS at, e.level AS level, e.code AS code, s.shop_code AS "shopCode",
       r.register_code AS "registerCode", e.params AS params
     FROM event e
     LEFT JOIN shop s ON s.shop_id = e.shop_id
     LEFT JOIN register r ON r.shop_id = e.shop_id AND r.register_id = e.register_id
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY e.event_id DESC LIMIT ?`,
    [...params, query.limit + 1],
  );
}

function eventRowOf({ params, ...row }: ReadEvent): EventRow {
  return { ...row, text: bothTexts(row.code, paramsOf(params)) };
}

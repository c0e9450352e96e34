/** S14 «Лог»: what happened, newest first, each entry in both languages from the one catalogue (M13). */
import type { EventList, EventListQuery, EventRow } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { findPlace } from './find-place.ts';
import { type Found, found } from './found.ts';
import { readMatching, textFilter } from './page.ts';
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
  const wanted = textFilter(query.q);
  const { rows, next } = await readMatching<EventRow, number>({
    limit: query.limit,
    before: query.before,
    matches: wanted && (({ code, text, ...row }) => wanted([code, text.ru, text.en, row.shopCode, row.registerCode])),
    read: (before, limit) => readPage(database, place.value, { ...query, before, limit }),
    cursorOf: ({ eventId }) => eventId,
  });
  return found({ events: rows, next, asOf: utcText(clock.now()) });
}

type Page = Pick<EventListQuery, 'level' | 'after' | 'before' | 'limit'>;

/** The newest rows of all levels that are asked for. */
async function readPage(database: QueryDatabase<Tables>, ids: Ids, page: Page): Promise<EventRow[]> {
  const parts: ReadEvent[][] = [];
  for (const level of LEVELS[page.level ?? 'info']) parts.push(await readEvents(database, ids, level, page));
  const rows = parts.flat().toSorted((a, b) => b.eventId - a.eventId);
  return rows.slice(0, page.limit).map(eventRowOf);
}

type Ids = { shopId: string | null; registerId: string | null };

type ReadEvent = Omit<EventRow, 'text'> & { params: string };

async function readEvents(
  database: QueryDatabase<Tables>,
  ids: Ids,
  level: string | null,
  page: Page,
): Promise<ReadEvent[]> {
  const conditions: string[] = [];
  const params: Value[] = [];
  const where = (condition: string, value: Value | undefined) => {
    if (value === undefined || value === null) return;
    conditions.push(condition);
    params.push(value);
  };
  where('e.level = ?', level);
  where('e.shop_id = ?', ids.shopId);
  where('e.register_id = ?', ids.registerId);
  where('e.event_id < ?', page.before);
  where('e.event_id > ?', page.after);
  return database.all<ReadEvent>(
    `SELECT e.event_id AS "eventId", e.happened_utc AS at, e.level AS level, e.code AS code, s.shop_code AS "shopCode",
       r.register_code AS "registerCode", e.params AS params
     FROM event e
     LEFT JOIN shop s ON s.shop_id = e.shop_id
     LEFT JOIN register r ON r.shop_id = e.shop_id AND r.register_id = e.register_id
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY e.event_id DESC LIMIT ?`,
    [...params, page.limit],
  );
}

function eventRowOf({ params, ...row }: ReadEvent): EventRow {
  return { ...row, text: bothTexts(row.code, paramsOf(params)) };
}

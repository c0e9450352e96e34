/** S14 «Лог»: what happened, newest first, each entry in both languages from the one catalogue (M13). */
import type { EventList, EventListQuery, EventRow } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { type Found, found } from './found.ts';
import { eventRowOf, type LogFilter, type LogQuestion, logFilter, type ReadEvent } from './log-filter.ts';
import { countRows, readMatching } from './page.ts';

/** A page of the log; `not_found.*` for an unknown shop, register or load. */
export async function logReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: EventListQuery & LogQuestion,
): Promise<Found<EventList>> {
  const filter = await logFilter(database, query);
  if (!filter.ok) return filter;
  const { rows, next } = await readMatching<EventRow, number>({
    limit: query.limit,
    before: query.before,
    matches: filter.value.matches,
    read: (before, limit) => readEntries(database, filter.value, { after: query.after, before, limit }),
    cursorOf: ({ eventId }) => eventId,
  });
  return found({ events: rows, counts: await countLevels(database, query), next, asOf: utcText(clock.now()) });
}

const LEVELS = { info: '', warning: "e.level IN ('warning', 'error')", error: "e.level = 'error'" } as const;

/** How long the log of each level is, of everything else that is asked for. */
async function countLevels(
  database: QueryDatabase<Tables>,
  query: EventListQuery & LogQuestion,
): Promise<EventList['counts']> {
  const filter = await logFilter(database, { ...query, level: undefined });
  if (!filter.ok || filter.value.matches !== null) return { info: null, warning: null, error: null };
  const { conditions, params } = filter.value;
  const countOf = (level: keyof typeof LEVELS) => {
    const all = LEVELS[level] === '' ? conditions : [...conditions, LEVELS[level]];
    return countRows(database, `FROM event e${all.length === 0 ? '' : ` WHERE ${all.join(' AND ')}`}`, params);
  };
  return { info: await countOf('info'), warning: await countOf('warning'), error: await countOf('error') };
}

type Page = { after?: number | undefined; before: number | undefined; limit: number };

/** The newest entries of all levels that are asked for, without what only their words tell. */
export async function readEntries(database: QueryDatabase<Tables>, filter: LogFilter, page: Page): Promise<EventRow[]> {
  const parts: ReadEvent[][] = [];
  for (const level of filter.levels) parts.push(await readLevel(database, filter, level, page));
  const rows = parts.flat().toSorted((a, b) => b.eventId - a.eventId);
  return rows.slice(0, page.limit).map((row) => eventRowOf(row, filter.sums));
}

async function readLevel(
  database: QueryDatabase<Tables>,
  filter: LogFilter,
  level: string | null,
  page: Page,
): Promise<ReadEvent[]> {
  const conditions = [...filter.conditions];
  const params = [...filter.params];
  const where = (condition: string, value: Value | undefined) => {
    if (value === undefined || value === null) return;
    conditions.push(condition);
    params.push(value);
  };
  where('e.level = ?', level);
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

/** The log over time (S14): how many entries of each level fell into each piece of a period. */
import type { EventHistogram } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { type Found, found } from './found.ts';
import { readEntries } from './log.ts';
import { type LogFilter, type LogQuestion, logFilter } from './log-filter.ts';
import { readMatching } from './page.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** Widths of a piece; the smallest that gives at most `MOST_PIECES` is taken. */
const STEPS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY];
const MOST_PIECES = 96;
/** Entries that are looked through when words are searched for. */
const MOST_ENTRIES = 20_000;

type Counted = { at: string; level: 'info' | 'warning' | 'error'; n: number };

/** A period that the question does not name is the last 24 hours. Pieces begin at whole multiples of their width in UTC. */
export async function logHistogramReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: LogQuestion,
): Promise<Found<EventHistogram>> {
  const nowMs = clock.now();
  const toMs = Math.max(0, query.to === undefined ? nowMs + 1 : Date.parse(query.to));
  const fromMs = Math.min(query.from === undefined ? Math.max(0, toMs - DAY) : Date.parse(query.from), toMs);
  const stepMs =
    STEPS.find((step) => (toMs - fromMs) / step <= MOST_PIECES) ?? Math.ceil((toMs - fromMs) / MOST_PIECES);
  const filter = await logFilter(database, { ...query, from: utcText(fromMs), to: utcText(toMs) });
  if (!filter.ok) return filter;
  const { counted, complete } =
    filter.value.matches === null
      ? { counted: await countByTime(database, filter.value, toMs - fromMs), complete: true }
      : await countByWords(database, filter.value);
  const firstMs = Math.floor(fromMs / stepMs) * stepMs;
  const buckets: EventHistogram['buckets'] = [];
  for (let at = firstMs; at < toMs; at += stepMs) buckets.push({ at: utcText(at), info: 0, warning: 0, error: 0 });
  for (const { at, level, n } of counted) {
    const bucket = buckets[Math.floor((Date.parse(at) - firstMs) / stepMs)];
    if (bucket !== undefined) bucket[level] += n;
  }
  return found({
    from: utcText(fromMs),
    to: utcText(toMs),
    stepMs,
    buckets,
    complete,
    asOf: utcText(nowMs),
  });
}

/** Counted by the database, by minute, hour or day, whichever is fine enough: the entries themselves are not read. */
async function countByTime(
  database: QueryDatabase<Tables>,
  { conditions, params, levels }: LogFilter,
  spanMs: number,
): Promise<Counted[]> {
  const [length, rest] = spanMs <= 2 * DAY ? [16, ':00Z'] : spanMs <= 60 * DAY ? [13, ':00:00Z'] : [10, 'T00:00:00Z'];
  const wanted = levels.filter((level) => level !== null);
  const ofLevels = wanted.length === 0 ? [] : [`e.level IN (${wanted.map(() => '?').join(', ')})`];
  const rows = await database.all<Counted>(
    `SELECT substr(e.happened_utc, 1, ${length}) AS at, e.level AS level, COUNT(*) AS n FROM event e
     WHERE ${[...conditions, ...ofLevels].join(' AND ')} GROUP BY substr(e.happened_utc, 1, ${length}), e.level`,
    [...params, ...wanted],
  );
  return rows.map((row) => ({ ...row, at: `${row.at}${rest}` }));
}

async function countByWords(
  database: QueryDatabase<Tables>,
  filter: LogFilter,
): Promise<{ counted: Counted[]; complete: boolean }> {
  const { rows, next } = await readMatching({
    limit: MOST_ENTRIES,
    before: undefined as number | undefined,
    matches: filter.matches,
    read: (before, limit) => readEntries(database, filter, { before, limit }),
    cursorOf: ({ eventId }) => eventId,
  });
  return { counted: rows.map(({ at, level }) => ({ at, level, n: 1 })), complete: next === null };
}

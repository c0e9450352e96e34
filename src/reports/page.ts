/** One page of a list and the cursor of the next one; the period of lists by business date. */
import type { LocalDate } from '../domain/local-time.ts';
import { utcText } from '../platform/clock.ts';
import type { Statements, Value } from '../platform/database/database.ts';

/** Longest answer of a list that is sorted in memory. */
export const MOST_ROWS = 10_000;

export type PageQuery = { limit?: number | undefined; after?: string | undefined };

/** Rows in their order, cut to a page: `isAfter` says whether a row comes after the cursor, `cursorOf` makes one of a row. */
export function pageOf<T>(
  rows: readonly T[],
  { limit = MOST_ROWS, after }: PageQuery,
  cursorOf: (row: T) => string,
  isAfter: (row: T, cursor: string) => boolean,
): { rows: T[]; next: string | null } {
  const left = after === undefined ? rows : rows.filter((row) => isAfter(row, after));
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: left.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** No list is counted further: the total of a chain of years must not cost a second. */
const MOST_COUNTED = 100_000;

/** How many rows `from` (a FROM with its conditions) has; one more than the most that is counted = there are more. */
export async function countRows(database: Statements, from: string, params: readonly Value[]): Promise<number> {
  const row = await database.get<{ n: number }>(
    `SELECT COUNT(*) AS n FROM (SELECT 1 AS one ${from} LIMIT ${MOST_COUNTED + 1}) counted`,
    params,
  );
  return row?.n ?? 0;
}

/** Rows that a text is looked for in are read so many at once, and at most so many for one answer. */
const LOOKED_AT_ONCE = 1_000;
const MOST_LOOKED_AT = 20_000;

/**
 * Reads rows, newest first, until the page is full. Without `matches` that is one reading; with it the answer may be short
 * and still have a next page, because a rare word must not make the server read its whole history.
 */
export async function readMatching<T, C>(search: {
  limit: number;
  before: C | undefined;
  matches: ((row: T) => boolean) | null;
  read: (before: C | undefined, limit: number) => Promise<T[]>;
  cursorOf: (row: T) => C;
}): Promise<{ rows: T[]; next: C | null }> {
  const { limit, matches, cursorOf } = search;
  const size = matches === null ? limit + 1 : LOOKED_AT_ONCE;
  const found: T[] = [];
  let from = search.before;
  for (let looked = 0; ; ) {
    const rows = await search.read(from, size);
    found.push(...(matches === null ? rows : rows.filter(matches)));
    const lastShown = found[limit - 1];
    if (found.length > limit && lastShown !== undefined)
      return { rows: found.slice(0, limit), next: cursorOf(lastShown) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < size) return { rows: found, next: null };
    from = cursorOf(last);
    looked += rows.length;
    if (looked >= MOST_LOOKED_AT) return { rows: found, next: from };
  }
}

/** Says of texts whether one of them holds the wanted one, whatever the case; null = nothing is wanted. */
export function textFilter(wanted: string | undefined): ((texts: readonly (string | null)[]) => boolean) | null {
  const text = wanted?.trim().toLowerCase() ?? '';
  return text === '' ? null : (texts) => texts.some((one) => one?.toLowerCase().includes(text) === true);
}

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.parse('0000-01-01T00:00:00Z');

/**
 * Both ends included; reversed ends are swapped, a missing end is the nearest sensible one: `days` up to today. Of more than
 * `most` days the latest are taken.
 */
export function periodOf(
  query: { from?: LocalDate | undefined; to?: LocalDate | undefined },
  today: LocalDate,
  days: number,
  most = Number.POSITIVE_INFINITY,
): { from: LocalDate; to: LocalDate } {
  const to = query.to ?? (query.from !== undefined && query.from > today ? query.from : today);
  const from = query.from ?? daysBefore(to, days - 1);
  const [first, last] = from <= to ? [from, to] : [to, from];
  if (most === Number.POSITIVE_INFINITY) return { from: first, to: last };
  const earliest = daysBefore(last, most - 1);
  return { from: first < earliest ? earliest : first, to: last };
}

function daysBefore(date: LocalDate, days: number): LocalDate {
  return utcText(Math.max(Date.parse(`${date}T00:00:00Z`) - days * DAY_MS, FIRST_DAY_MS)).slice(0, 10);
}

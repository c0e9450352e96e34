/**
 * Lists of documents begin at the newest shift of their scope and go back only so far as a page needs, so that a page costs the
 * same whatever the period is. Their order is that of `Place`, from the last one down; a place is also the cursor of the page behind.
 */
import type { LocalDate } from '../../domain/local-time.ts';
import type { Value } from '../../platform/database/database.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { addDays, registersOf, type Scope, shiftsSql } from './scope.ts';

/** Business date, shift, document, and for lists of lines the line. */
export type Place = readonly [date: LocalDate, shiftId: number, documentId: number, line: number];

/** The place that a cursor names; null without a cursor. A cursor of three parts leads to a document, line 0. */
export function placeOfCursor(after: string | undefined): Place | null {
  const match = /^(\d{4}-\d{2}-\d{2})_(\d{1,15})_(\d{1,15})(?:_(\d{1,9}))?$/.exec(after ?? '');
  return match === null ? null : [match[1] ?? '', Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
}

/** A shift with how many rows of the list it holds, as the kept totals say. */
export type ListedShift = { shopId: string; shiftId: number; date: LocalDate; rows: number };

/** Shifts of one statement. */
const SHIFTS_AT_ONCE = 400;
/** Days of the first stretch that is looked at; each further one is so many times as long. */
const FIRST_DAYS = 1;
const LONGER = 8;

/**
 * The shifts of a scope that hold rows, newest first, some hundred at a time; with `from` those that may hold rows behind it.
 * `rows` is an expression over the shift (alias `s`). The period is looked at stretch by stretch from its end, because putting
 * the shifts of a year in order costs more than reading a page.
 */
export async function* newestShifts(
  database: QueryDatabase<Tables>,
  scope: Scope,
  from: Place | null,
  rows: string,
): AsyncGenerator<ListedShift[]> {
  const ends = await datesOf(database, scope);
  if (ends === null) return;
  let last = from !== null && from[0] < ends.last ? from[0] : ends.last;
  for (let days = FIRST_DAYS; last >= ends.first; days *= LONGER) {
    const first = later(ends.first, addDays(last, 1 - days));
    yield* newestOf(database, { ...scope, from: first, to: last }, from, rows);
    last = addDays(first, -1);
  }
}

function later(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}

/** First and last business date of the scope that has a shift; each is one look into an index for every register. */
async function datesOf(
  database: QueryDatabase<Tables>,
  scope: Scope,
): Promise<{ first: LocalDate; last: LocalDate } | null> {
  if (scope.shift !== null) return { first: scope.from, last: scope.to };
  const { conditions, params } = registersOf(scope);
  const date = (which: 'MIN' | 'MAX') => `(SELECT ${which}(s.business_date) FROM shift s
    WHERE s.shop_id = r.shop_id AND s.register_id = r.register_id AND s.business_date >= ? AND s.business_date <= ?)`;
  const period = [scope.from, scope.to];
  const row = await database.get<{ first: LocalDate | null; last: LocalDate | null }>(
    `SELECT MIN(k.first) AS first, MAX(k.last) AS last
     FROM (SELECT ${date('MIN')} AS first, ${date('MAX')} AS last FROM register r WHERE ${conditions.join(' AND ')}) k`,
    [...period, ...period, ...params],
  );
  const { first = null, last = null } = row ?? {};
  return first === null || last === null ? null : { first, last };
}

/** All shifts of a stretch. */
async function* newestOf(
  database: QueryDatabase<Tables>,
  scope: Scope,
  from: Place | null,
  rows: string,
): AsyncGenerator<ListedShift[]> {
  // The shift of the cursor itself may hold further rows.
  let before: Value[] = from === null ? [] : [from[0], from[1] + 1];
  for (;;) {
    const beyond = before.length === 0 ? '' : 'AND (s.business_date, s.shift_id) < (?, ?)';
    const { text, params } = shiftsSql(scope, '', `${beyond} ORDER BY s.business_date DESC, s.shift_id DESC LIMIT ?`);
    // The rows are counted of these alone, not of every shift that is put in order.
    const shifts = await database.all<ListedShift>(
      `SELECT s.shop_id AS "shopId", s.shift_id AS "shiftId", s.business_date AS date, CAST(${rows} AS BIGINT) AS rows
       FROM (SELECT s.shop_id AS shop_id, s.shift_id AS shift_id ${text}) k
       CROSS JOIN shift s WHERE s.shop_id = k.shop_id AND s.shift_id = k.shift_id
       ORDER BY s.business_date DESC, s.shift_id DESC`,
      [...params, ...before, SHIFTS_AT_ONCE],
    );
    yield shifts.filter((shift) => shift.rows > 0);
    const last = shifts.at(-1);
    if (last === undefined || shifts.length < SHIFTS_AT_ONCE) return;
    before = [last.date, last.shiftId];
  }
}

/** `WITH chosen (shop_id, shift_id)`, with its values. */
export function chosenSql(shifts: readonly ListedShift[]): { text: string; params: Value[] } {
  return {
    text: `WITH chosen (shop_id, shift_id) AS (VALUES ${shifts.map(() => '(CAST(? AS TEXT), CAST(? AS BIGINT))').join(', ')})`,
    params: shifts.flatMap(({ shopId, shiftId }) => [shopId, shiftId]),
  };
}

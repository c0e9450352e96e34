/**
 * Which kept goods make up a period, from the coarsest on: whole months of a shop, dates of a shop, and for the dates whose goods
 * are behind or not added up the shifts themselves. Every shift stands in exactly one of them.
 */
import type { Value } from '../../platform/database/database.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { type Scope, type Sql, shiftsSql } from './scope.ts';

export type ShopPeriod = { shopId: string; period: string };

export type KeptGoods = {
  /** Months and dates whose goods are in `shop_item`. */
  periods: ShopPeriod[];
  /** Dates whose shifts are to be read. */
  dates: ShopPeriod[];
};

/** The shifts of a shop and a date as they are now, or as the goods of a period are of. */
type Shifts = { shopId: string; period: string; shifts: number; ids: number; revisions: number };

/** Of a shop or the network; the goods of a register are those of its shifts. */
export async function findKeptGoods(database: QueryDatabase<Tables>, scope: Scope): Promise<KeptGoods> {
  const { text, params } = shiftsSql(scope, '', 'GROUP BY s.shop_id, s.business_date');
  const dates = await database.all<Shifts>(
    `SELECT s.shop_id AS "shopId", s.business_date AS period, CAST(COUNT(*) AS BIGINT) AS shifts,
       CAST(SUM(s.shift_id) AS BIGINT) AS ids, CAST(SUM(s.revision) AS BIGINT) AS revisions ${text}`,
    params,
  );
  const kept = new Set((await readKept(database, scope)).map(textOf));
  const found: KeptGoods = { periods: [], dates: [] };
  for (const days of Map.groupBy(dates, ({ shopId, period }) => `${shopId} ${period.slice(0, 7)}`).values()) {
    const month = monthOf(days);
    // Of the same shifts: then the whole month lies in the period.
    if (kept.has(textOf(month))) found.periods.push(month);
    else for (const day of days) (kept.has(textOf(day)) ? found.periods : found.dates).push(day);
  }
  return found;
}

async function readKept(database: QueryDatabase<Tables>, { shop, from, to }: Scope): Promise<Shifts[]> {
  const ofShop = shop === null ? '' : 'AND h.shop_id = ?';
  return database.all<Shifts>(
    `SELECT k.shop_id AS "shopId", k.period AS period, k.shift_count AS shifts, k.shift_ids AS ids, k.revisions AS revisions
     FROM shop h CROSS JOIN shop_item_period k
     WHERE k.shop_id = h.shop_id AND k.period >= ? AND k.period <= ? AND k.state = 'kept' ${ofShop}`,
    [from.slice(0, 7), to, ...(shop === null ? [] : [shop.shopId])],
  );
}

function textOf({ shopId, period, shifts, ids, revisions }: Shifts): string {
  return `${shopId} ${period} ${shifts} ${ids} ${revisions}`;
}

/** The shifts of all given dates of one shop and month. */
function monthOf(days: readonly Shifts[]): Shifts {
  const sum = (of: (day: Shifts) => number) => days.reduce((all, day) => all + of(day), 0);
  const { shopId = '', period = '' } = days[0] ?? {};
  return {
    shopId,
    period: period.slice(0, 7),
    shifts: sum((day) => day.shifts),
    ids: sum((day) => day.ids),
    revisions: sum((day) => day.revisions),
  };
}

/** Periods of one statement. */
const PERIODS_AT_ONCE = 1000;

/** `WITH chosen (shop_id, period)` over some periods at a time, with its values. */
export function chosenPeriods(periods: readonly ShopPeriod[]): Sql[] {
  const parts: Sql[] = [];
  for (let at = 0; at < periods.length; at += PERIODS_AT_ONCE) {
    const some = periods.slice(at, at + PERIODS_AT_ONCE);
    const values = some.map(() => '(CAST(? AS TEXT), CAST(? AS TEXT))').join(', ');
    const params: Value[] = some.flatMap(({ shopId, period }) => [shopId, period]);
    parts.push({ text: `WITH chosen (shop_id, period) AS (VALUES ${values})`, params });
  }
  return parts;
}

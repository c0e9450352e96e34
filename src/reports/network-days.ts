/** S9 «По магазинам и дням»: which days can be closed, and which shops keep them from it. */
import type { NetworkDays, NetworkDaysQuery } from '../../contracts/web-api.ts';
import { blocksDay } from '../domain/completeness.ts';
import { type LocalDate, toLocal } from '../domain/local-time.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { dayCellOf, nextDate, registersOnDay } from './day-cell.ts';
import { readDayFacts } from './day-facts.ts';
import { periodOf } from './page.ts';
import { bothTexts, compareCodes } from './report-text.ts';

/** Without a period: this many days, today included. */
const DEFAULT_DAYS = 8;
/** The latest days of a longer period are shown. */
const MOST_DAYS = 62;

export async function networkDaysReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: NetworkDaysQuery,
  timeZone: string,
): Promise<NetworkDays> {
  const nowMs = clock.now();
  const { from, to } = periodOf(query, toLocal(nowMs, timeZone).slice(0, 10), DEFAULT_DAYS, MOST_DAYS);
  const days = datesOf(from, to);
  const facts = await readDayFacts(database, null, from, to);
  const shops = facts.shops
    .toSorted((a, b) => compareCodes(a.shopCode, b.shopCode))
    .map((shop) => ({
      shopCode: shop.shopCode,
      name: shop.name,
      cells: days.map((date) => dayCellOf(registersOnDay(facts, shop, date), shop, date, nowMs)),
    }));
  return { from, to, days, shops, totals: days.map((date, at) => totalOf(date, shops, at)), asOf: utcText(nowMs) };
}

export function datesOf(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let date = from; date <= to; date = nextDate(date)) days.push(date);
  return days;
}

/** The day is closed when no shop keeps it from that; «2 магазина мешают» otherwise. */
function totalOf(date: LocalDate, shops: NetworkDays['shops'], at: number): NetworkDays['totals'][number] {
  const states = shops.flatMap(({ cells }) => cells[at]?.state ?? []);
  const blocking = states.filter(blocksDay).length;
  const state = states.includes('running')
    ? 'running'
    : blocking > 0
      ? 'blocked'
      : states.includes('remarks')
        ? 'remarks'
        : states.includes('closed')
          ? 'closed'
          : 'unknown';
  return { businessDate: date, state, blocking, text: bothTexts(`network_day.${state}`, { n: blocking }) };
}

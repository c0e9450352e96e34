/** S4 «Сверка продаж» of a shop (M24, M25): one row per business date, and one date with its registers and shifts. */
import type { RegisterDay, ShopDay, ShopDayDetail, ShopDays, ShopDaysQuery } from '../../contracts/web-api.ts';
import { type LocalDate, toLocal } from '../domain/local-time.ts';
import { heldRanges, type NumberRange } from '../domain/number-ranges.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { dayCellOf, type RegisterOnDay, registerDayText, registersOnDay } from './day-cell.ts';
import { type DayFacts, readDayFacts } from './day-facts.ts';
import { type DayShift, daySumsOf } from './day-sums.ts';
import { findShop } from './find-place.ts';
import { type Found, found } from './found.ts';
import { datesOf } from './network-days.ts';
import { periodOf } from './page.ts';
import { readShiftMarks } from './shift-facts.ts';
import { shiftRowOf } from './shift-row.ts';
import { readShopShifts } from './shop-shifts.ts';

/** Without a period: this many days, today included. */
const DEFAULT_DAYS = 30;
/** The latest days of a longer period are shown. */
const MOST_DAYS = 400;

/** The days of a shop, newest first; `not_found.shop` when there is none. */
export async function shopDaysReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  shopCode: string,
  query: ShopDaysQuery,
): Promise<Found<ShopDays>> {
  const place = await findShop(database, shopCode);
  if (!place.ok) return place;
  const shop = place.value;
  const nowMs = clock.now();
  const today = toLocal(nowMs, shop.timeZone).slice(0, 10);
  const { from, to } = periodOf(query, today, DEFAULT_DAYS, MOST_DAYS);
  const facts = await readDayFacts(database, shop.shopId, from, to);
  const shifts = await readShopShifts(database, shop.shopId, from, to);
  const byDate = Map.groupBy(shifts, ({ shift }) => shift.facts.businessDate);
  const days = datesOf(from, to)
    .map((date) => shopDayOf(facts, byDate.get(date) ?? [], date, nowMs))
    // A day on which nothing was sold and nobody is waited for has nothing to say.
    .filter(({ shifts: n, day }) => n > 0 || day.waitingFor.length > 0)
    .reverse();
  return found({
    shop: { shopCode: shop.shopCode, name: shop.name, timeZone: shop.timeZone },
    from,
    to,
    days,
    totals: { ...daySumsOf(shifts), drawerSum: days.find(({ drawerSum }) => drawerSum !== null)?.drawerSum ?? null },
    asOf: utcText(nowMs),
  });
}

function shopDayOf(facts: DayFacts, shifts: readonly DayShift[], date: LocalDate, nowMs: number): ShopDay {
  const [shop] = facts.shops;
  if (shop === undefined) throw new Error('the days of a shop are read without the shop');
  const day = dayCellOf(registersOnDay(facts, shop, date), shop, date, nowMs);
  return { businessDate: date, ...daySumsOf(shifts), day };
}

/** One date of a shop with its registers and their shifts, which add up to it. */
export async function shopDayReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  shopCode: string,
  date: LocalDate,
): Promise<Found<ShopDayDetail>> {
  const place = await findShop(database, shopCode);
  if (!place.ok) return place;
  const { shopId, name, timeZone } = place.value;
  const nowMs = clock.now();
  const facts = await readDayFacts(database, shopId, date, date);
  const shifts = await readShopShifts(database, shopId, date, date);
  const [shop] = facts.shops;
  if (shop === undefined) throw new Error('the day of a shop is read without the shop');
  const holes = await readHoles(database, shopId, date);
  const registers: RegisterDay[] = [];
  for (const one of registersOnDay(facts, shop, date)) {
    if (one.state === 'unknown') continue;
    const own = shifts.filter(({ registerId }) => registerId === one.register.registerId);
    registers.push(await registerDayOf(database, shopCode, one, own, date, holes));
  }
  return found({
    shop: { shopCode, name, timeZone },
    day: shopDayOf(facts, shifts, date, nowMs),
    registers,
    asOf: utcText(nowMs),
  });
}

async function registerDayOf(
  database: QueryDatabase<Tables>,
  shopCode: string,
  one: RegisterOnDay,
  shifts: readonly DayShift[],
  date: LocalDate,
  holes: ReadonlyMap<number, NumberRange[]>,
): Promise<RegisterDay> {
  const { register, state, counts } = one;
  const marks = await readShiftMarks(database, register, date, date);
  const codes = { shopCode, registerCode: register.registerCode };
  return {
    registerCode: register.registerCode,
    name: register.name,
    ...daySumsOf(shifts),
    state,
    text: registerDayText({ state, counts }),
    missing: counts.missing,
    rows: shifts.map(({ shift, closedDocuments }) => {
      const { first_receipt_number: first, last_receipt_number: last, shiftId } = shift.facts;
      const ends = first === null || last === null ? null : { first, last };
      return {
        shift: shiftRowOf(shift, codes, marks),
        closedDocuments,
        held: heldRanges(ends, holes.get(shiftId) ?? []),
      };
    }),
  };
}

/** The holes of the shifts of a date, by shift. */
async function readHoles(
  database: QueryDatabase<Tables>,
  shopId: string,
  date: LocalDate,
): Promise<Map<number, NumberRange[]>> {
  const rows = await database.all<NumberRange & { id: number }>(
    `SELECT g.shift_id AS id, g.first_number AS first, g.last_number AS last FROM shift s
     JOIN receipt_gap g ON g.shop_id = s.shop_id AND g.shift_id = s.shift_id AND g.state <> 'filled'
     WHERE s.shop_id = ? AND s.business_date = ?`,
    [shopId, date],
  );
  return Map.groupBy(rows, ({ id }) => id);
}

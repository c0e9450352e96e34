/** S7 «Сверка продаж» of a register: its shifts of a period, newest first, with totals of the filter (M19, M20, M21). */
import type { ShiftList, ShiftListQuery, ShiftTotals } from '../../contracts/web-api.ts';
import { type LocalDate, localDateOf, toLocal } from '../domain/local-time.ts';
import { addKopecks, formatKopecks } from '../domain/money.ts';
import type { SumName } from '../domain/shift-sums.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { type FoundRegister, findRegister } from './find-place.ts';
import { type Found, found } from './found.ts';
import { pageOf, periodOf } from './page.ts';
import {
  compareShifts,
  drawerBefore,
  isOlderShift,
  readShiftMarks,
  type ShiftFacts,
  selectShifts,
  shiftCursor,
} from './shift-facts.ts';
import { type ShownShift, shiftFilters, shiftRowOf, showShift } from './shift-row.ts';

/** Without a period: this many days, today included. */
const DEFAULT_DAYS = 30;
/** Rows of one answer when the question names no number. */
const MOST_SHIFTS = 20_000;

/** The shifts of a register by business date; `not_found.*` when there is no such shop or register. */
export async function shiftListReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  codes: { shopCode: string; registerCode: string },
  query: ShiftListQuery,
): Promise<Found<ShiftList>> {
  const place = await findRegister(database, codes.shopCode, codes.registerCode);
  if (!place.ok) return place;
  const register = place.value;
  const nowMs = clock.now();
  const { from, to } = periodOf(query, localDateOf(toLocal(nowMs, register.shop.timeZone)), DEFAULT_DAYS);
  const ids = { shopId: register.shop.shopId, registerId: register.registerId };
  const facts = await readShifts(database, ids, from, to);
  const shifts = showInOrder(facts, facts.length === 0 ? null : await drawerBefore(database, ids, from));
  const marks = await readShiftMarks(database, ids, from, to);
  const filters = shiftFilters(marks);
  const chosen = shifts.filter(filters[query.state]).reverse();
  const page = pageOf(
    chosen,
    { limit: query.limit ?? MOST_SHIFTS, after: query.before },
    ({ facts: shift }) => shiftCursor(shift),
    ({ facts: shift }, cursor) => isOlderShift(shift, cursor),
  );
  return found({
    shop: { shopCode: register.shop.shopCode, name: register.shop.name, timeZone: register.shop.timeZone },
    register: { registerCode: register.registerCode, name: register.name },
    from,
    to,
    shifts: page.rows.map((shift) => shiftRowOf(shift, codes, marks)),
    next: page.next,
    totals: totalsOf(chosen),
    counts: {
      all: shifts.length,
      not_exported: shifts.filter(filters.not_exported).length,
      differing: shifts.filter(filters.differing).length,
      open: shifts.filter(filters.open).length,
    },
    lastShiftDate: await readLastDate(database, register),
    asOf: utcText(nowMs),
  });
}

async function readShifts(
  database: QueryDatabase<Tables>,
  register: { shopId: string; registerId: string },
  from: LocalDate,
  to: LocalDate,
): Promise<ShiftFacts[]> {
  return selectShifts(database)
    .where('s.shop_id', '=', register.shopId)
    .where('s.register_id', '=', register.registerId)
    .where('s.business_date', '>=', from)
    .where('s.business_date', '<=', to)
    .execute();
}

/**
 * The shifts of one register, oldest first: a drawer starts with the reported drawer of the shift before it. `ordinal` is told of
 * a shift that stands alone, because those of its number and date are not there to be counted.
 */
export function showInOrder(facts: ShiftFacts[], drawerBeforeFirst: number | null, ordinal?: number): ShownShift[] {
  const ordinals = ordinalsOf(facts);
  let drawer = drawerBeforeFirst;
  return facts.sort(compareShifts).map((row) => {
    const shift = showShift(row, ordinal ?? ordinals.get(row.shiftId) ?? 1, drawer ?? 0);
    drawer = row.reported_drawer_sum;
    return shift;
  });
}

/** Which of several shifts of one number and date a shift of a register is, by id; those that are the first are left out. */
function ordinalsOf(facts: readonly ShiftFacts[]): Map<number, number> {
  const seen = new Map<string, number>();
  const ordinals = new Map<number, number>();
  for (const row of facts.toSorted((a, b) => a.shiftId - b.shiftId)) {
    const number = `${row.shiftNumber}@${row.businessDate}`;
    const ordinal = (seen.get(number) ?? 0) + 1;
    seen.set(number, ordinal);
    if (ordinal > 1) ordinals.set(row.shiftId, ordinal);
  }
  return ordinals;
}

/** The sums of the shown rows; `shifts` are newest first. */
function totalsOf(shifts: readonly ShownShift[]): ShiftTotals {
  const total = (name: SumName) => formatKopecks(shifts.reduce((sum, { shown }) => addKopecks(sum, shown[name]), 0));
  const last = shifts[0];
  return {
    shifts: shifts.length,
    receiptCount: shifts.reduce((sum, shift) => sum + shift.saleCount + shift.refundCount, 0),
    saleCash: total('saleCash'),
    saleNoncash: total('saleNoncash'),
    saleOther: total('saleOther'),
    revenueCash: total('revenueCash'),
    revenueNoncash: total('revenueNoncash'),
    refundCash: total('refundCash'),
    refundNoncash: total('refundNoncash'),
    drawerSum: last === undefined ? null : formatKopecks(last.shown.drawerSum),
  };
}

async function readLastDate(database: QueryDatabase<Tables>, register: FoundRegister): Promise<LocalDate | null> {
  const row = await database.query
    .selectFrom('shift')
    .select('business_date as date')
    .where('shop_id', '=', register.shop.shopId)
    .where('register_id', '=', register.registerId)
    .orderBy('business_date', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.date ?? null;
}

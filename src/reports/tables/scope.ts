/** What a report is about: one shift, or the shifts of a register, a shop or the network between two business dates. */
import type { ReportQuery } from '../../../contracts/web-api.ts';
import { type LocalDate, toLocal } from '../../domain/local-time.ts';
import type { Value } from '../../platform/database/database.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { type FoundRegister, type FoundShop, findRegister, findShop } from '../find-place.ts';
import { type FoundShift, findShift } from '../find-shift.ts';
import { type Found, found } from '../found.ts';

export type Scope = {
  shop: FoundShop | null;
  register: FoundRegister | null;
  shift: FoundShift | null;
  /** Business dates, both included. */
  from: LocalDate;
  to: LocalDate;
};

/** Without a period: this many days, today included. */
const DEFAULT_DAYS = 7;
const DAY_MS = 86_400_000;

type Place = Pick<ReportQuery, 'shop' | 'register' | 'shift' | 'from' | 'to'>;

/** The scope of a question; `not_found.*` for a place that is not there. Reversed ends of a period are swapped. */
export async function readScope(database: QueryDatabase<Tables>, nowMs: number, place: Place): Promise<Found<Scope>> {
  if (place.shift !== undefined) return readShiftScope(database, place, place.shift);
  const { shop: shopCode, register: registerCode } = place;
  let shop: FoundShop | null = null;
  let register: FoundRegister | null = null;
  if (shopCode !== undefined && registerCode !== undefined) {
    const answer = await findRegister(database, shopCode, registerCode);
    if (!answer.ok) return answer;
    register = answer.value;
    shop = register.shop;
  } else if (shopCode !== undefined) {
    const answer = await findShop(database, shopCode);
    if (!answer.ok) return answer;
    shop = answer.value;
  }
  const today = toLocal(nowMs, shop?.timeZone ?? (await anyZone(database))).slice(0, 10);
  return found({ shop, register, shift: null, ...periodOf(place, today) });
}

async function readShiftScope(database: QueryDatabase<Tables>, place: Place, shiftKey: string): Promise<Found<Scope>> {
  const address = { shopCode: place.shop ?? '', registerCode: place.register ?? '', shiftKey };
  const shift = await findShift(database, address);
  if (!shift.ok) return shift;
  const { register, facts } = shift.value;
  const date = facts.businessDate;
  return found({ shop: register.shop, register, shift: shift.value, from: date, to: date });
}

async function anyZone(database: QueryDatabase<Tables>): Promise<string> {
  const row = await database.get<{ zone: string }>('SELECT time_zone AS zone FROM shop ORDER BY shop_code LIMIT 1');
  return row?.zone ?? 'UTC';
}

function periodOf({ from, to }: Place, today: LocalDate): { from: LocalDate; to: LocalDate } {
  const last = to ?? (from !== undefined && from > today ? from : today);
  const first = from ?? addDays(last, 1 - DEFAULT_DAYS);
  return first <= last ? { from: first, to: last } : { from: last, to: first };
}

/** The date so many days later; before the year 0 nothing is earlier. */
export function addDays(date: LocalDate, days: number): LocalDate {
  const ms = Math.max(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS, Date.parse('0000-01-01T00:00:00Z'));
  return new Date(ms).toISOString().slice(0, 10);
}

/** Calendar days, both ends included. */
export function daysOf({ from, to }: Pick<Scope, 'from' | 'to'>): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
}

/** The period of the same length just before. */
export function previousScope(scope: Scope): Scope {
  return { ...scope, from: addDays(scope.from, -daysOf(scope)), to: addDays(scope.from, -1) };
}

/** A part of a statement with its values. */
export type Sql = { text: string; params: Value[] };

/**
 * `FROM … WHERE …` over the shifts of a scope: alias `s`, their registers `r`. `join` stands between, `more` after. Goes through
 * the registers, because the index of shifts by date begins with them.
 */
export function shiftsSql(scope: Scope, join = '', more = ''): Sql {
  const conditions: string[] = [];
  const params: Value[] = [];
  const where = (condition: string, value: Value) => {
    conditions.push(condition);
    params.push(value);
  };
  if (scope.shop !== null) where('r.shop_id = ?', scope.shop.shopId);
  if (scope.register !== null) where('r.register_id = ?', scope.register.registerId);
  if (scope.shift !== null) where('s.shift_id = ?', scope.shift.facts.shiftId);
  else {
    where('s.business_date >= ?', scope.from);
    where('s.business_date <= ?', scope.to);
  }
  return {
    text: `FROM register r JOIN shift s ON s.shop_id = r.shop_id AND s.register_id = r.register_id ${join}
      WHERE ${conditions.join(' AND ')} ${more}`,
    params,
  };
}

/** Conditions over the registers (alias `r`) of a scope, with their values. */
export function registersOf({ shop, register }: Scope): { conditions: string[]; params: Value[] } {
  const conditions = ['1 = 1'];
  const params: Value[] = [];
  if (shop !== null) {
    conditions.push('r.shop_id = ?');
    params.push(shop.shopId);
  }
  if (register !== null) {
    conditions.push('r.register_id = ?');
    params.push(register.registerId);
  }
  return { conditions, params };
}

/** Joins a table of kept totals to the shifts, as alias `t`. */
export function keptSql(table: string): string {
  return `JOIN ${table} t ON t.shop_id = s.shop_id AND t.shift_id = s.shift_id`;
}

/** A sum that both engines give as a whole number. */
export function total(expression: string): string {
  return `CAST(COALESCE(SUM(${expression}), 0) AS BIGINT)`;
}

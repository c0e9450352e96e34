/** What the log is narrowed to: in the address of the page, and as the server is asked. */
import type { EventHistogramQuery } from '../../../../contracts/web-api.ts';
import { toUtc } from '../../../../src/domain/local-time.ts';
import { addDays, isDate } from '../../components/period-field/calendar-dates.ts';
import { wallTime } from '../../format/format.ts';
import { addresses, type LogQuery } from '../../routes/addresses.ts';
import type { Search } from '../../routes/search.ts';

export type LogLevel = 'info' | 'warning' | 'error';
export const LOG_LEVELS: readonly LogLevel[] = ['info', 'warning', 'error'];

/** Where the log is looked at: of a shop, of a register, or of the whole (then the address may name a place). */
export type LogPlace = { shopCode: string; registerCode?: string } | undefined;

export type AskedLog = Pick<
  EventHistogramQuery,
  'level' | 'shop' | 'register' | 'transfer' | 'shift' | 'code' | 'who' | 'from' | 'to' | 'q'
>;

/** The question to the server; what the address spells wrongly is left out, so that the page still opens. */
export function askedLog(search: Search, place: LogPlace, zone: string): AskedLog {
  const level = LOG_LEVELS.find((name) => name === search.state && name !== 'info');
  const shift = /^\d{1,9}$/.test(search.shift ?? '') ? Number(search.shift) : undefined;
  const asked: AskedLog = {
    level,
    shop: place?.shopCode ?? search.shop,
    register: place === undefined ? search.register : place.registerCode,
    transfer: /^T-\d{1,15}$/.test(search.transfer ?? '') ? search.transfer : undefined,
    shift,
    code: /^[a-z_]{1,40}(\.[a-z_]{1,60})?$/.test(search.code ?? '') ? search.code : undefined,
    who: search.who,
    from: momentOf(search.from, 'from', zone),
    to: momentOf(search.to, 'to', zone),
    q: search.q,
  };
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as AskedLog;
}

/** `2026-03-14` or `2026-03-14T08:30` on the clock of a zone as UTC; a last day is included whole. */
function momentOf(text: string | undefined, end: 'from' | 'to', zone: string): string | undefined {
  const [day = '', clock] = (text ?? '').split('T');
  if (!isDate(day)) return undefined;
  if (clock !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(clock)) return undefined;
  const whole = end === 'to' && clock === undefined ? addDays(day, 1) : day;
  return new Date(toUtc(`${whole}T${clock ?? '00:00'}:00`, zone)).toISOString();
}

/** A moment of the server for the address, to the minute on the clock of the log. */
export function addressTime(utc: string, zone: string | undefined): string {
  return wallTime(utc, zone).slice(0, 16);
}

/** The keys of the address that narrow the log, for links that keep the others. */
export function logKeys(search: Search): LogQuery {
  const { state, q, transfer, shift, code, who, from, to, fold, follow, clock } = search;
  return { state, q, transfer, shift, code, who, from, to, fold, follow, clock };
}

/** The address of the log of a place with such keys. */
export function logAddress(place: LogPlace, search: Search, change: LogQuery): string {
  const query = { ...logKeys(search), ...change };
  if (place === undefined) return addresses.log({ ...query, shop: search.shop, register: search.register });
  const { shopCode, registerCode } = place;
  return registerCode === undefined
    ? addresses.shopLog(shopCode, query)
    : addresses.registerLog(shopCode, registerCode, query);
}

/** Keys that «Сбросить» takes out of the address. */
export const NO_FILTER = {
  state: undefined,
  q: undefined,
  transfer: undefined,
  shift: undefined,
  code: undefined,
  who: undefined,
  from: undefined,
  to: undefined,
  shop: undefined,
  register: undefined,
} as const;

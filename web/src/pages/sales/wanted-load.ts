/** What the load form holds; it stands in the address: `load=dates&from=2026-11-01T08:00&to=2026-11-08`. */
import type { NewTransfer } from '../../../../contracts/web-api.ts';
import type { LocalDate } from '../../../../src/domain/local-time.ts';
import { addDays, isDate } from '../../components/period-field/calendar-dates.ts';
import { type Period, presets } from '../../components/period-field/presets.ts';
import type { Search } from '../../routes/search.ts';

export type LoadMode = 'new' | 'dates' | 'shifts' | 'file';
export const LOAD_MODES: readonly LoadMode[] = ['new', 'dates', 'shifts', 'file'];

export type WantedLoad = {
  mode: LoadMode;
  from: LocalDate;
  to: LocalDate;
  /** `HH:mm`, both included. */
  fromTime: string;
  toTime: string;
  shiftFrom: string;
  shiftTo: string;
};

const DAY_START = '00:00';
const DAY_END = '23:59';

/** The form of an address; what it lacks is yesterday, in whole days. `byNumbers`: shift numbers can be asked for. */
export function readWantedLoad(search: Search, today: LocalDate, byNumbers: boolean): WantedLoad {
  const asked = LOAD_MODES.find((mode) => mode === search.load) ?? 'new';
  const mode = asked === 'shifts' && !byNumbers ? 'dates' : asked;
  const { from, to } = presets(today).yesterday;
  const [first, last] = [search.from ?? '', search.to ?? ''];
  const dated = mode === 'dates' && isDate(first.slice(0, 10)) && isDate(last.slice(0, 10));
  return {
    mode,
    from: dated ? first.slice(0, 10) : from,
    to: dated ? last.slice(0, 10) : to,
    fromTime: (dated ? readTime(first.slice(11)) : null) ?? DAY_START,
    toTime: (dated ? readTime(last.slice(11)) : null) ?? DAY_END,
    shiftFrom: mode === 'shifts' ? first : '',
    shiftTo: mode === 'shifts' ? last : '',
  };
}

/** The keys of the address for it. */
export function writeWantedLoad(wanted: WantedLoad): { load?: LoadMode; from?: string; to?: string } {
  const { mode } = wanted;
  if (mode === 'new') return {};
  if (mode === 'file') return { load: mode };
  if (mode === 'shifts') return { load: mode, from: wanted.shiftFrom, to: wanted.shiftTo };
  return {
    load: mode,
    from: wanted.fromTime === DAY_START ? wanted.from : `${wanted.from}T${wanted.fromTime}`,
    to: wanted.toTime === DAY_END ? wanted.to : `${wanted.to}T${wanted.toTime}`,
  };
}

/** The usual periods of a load; a week and a month end today and so are asked about. */
export function loadPresets(today: LocalDate): { name: 'yesterday' | 'week' | 'month'; period: Period }[] {
  const yesterday = addDays(today, -1);
  return [
    { name: 'yesterday', period: { from: yesterday, to: yesterday } },
    { name: 'week', period: { from: addDays(today, -6), to: today } },
    { name: 'month', period: { from: addDays(today, -29), to: today } },
  ];
}

/** A time of day as people type it (`8:30`, `0830`, `08.30`), or null. */
export function readTime(typed: string): string | null {
  const match = /^(\d{1,2})(?:[:.,-](\d{2})|(\d{2}))?$/.exec(typed.trim());
  if (match === null) return null;
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? match[3] ?? '0')];
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** What to send for it; null while it is not complete. */
export function rangeOf(wanted: WantedLoad): NewTransfer['range'] | null {
  if (wanted.mode === 'new') return { kind: 'new' };
  if (wanted.mode === 'shifts') {
    const [from, to] = [readNumber(wanted.shiftFrom), readNumber(wanted.shiftTo)];
    return from === null || to === null || from > to ? null : { kind: 'shifts', from, to };
  }
  if (wanted.mode === 'file') return null;
  const [from, to] = [`${wanted.from}T${wanted.fromTime}:00`, `${wanted.to}T${wanted.toTime}:59`];
  return from > to ? null : { kind: 'dates', from, to };
}

function readNumber(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text.trim()) ? Number(text) : null;
}

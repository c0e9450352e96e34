/** A shop on a business date, in one word and one sentence: whether the day can be closed, and what keeps it from that. */
import type { DayCell } from '../../contracts/web-api.ts';
import {
  type RegisterDayState,
  registerDayState,
  type ShopDayState,
  shopDayState,
  waitsFor,
} from '../domain/completeness.ts';
import { type LocalDate, toLocal, toUtc } from '../domain/local-time.ts';
import { formatKopecks } from '../domain/money.ts';
import type { DayCounts, DayFacts, DayRegister, DayShop } from './day-facts.ts';
import { bothTexts, compareCodes } from './report-text.ts';

export type RegisterOnDay = { register: DayRegister; state: RegisterDayState; counts: DayCounts };

/** The registers of a shop on a date in the order of their codes. */
export function registersOnDay(facts: DayFacts, shop: DayShop, date: LocalDate): RegisterOnDay[] {
  const endUtc = toUtc(`${nextDate(date)}T00:00:00`, shop.timeZone);
  return (facts.registers.get(shop.shopId) ?? [])
    .toSorted((a, b) => compareCodes(a.registerCode, b.registerCode))
    .map((register) => {
      const counts = facts.countsOf(register.registerId, date);
      return { register, counts, state: registerDayState(dayOf(register, counts, date, endUtc)) };
    });
}

function dayOf(register: DayRegister, counts: DayCounts, date: LocalDate, endUtc: string) {
  const { firstDate, latestDate, openDate, lastContactUtc } = register;
  return {
    ...counts,
    inService: register.inService !== 0,
    known: register.createdUtc < endUtc || (firstDate !== null && firstDate <= date),
    earlierOpen: openDate !== null && openDate < date,
    heardAfter: (latestDate !== null && latestDate > date) || (lastContactUtc !== null && lastContactUtc >= endUtc),
  };
}

/** The day after a date. */
export function nextDate(date: LocalDate): LocalDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The cell of a shop and a date; `nowMs` says whether the day is over there. */
export function dayCellOf(registers: readonly RegisterOnDay[], shop: DayShop, date: LocalDate, nowMs: number): DayCell {
  const sum = (name: Exclude<keyof DayCounts, 'difference'>) =>
    registers.reduce((total, { counts }) => total + counts[name], 0);
  const differences = registers.flatMap(({ counts }) => counts.difference ?? []);
  const difference = differences.length === 0 ? null : differences.reduce((total, one) => total + one, 0);
  const waiting = registers.filter(({ state }) => waitsFor(state));
  const counts = {
    openCases: sum('openCases'),
    acceptedCases: sum('acceptedCases'),
    notExported: sum('notExported'),
    notChecked: sum('notChecked'),
  };
  const day = {
    ...counts,
    running: date >= toLocal(nowMs, shop.timeZone).slice(0, 10),
    registers: registers.map(({ state }) => state),
    notLooked: sum('notLooked'),
  };
  const state = shopDayState(day);
  return {
    businessDate: date,
    state,
    shifts: sum('shifts'),
    ...counts,
    difference: difference === null ? null : formatKopecks(difference),
    waitingFor: waiting.map(({ register }) => register.registerCode),
    text: textOf(state, { ...counts, notLooked: day.notLooked, difference }, waiting),
  };
}

type Told = Pick<ShopDayCounts, 'openCases' | 'acceptedCases' | 'notExported' | 'notChecked' | 'notLooked'> & {
  difference: number | null;
};
type ShopDayCounts = Omit<DayCounts, 'difference'>;

/** All that there is to say, the reason of the state first. */
function textOf(state: ShopDayState, told: Told, waiting: readonly RegisterOnDay[]): { ru: string; en: string } {
  const parts: { ru: string; en: string }[] = [];
  const say = (n: number, code: string, params: Record<string, string | number> = {}) => {
    if (n > 0) parts.push(bothTexts(code, { n, ...params }));
  };
  if (told.difference === null) say(told.openCases, 'day.differs');
  else say(told.openCases, 'day.differs_by', { sum: told.difference });
  if (waiting.length > 0) {
    const registers = waiting.map((one) => registerText(one));
    const list = (language: 'ru' | 'en') => registers.map((text) => text[language]).join(', ');
    parts.push(bothTexts('day.waiting', { registersRu: list('ru'), registersEn: list('en') }));
  }
  say(told.notLooked, 'day.not_looked');
  say(told.notExported, 'day.not_exported');
  say(told.notChecked, 'day.not_checked');
  say(told.acceptedCases, 'day.accepted');
  if (state === 'running') parts.unshift(bothTexts('day.running', {}));
  if (parts.length === 0) return bothTexts(state === 'unknown' ? 'day.unknown' : 'day.closed', {});
  return { ru: parts.map(({ ru }) => ru).join('; '), en: parts.map(({ en }) => en).join('; ') };
}

function registerText({ register, state, counts }: RegisterOnDay): { ru: string; en: string } {
  return bothTexts('day.register', {
    code: register.registerCode,
    reason: `@register_day.${state}`,
    missing: counts.missing,
    n: counts.setAside,
  });
}

/** What is to be said of one register on the day. */
export function registerDayText({ state, counts }: Pick<RegisterOnDay, 'state' | 'counts'>): {
  ru: string;
  en: string;
} {
  return bothTexts(`register_day.${state}`, { missing: counts.missing, n: counts.setAside });
}

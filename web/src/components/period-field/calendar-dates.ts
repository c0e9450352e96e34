/** Arithmetic of calendar dates `yyyy-MM-dd`; no time of day and no zone is involved. */
import type { LocalDate } from '../../../../src/domain/local-time.ts';

const DAY_MS = 86_400_000;

/** The date of a year, month (1–12) and day, or null where the calendar has none. */
export function makeDate(year: number, month: number, day: number): LocalDate | null {
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return isDate(text) ? text : null;
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && fromMs(ms) === text;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return fromMs(toMs(date) + days * DAY_MS);
}

/** Days of a period with both ends: 01.11–08.11 are 8. */
export function daysOf(from: LocalDate, to: LocalDate): number {
  return Math.round((toMs(to) - toMs(from)) / DAY_MS) + 1;
}

/** Monday of the week. */
export function startOfWeek(date: LocalDate): LocalDate {
  const weekday = (new Date(toMs(date)).getUTCDay() + 6) % 7;
  return addDays(date, -weekday);
}

export function startOfMonth(date: LocalDate): LocalDate {
  return `${date.slice(0, 7)}-01`;
}

function toMs(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function fromMs(ms: number): LocalDate {
  return new Date(ms).toISOString().slice(0, 10);
}

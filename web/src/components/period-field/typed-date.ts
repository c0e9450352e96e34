import type { LocalDate } from '../../../../src/domain/local-time.ts';
import { addDays, isDate, makeDate } from './calendar-dates.ts';

const relative: Record<string, number> = { сегодня: 0, вчера: -1, позавчера: -2, today: 0, yesterday: -1 };
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads a date as people type it: `1.11`, `01.11.26`, `01112026`, `1 Nov 2026`, `вчера`, `сегодня-7`, ISO.
 * A missing year is the nearest one that is not in the future of `today`. Null when it is not a date.
 */
export function readTypedDate(typed: string, today: LocalDate): LocalDate | null {
  const text = typed.trim().toLowerCase().replace(/\s+/g, ' ');
  if (isDate(text)) return text;
  return readRelative(text, today) ?? readDotted(text, today) ?? readDigits(text) ?? readNamed(text, today);
}

function readRelative(text: string, today: LocalDate): LocalDate | null {
  const match = /^([а-яёa-z]+)(?: ?([+-]) ?(\d{1,4}))?$/.exec(text);
  const days = relative[match?.[1] ?? ''];
  if (match === null || days === undefined) return null;
  const more = Number(match[3] ?? '0') * (match[2] === '-' ? -1 : 1);
  return addDays(today, days + more);
}

function readDotted(text: string, today: LocalDate): LocalDate | null {
  const match = /^(\d{1,2})[.,/-](\d{1,2})(?:[.,/-](\d{2}|\d{4}))?\.?$/.exec(text);
  if (match === null) return null;
  const [, day, month, year] = match;
  return year === undefined
    ? nearestPast(Number(month), Number(day), today)
    : makeDate(fullYear(year), Number(month), Number(day));
}

function readDigits(text: string): LocalDate | null {
  const match = /^(\d{2})(\d{2})(\d{2}|\d{4})$/.exec(text);
  return match === null ? null : makeDate(fullYear(match[3] ?? ''), Number(match[2]), Number(match[1]));
}

function readNamed(text: string, today: LocalDate): LocalDate | null {
  const match = /^(\d{1,2}) ([a-z]{3})[a-z]*(?: (\d{4}))?$/.exec(text);
  const month = months.indexOf(match?.[2] ?? '') + 1;
  if (match === null || month === 0) return null;
  return match[3] === undefined
    ? nearestPast(month, Number(match[1]), today)
    : makeDate(Number(match[3]), month, Number(match[1]));
}

function nearestPast(month: number, day: number, today: LocalDate): LocalDate | null {
  const year = Number(today.slice(0, 4));
  // 29 February may be up to eight years back.
  for (let back = 0; back <= 8; back += 1) {
    const date = makeDate(year - back, month, day);
    if (date !== null && date <= today) return date;
  }
  return null;
}

function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

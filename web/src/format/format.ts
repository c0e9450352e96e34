/** How values of the API are printed on the screen, in both languages. */
import { toLocal } from '../../../src/domain/local-time.ts';
import { parseKopecks, parseThousandths } from '../../../src/domain/money.ts';
import { formatDate, formatMoney, formatQuantity, formatTime } from '../../../src/messages/formats.ts';
import { formatCount, type Language } from '../../../src/messages/messages.ts';

/** Shown where a value is not known; never zero. */
export const MISSING = '—';
const NBSP = '\u00a0';

/**
 * Roubles of the API ("1234.50") as kopecks; text of another form is a mistake of the server and throws. An amount that is not told
 * is not a number, and so is whatever is calculated with it: it is shown as «—».
 */
export function kopecksOf(money: string | null): number {
  if (money === null) return Number.NaN;
  const parsed = parseKopecks(money);
  if (!parsed.ok) throw new RangeError(`not an amount of money: ${money}`);
  return parsed.value;
}

/** Money for tables: `1 234 567,89`, without the currency; null is «—». */
export function money(language: Language, value: string | null): string {
  return value === null ? MISSING : formatMoney(language, kopecksOf(value));
}

/** The same for kopecks. */
export function kopecksMoney(language: Language, kopecks: number): string {
  return Number.isNaN(kopecks) ? MISSING : formatMoney(language, kopecks);
}

/** Money in a sentence: `1 234 567,89 ₽` / `₽1,234,567.89`. */
export function moneyWithSign(language: Language, value: string | null): string {
  if (value === null) return MISSING;
  const text = money(language, value);
  if (language === 'ru') return `${text}${NBSP}₽`;
  return text.startsWith('\u2212') ? `\u2212₽${text.slice(1)}` : `₽${text}`;
}

/** A difference: `+120,00`, `−120,00`, quiet `0`; null is «—». */
export function difference(language: Language, value: string | null): string {
  return kopecksDifference(language, value === null ? null : kopecksOf(value));
}

/** The same for a difference in kopecks. */
export function kopecksDifference(language: Language, kopecks: number | null): string {
  if (kopecks === null || Number.isNaN(kopecks)) return MISSING;
  if (kopecks === 0) return '0';
  return kopecks > 0 ? `+${formatMoney(language, kopecks)}` : formatMoney(language, kopecks);
}

/** A difference of counts, in the form of `difference`. */
export function countDifference(language: Language, value: number | null): string {
  if (value === null) return MISSING;
  if (value === 0) return '0';
  return `${value > 0 ? '+' : '\u2212'}${formatCount(language, Math.abs(value))}`;
}

/** Quantity of the API ("2.000") without needless decimals. */
export function quantity(language: Language, value: string): string {
  const parsed = parseThousandths(value);
  if (!parsed.ok) throw new RangeError(`not a quantity: ${value}`);
  return formatQuantity(language, parsed.value);
}

/** A count with grouped digits; null is «—». */
export function count(language: Language, value: number | null): string {
  return value === null ? MISSING : formatCount(language, value);
}

/** Local date `yyyy-MM-dd` for people. */
export function date(language: Language, value: string | null): string {
  return value === null ? MISSING : formatDate(language, value);
}

/** Local time `yyyy-MM-ddTHH:mm:ss` to the minute. */
export function time(language: Language, value: string | null): string {
  return value === null ? MISSING : formatTime(language, value);
}

/** Local time to the second. */
export function timeToSecond(language: Language, value: string | null): string {
  return value === null ? MISSING : `${formatDate(language, value)} ${value.slice(11, 19)}`;
}

/** A wide time, to measure columns of times by: `28.05.2028 00:00`, with seconds `28.05.2028 00:00:00`. */
export function sampleTime(language: Language, precision: 'minute' | 'second'): string {
  const wide = '2028-05-28T00:00:00';
  return precision === 'minute' ? time(language, wide) : timeToSecond(language, wide);
}

/** `14.03.26 08:54`: a printed time where there is hardly any room; the whole one belongs into a tooltip. */
export function withoutCentury(text: string): string {
  return text.replace(/([. ])20(\d\d )/, '$1$2');
}

/** UTC text as the wall clock of a zone, `yyyy-MM-ddTHH:mm:ss`; without one of this browser. */
export function wallTime(utc: string, zone?: string): string {
  const at = new Date(utc);
  if (zone !== undefined) return toLocal(at.getTime(), zone);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** A UTC time of the server on the clock of a zone (without one of this browser), to the second. */
export function serverTime(language: Language, utc: string | null, zone?: string): string {
  return utc === null ? MISSING : timeToSecond(language, wallTime(utc, zone));
}

/** The same to the minute, for tables of many times. */
export function serverMinute(language: Language, utc: string | null, zone?: string): string {
  return utc === null ? MISSING : time(language, wallTime(utc, zone));
}

/** The same with thousandths of a second, for logs: `23.11.2026 21:05:14,312`. */
export function logTime(language: Language, utc: string, zone?: string): string {
  const ms = String(new Date(utc).getMilliseconds()).padStart(3, '0');
  return `${serverTime(language, utc, zone)}${language === 'ru' ? ',' : '.'}${ms}`;
}

/** Clock time `HH:mm:ss` of an instant in ms, on the clock of this browser. */
export function clockTime(ms: number): string {
  return wallTime(new Date(ms).toISOString()).slice(11);
}

const sizeUnits = { ru: ['Б', 'КБ', 'МБ', 'ГБ'], en: ['B', 'KB', 'MB', 'GB'] } as const;

/** A size in bytes: `512 Б`, `12,4 КБ`. */
export function size(language: Language, bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < 3) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 ? 0 : 1;
  const text = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  );
  return `${text}${NBSP}${sizeUnits[language][unit]}`;
}

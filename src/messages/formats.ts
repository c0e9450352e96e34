/** How money and times are printed for people (Russian and English). Files and the API use plain decimal text instead. */
import type { Language } from './language.ts';

const NBSP = '\u00a0';
const MINUS = '\u2212';

/** Kopecks for a table: `1 234 567,89` / `1,234,567.89`, always two decimals, minus U+2212. */
export function formatMoney(language: Language, kopecks: number): string {
  const digits = Math.abs(kopecks).toString().padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? NBSP : ',');
  return `${kopecks < 0 ? MINUS : ''}${whole}${language === 'ru' ? ',' : '.'}${digits.slice(-2)}`;
}

const enMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A local date `yyyy-MM-dd` for people: `23.11.2026` / `23 Nov 2026`. */
export function formatDate(language: Language, date: string): string {
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-');
  return language === 'ru'
    ? `${day}.${month}.${year}`
    : `${Number(day)} ${enMonths[Number(month) - 1] ?? month} ${year}`;
}

/** A local time `yyyy-MM-ddTHH:mm:ss` for people, to the minute: `23.11.2026 21:05`. */
export function formatTime(language: Language, time: string): string {
  return `${formatDate(language, time)} ${time.slice(11, 16)}`;
}

/** Thousandths for people: whole quantities without decimals, others with three. */
export function formatQuantity(language: Language, thousandths: number): string {
  const digits = Math.abs(thousandths).toString().padStart(4, '0');
  const fraction = digits.slice(-3);
  const whole = digits.slice(0, -3).replace(/\B(?=(\d{3})+$)/g, language === 'ru' ? NBSP : ',');
  const text = fraction === '000' ? whole : `${whole}${language === 'ru' ? ',' : '.'}${fraction}`;
  return `${thousandths < 0 ? MINUS : ''}${text}`;
}

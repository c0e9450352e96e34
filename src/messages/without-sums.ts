/**
 * What is told to those who may not see money (`see-money`): counts, times and names, but no amount. An amount is known by its
 * form, which it has everywhere (two decimals), so one rule holds for every answer, also for those that are still to be written.
 * What a register wrote is told word for word, in whatever form its amounts are: it stands in the marks ‹ › inside of a text and under
 * the name `raw` in an answer, and is left out whole.
 */

/** Of the API: `1234.50`. */
const WHOLE = /^-?\d+\.\d{2}$/;

/** Inside of a sentence, in Russian or English: `1 234,50`, `−1,234.50`. A date, a version or an address is none. */
const INSIDE = /(?<![\d.,:])[−+-]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}(?:,\d{3})+|\d+)[.,]\d{2}(?![\d.,:]*\d)/g;

/** Words of a register inside of a sentence. They may hold the marks themselves, so all up to the last one goes. */
const VERBATIM = /‹.*›/s;

/** The name under which answers hold a text exactly as it came. */
const RAW = 'raw';

/** A text without its amounts; a dash stands for each. */
export function textWithoutSums(text: string): string {
  return text.replace(VERBATIM, '‹—›').replace(INSIDE, '—');
}

/** An answer without its amounts: null (not known) for a value and for a raw text, a dash inside of a text. Everything else is as it was. */
export function withoutSums(value: unknown): unknown {
  if (typeof value === 'string') return WHOLE.test(value) ? null : textWithoutSums(value);
  if (Array.isArray(value)) return value.map(withoutSums);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, key === RAW ? null : withoutSums(child)]),
  );
}

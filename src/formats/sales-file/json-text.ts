/** Prints JSON as the ERP's reader needs it: nothing it stumbles over in strings, decimals always with a fraction. */
import { JsonNumber, type JsonValue } from './exact-json.ts';

/** What nearly every string is: letters that stand in JSON as they are, and none of what is told apart below. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be escaped.
const PLAIN_TEXT = /^[^\u0000-\u001f"\\#}\u0085\u2028\u2029\ud800-\udfff]*$/;

/**
 * A JSON string without what would break the file: raw U+0085, U+2028, U+2029 (sales-file F3), the record separator
 * `}---` (F5), and `###`, because a section marker inside a name would end the section for a reader that goes by pattern.
 */
export function jsonString(text: string): string {
  if (PLAIN_TEXT.test(text)) return `"${text}"`;
  return JSON.stringify(text)
    .replace(/[\u0085\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/\}-(?=--)/g, '}\\u002d')
    .replace(/#(?=##)/g, '\\u0023');
}

/** Any value as it came; numbers keep their digits. */
export function jsonText(value: JsonValue): string {
  if (typeof value === 'string') return jsonString(value);
  if (value instanceof JsonNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([name, member]) => `${jsonString(name)}:${jsonText(member)}`).join(',')}}`;
  }
  return String(value);
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
/** What nearly every amount looks like already. */
const PLAIN_MONEY = /^(?:0|[1-9]\d*)\.\d\d$/;
/** More digits than any amount or rate has; beyond them an exponent is no amount. */
const MAX_EXPONENT = 30;

/**
 * Decimal text with at least `minDigits` after the dot and no exponent (sales-file F9): `600` → `600.00`, `15e-1` → `1.50`.
 * Digits beyond the minimum stay unless they are zeros at the end. Null when the text is no decimal.
 */
export function plainDecimal(source: string, minDigits: number): string | null {
  if (minDigits === 2 && PLAIN_MONEY.test(source)) return source;
  const match = DECIMAL.exec(source.trim());
  const exponent = Number(match?.[4] ?? '0');
  if (match === null || Math.abs(exponent) > MAX_EXPONENT) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = `${'0'.repeat(MAX_EXPONENT)}${whole}${fraction}${'0'.repeat(MAX_EXPONENT)}`;
  const point = MAX_EXPONENT + whole.length + exponent;
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const right = digits.slice(point).replace(/0+$/, '').padEnd(minDigits, '0');
  const isZero = !/[1-9]/.test(left + right);
  return `${sign === '-' && !isZero ? '-' : ''}${left}.${right}`;
}

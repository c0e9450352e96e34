/** Money is a whole number of kopecks inside the safe integer range; quantities are whole thousandths. Never floating point. */

/** Kopecks: a safe integer; `12.34` roubles is `1234`. */
export type Kopecks = number;
/** Thousandths of a unit (piece, kilogram …): a safe integer; `2.000` is `2000`. */
export type Thousandths = number;

export type DecimalFault = 'not_a_decimal' | 'too_many_digits' | 'too_large';
export type DecimalResult = { ok: true; value: number } | { ok: false; fault: DecimalFault };

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** With so few characters no value leaves the safe integers, whatever digits are added. */
const SHORT_TEXT = 12;
const [MINUS, DOT, ZERO, NINE] = [0x2d, 0x2e, 0x30, 0x39];

/** The value of what nearly every amount looks like, `-12.34`, without a pattern and without garbage; null = look closer. */
function plainValue(text: string, digits: number): number | null {
  const first = text.charCodeAt(0) === MINUS ? 1 : 0;
  if (text.length > SHORT_TEXT || digits > 3) return null;
  let value = 0;
  let dot = -1;
  for (let index = first; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= ZERO && code <= NINE) value = value * 10 + code - ZERO;
    else if (code === DOT && dot < 0 && index > first) dot = index;
    else return null;
  }
  const missing = dot < 0 ? digits : digits - (text.length - dot - 1);
  if (text.length === first || missing < 0) return null;
  for (let count = 0; count < missing; count += 1) value *= 10;
  return first === 1 && value !== 0 ? -value : value;
}

/**
 * Reads decimal text as a whole number of 10^-`digits`, exactly, digit by digit.
 * Trailing zeros and small exponents are fine (`1.50`, `15e-1`); a digit that would be lost is `too_many_digits`,
 * a value outside the safe integers is `too_large`.
 */
export function parseDecimal(text: string, digits: number): DecimalResult {
  const plain = plainValue(text, digits);
  if (plain !== null) return { ok: true, value: plain };
  const match = DECIMAL.exec(text.trim());
  if (match === null) return { ok: false, fault: 'not_a_decimal' };
  const fraction = match[3] ?? '';
  const shift = Number(match[4] ?? '0') + digits;
  const all = `${match[2]}${fraction}`.replace(/^0+/, '');
  if (all === '') return { ok: true, value: 0 };
  const point = all.length - fraction.length + shift;
  if (point > 16) return { ok: false, fault: 'too_large' };
  const whole = point <= 0 ? '' : all.slice(0, point).padEnd(point, '0');
  const lost = point <= 0 ? all : all.slice(point);
  if (/[1-9]/.test(lost)) return { ok: false, fault: 'too_many_digits' };
  const value = Number(whole === '' ? '0' : whole);
  if (!Number.isSafeInteger(value)) return { ok: false, fault: 'too_large' };
  return { ok: true, value: match[1] === '-' && value !== 0 ? -value : value };
}

/** Reads roubles written as decimal text into kopecks, exactly. */
export function parseKopecks(text: string): DecimalResult {
  return parseDecimal(text, 2);
}

/** Reads a quantity written as decimal text into thousandths, exactly. */
export function parseThousandths(text: string): DecimalResult {
  return parseDecimal(text, 3);
}

function formatScaled(value: number, digits: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number in the safe range: ${value}`);
  const text = Math.abs(value)
    .toString()
    .padStart(digits + 1, '0');
  return `${value < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Kopecks as plain decimal text with two decimals and a dot: `-1234` → `-12.34` (sales-file F9, API, files). */
export function formatKopecks(value: Kopecks): string {
  return formatScaled(value, 2);
}

/** Thousandths as plain decimal text with three decimals: `2000` → `2.000`. */
export function formatThousandths(value: Thousandths): string {
  return formatScaled(value, 3);
}

/** Adds two amounts; throws a RangeError when the sum leaves the safe integers. */
export function addKopecks(a: Kopecks, b: Kopecks): Kopecks {
  const sum = a + b;
  if (!Number.isSafeInteger(sum)) throw new RangeError('the sum is beyond 2^53 kopecks');
  return sum;
}

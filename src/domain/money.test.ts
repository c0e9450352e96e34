import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addKopecks, formatKopecks, formatThousandths, parseDecimal, parseKopecks, parseThousandths } from './money.ts';

const MAX = Number.MAX_SAFE_INTEGER;

test('money: what is printed is read back, for every safe number of kopecks and thousandths', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      assert.deepEqual(parseKopecks(formatKopecks(value)), { ok: true, value });
      assert.deepEqual(parseThousandths(formatThousandths(value)), { ok: true, value });
    }),
  );
});

test('money: always two decimals, quantities always three', () => {
  const printed = [0, 1, -1, 10, 99, 100, -12345, MAX].map(formatKopecks);
  assert.deepEqual(printed, ['0.00', '0.01', '-0.01', '0.10', '0.99', '1.00', '-123.45', '90071992547409.91']);
  assert.deepEqual([0, 5, 2000, -1500].map(formatThousandths), ['0.000', '0.005', '2.000', '-1.500']);
  assert.equal(formatKopecks(-0), '0.00');
});

test('money: printing refuses what is no whole number of kopecks', () => {
  for (const value of [0.5, Number.NaN, MAX + 1, Number.POSITIVE_INFINITY]) {
    assert.throws(() => formatKopecks(value), RangeError);
  }
});

test('money: the spellings of one amount mean the same', () => {
  for (const text of ['600', '600.0', '600.00', '+600', '0600.000', '6e2', '6E+2', '60000e-2', ' 600.00 ', '600.']) {
    assert.deepEqual(parseKopecks(text), { ok: true, value: 60_000 }, text);
  }
});

test('money: a digit that would be lost is a fault, not a rounding', () => {
  for (const text of ['0.001', '1.005', '1e-3', '1e-99999', '0.009999999999999999999']) {
    assert.deepEqual(parseKopecks(text), { ok: false, fault: 'too_many_digits' }, text);
  }
  assert.deepEqual(parseKopecks('1.00000'), { ok: true, value: 100 });
});

test('money: beyond 2^53 kopecks is a fault at any spelling (1e400 too)', () => {
  assert.deepEqual(parseKopecks('90071992547409.91'), { ok: true, value: MAX });
  for (const text of ['90071992547409.92', '90071992547409.93', '1e400', '1e99999', '-99999999999999999999']) {
    assert.deepEqual(parseKopecks(text), { ok: false, fault: 'too_large' }, text);
  }
});

test('money: zero is zero, whatever its exponent and sign', () => {
  for (const text of ['0', '-0', '-0.00', '0e400', '0e-99999', '00']) {
    assert.deepEqual(parseKopecks(text), { ok: true, value: 0 }, text);
  }
});

test('money: what is no decimal is named so', () => {
  for (const text of ['', ' ', '.5', '1,5', '1 000', 'NaN', 'Infinity', '0x10', '1e', '--1', '1.2.3', '１２']) {
    assert.deepEqual(parseKopecks(text), { ok: false, fault: 'not_a_decimal' }, text);
  }
});

test('money: reading agrees with exact arithmetic on any digits, fraction and exponent', () => {
  const parts = fc.tuple(fc.bigInt(0n, 10n ** 18n), fc.integer({ min: 0, max: 6 }), fc.integer({ min: -6, max: 6 }));
  fc.assert(
    fc.property(parts, fc.boolean(), ([digits, decimals, exponent], negative) => {
      const padded = digits.toString().padStart(decimals + 1, '0');
      const point = padded.length - decimals;
      const text = `${negative ? '-' : ''}${padded.slice(0, point)}.${padded.slice(point)}e${exponent}`;
      const scaled = digits * 10n ** BigInt(14 + exponent - decimals);
      const unit = 10n ** 12n;
      const read = parseDecimal(text, 2);
      if (scaled / unit > BigInt(MAX)) assert.deepEqual(read.ok, false);
      else if (scaled % unit !== 0n) assert.deepEqual(read, { ok: false, fault: 'too_many_digits' });
      else assert.deepEqual(read, { ok: true, value: Number(scaled / unit) * (negative && scaled !== 0n ? -1 : 1) });
    }),
  );
});

test('money: short plain texts, read the short way, mean what the long way finds', () => {
  const short = fc.string({ unit: fc.constantFrom(...'-.0123456789'), maxLength: 13 });
  fc.assert(
    fc.property(short, fc.integer({ min: 0, max: 4 }), (text, digits) => {
      assert.deepEqual(parseDecimal(text, digits), parseDecimal(`${text}e0`, digits));
    }),
    { numRuns: 2_000 },
  );
  for (const text of ['-', '-.', '.', '5', '-5', '5.', '-5.10', '12.345', '-0.00', '999999999999', '99999999999.9'])
    assert.deepEqual(parseKopecks(text), parseKopecks(`${text}e0`), text);
});

test('money: a sum that leaves the safe integers throws', () => {
  assert.equal(addKopecks(MAX - 1, 1), MAX);
  assert.throws(() => addKopecks(MAX, 1), RangeError);
  assert.throws(() => addKopecks(-MAX, -1), RangeError);
});

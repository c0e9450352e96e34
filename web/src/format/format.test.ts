import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as format from './format.ts';

const nbsp = '\u00a0';
const minus = '\u2212';

test('AC21, AC25: money is exact, null is a dash and zero is zero', () => {
  assert.equal(format.money('ru', '1234567.89'), `1${nbsp}234${nbsp}567,89`);
  assert.equal(format.money('en', '-500.00'), `${minus}500.00`);
  assert.equal(format.money('ru', null), '—');
  assert.equal(format.money('ru', '0.00'), '0,00');
  assert.equal(format.money('en', '90071992547409.91'), '90,071,992,547,409.91');
  assert.throws(() => format.money('ru', '12,5'), RangeError);
});

test('money in a sentence carries the sign of the rouble', () => {
  assert.equal(format.moneyWithSign('ru', '1000.00'), `1${nbsp}000,00${nbsp}₽`);
  assert.equal(format.moneyWithSign('en', '-1000.00'), `${minus}₽1,000.00`);
});

test('a difference is signed and quiet when there is none', () => {
  assert.equal(format.difference('ru', '120.00'), '+120,00');
  assert.equal(format.difference('ru', '-120.00'), `${minus}120,00`);
  assert.equal(format.difference('ru', '0.00'), '0');
  assert.equal(format.difference('ru', null), '—');
  assert.equal(format.countDifference('ru', -2), `${minus}2`);
  assert.equal(format.countDifference('ru', null), '—');
});

test('quantities drop needless decimals', () => {
  assert.equal(format.quantity('ru', '2.000'), '2');
  assert.equal(format.quantity('ru', '0.455'), '0,455');
});

test('AC25: dates and times have no comma between them', () => {
  assert.equal(format.time('ru', '2026-03-14T08:54:30'), '14.03.2026 08:54');
  assert.equal(format.timeToSecond('en', '2026-03-14T08:54:30'), '14 Mar 2026 08:54:30');
  assert.equal(format.date('ru', null), '—');
});

test('sizes grow by 1024', () => {
  assert.equal(format.size('ru', 512), `512${nbsp}Б`);
  assert.equal(format.size('ru', 12_700), `12,4${nbsp}КБ`);
  assert.equal(format.size('en', 3_145_728), `3.0${nbsp}MB`);
});

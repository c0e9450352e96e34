import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRule, typedRule } from './wanted-rule.ts';

const usual = typedRule(undefined);

test('times are understood as people type them', () => {
  const { rule, fault } = readRule({ ...usual, kind: 'daily', times: '9:00; 2100 03.30' });
  assert.deepEqual([rule, fault], [{ kind: 'daily', times: ['09:00', '21:00', '03:30'] }, null]);
  assert.deepEqual(readRule({ ...usual, minutes: ' 15 ', from: '8', to: '22:00' }).rule, {
    kind: 'every',
    minutes: 15,
    from: '08:00',
    to: '22:00',
  });
});

test('what makes no sense is named', () => {
  assert.equal(readRule({ ...usual, minutes: 'ten' }).fault, 'minutes');
  assert.equal(readRule({ ...usual, from: '25:00' }).fault, 'time');
  assert.equal(readRule({ ...usual, from: '22:00', to: '08:00' }).fault, 'reversed');
  assert.equal(readRule({ ...usual, kind: 'daily', times: ' ' }).fault, 'no_times');
});

test('a rule that is changed begins as it is', () => {
  const rule = { kind: 'every', minutes: 5, from: '10:00', to: '11:00' } as const;
  assert.deepEqual(readRule(typedRule(rule)).rule, rule);
});

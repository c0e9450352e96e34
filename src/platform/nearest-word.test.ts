import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editDistance, nearestWord } from './nearest-word.ts';

const known = ['serve', 'shift', 'status', 'export', 'load-file'];

for (const [typed, expected] of [
  ['serv', 'serve'],
  ['sevre', 'serve'],
  ['Shift', 'shift'],
  ['statsu', 'status'],
  ['loadfile', 'load-file'],
  ['export', 'export'],
  ['quit', null],
  ['', null],
] as const) {
  test(`"${typed}" was meant as ${expected ?? 'nothing known'}`, () => {
    assert.equal(nearestWord(typed, known), expected);
  });
}

test('distances count inserted, removed, replaced and swapped letters', () => {
  assert.equal(editDistance('', 'abc'), 3);
  assert.equal(editDistance('abc', 'abc'), 0);
  assert.equal(editDistance('abc', 'acb'), 1);
  assert.equal(editDistance('kitten', 'sitting'), 3);
});

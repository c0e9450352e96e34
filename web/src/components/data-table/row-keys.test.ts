import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moveOfKey, rowAfterMove } from './row-keys.ts';

test('keys move inside the table and never out of it', () => {
  assert.equal(rowAfterMove('down', 0, 3, 10), 1);
  assert.equal(rowAfterMove('down', 2, 3, 10), 2);
  assert.equal(rowAfterMove('up', 0, 3, 10), 0);
  assert.equal(rowAfterMove('pageDown', 5, 10_000, 20), 24);
  assert.equal(rowAfterMove('pageUp', 5, 10_000, 20), 0);
  assert.equal(rowAfterMove('last', 5, 10_000, 20), 9_999);
  assert.equal(rowAfterMove('first', 5, 10_000, 20), 0);
});

test('other keys are not moves', () => {
  assert.equal(moveOfKey('KeyA'), null);
  assert.equal(moveOfKey('End'), 'last');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wantsMore } from './load-ahead.ts';

const load = () => undefined;
const idle = { load, state: 'idle', byItself: true } as const;

test('the page behind is asked for near the end, and as long as rows are searched or sorted; never twice, never after a failure', () => {
  const at = { last: 20, rows: 200, whole: false };
  assert.equal(wantsMore({ ...at, more: idle }), false, 'far from the end');
  assert.equal(wantsMore({ ...at, more: idle, last: 160 }), true);
  assert.equal(wantsMore({ ...at, more: idle, rows: 10 }), true, 'few rows');
  assert.equal(wantsMore({ ...at, more: idle, whole: true }), true);
  for (const state of ['loading', 'failed'] as const)
    assert.equal(wantsMore({ ...at, more: { ...idle, state }, whole: true }), false, state);
  assert.equal(wantsMore({ ...at, more: { load, state: 'idle' }, whole: true }), false, 'a list with a button only');
  assert.equal(wantsMore({ ...at, more: undefined, whole: true }), false, 'read to its end');
});

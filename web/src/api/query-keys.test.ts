import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keysOfHint } from './query-keys.ts';

test('a shift hint makes its register, its shop and the exports old, and no other register', () => {
  const keys = keysOfHint({ topic: 'shift', shopCode: '5', registerCode: '12', shiftKey: '347@2026-03-14' });
  const text = keys.map((key) => key.join('/'));
  assert.ok(text.includes('shifts/5/12'));
  assert.ok(text.includes('shift/5/12'));
  assert.ok(text.includes('documents/5/12/347@2026-03-14'));
  assert.ok(text.includes('exports'));
  assert.ok(!text.includes('shifts'));
});

test('a shift hint without a shift makes every shift of its register old, with all documents', () => {
  const text = keysOfHint({ topic: 'shift', shopCode: '5', registerCode: '12', shiftKey: null }).map((key) =>
    key.join('/'),
  );
  for (const key of ['shifts/5/12', 'shift/5/12', 'documents/5/12', 'document']) assert.ok(text.includes(key), key);
});

test('a hint about packages makes what was set aside old as well', () => {
  const keys = keysOfHint({ topic: 'packages', shopCode: null, registerCode: null, shiftKey: null });
  assert.ok(keys.some((key) => key.join('/') === 'setAside'));
});

test('a hint that names nothing concerns everything of its topic', () => {
  const keys = keysOfHint({ topic: 'exports', shopCode: null, registerCode: null, shiftKey: null });
  assert.ok(keys.some((key) => key.join('/') === 'shifts'));
  assert.ok(keys.every((key) => key.every((part) => part !== null)));
});

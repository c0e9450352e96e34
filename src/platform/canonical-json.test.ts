import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, type Json } from './canonical-json.ts';

test('keys are in order at every depth, absent fields are left out, nothing is between', () => {
  assert.equal(
    canonicalJson({ b: [{ z: 1, y: undefined, a: 'ё' }], a: null, B: true }),
    '{"B":true,"a":null,"b":[{"a":"ё","z":1}]}',
  );
  assert.throws(() => canonicalJson({ n: Number.NaN }), RangeError);
});

test('it is JSON of the same value, and the same text however the value was put together', () => {
  const turned = (value: Json): Json => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(turned);
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, field]) => [key, turned(field ?? null)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as Json;
      const text = canonicalJson(plain);
      assert.deepEqual(JSON.parse(text), plain);
      assert.equal(canonicalJson(turned(plain)), text);
    }),
  );
});

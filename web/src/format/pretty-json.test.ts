import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { prettyJson } from './pretty-json.ts';

test('keeps the digits of numbers as they were received', () => {
  const raw = '{"docSum":215.810,"quant":2.000,"big":12345678901234567890.10,"exp":1E+2}';
  assert.equal(
    prettyJson(raw),
    '{\n  "docSum": 215.810,\n  "quant": 2.000,\n  "big": 12345678901234567890.10,\n  "exp": 1E+2\n}',
  );
});

test('leaves strings alone, whatever stands in them', () => {
  const raw = '{"name":"Сок \\"1,5 л\\" {a:[b]} \\\\","empty":[],"none":{ }}';
  assert.equal(prettyJson(raw), '{\n  "name": "Сок \\"1,5 л\\" {a:[b]} \\\\",\n  "empty": [],\n  "none": {}\n}');
});

test('any JSON keeps its meaning, and laying out twice changes nothing', () => {
  fc.assert(
    fc.property(fc.json(), (raw) => {
      const pretty = prettyJson(raw);
      assert.deepEqual(JSON.parse(pretty), JSON.parse(raw));
      assert.equal(prettyJson(pretty), pretty);
    }),
  );
});

test('text that is not JSON does not end in an error', () => {
  fc.assert(fc.property(fc.string(), (raw) => typeof prettyJson(raw) === 'string'));
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonNumber, type JsonValue, parseJsonAt } from './exact-json.ts';
import { jsonText, plainDecimal } from './json-text.ts';
import { RecordFault } from './record-fault.ts';

/** JSON without the keys that we refuse and the platform does not. */
const honestJson = fc
  .jsonValue({ stringUnit: 'binary' })
  .filter((value) => !/"(?:__proto__|constructor|prototype)":/.test(JSON.stringify(value)));

function parse(text: string): JsonValue {
  const { value, end } = parseJsonAt(text, 0, 64);
  if (!/^[ \t\r\n]*$/.test(text.slice(end))) throw new RecordFault('record.not_json', { position: String(end + 1) });
  return value;
}

function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.source);
  if (Array.isArray(value)) return value.map(plain);
  return value instanceof Map ? Object.fromEntries([...value].map(([name, item]) => [name, plain(item)])) : value;
}

/** True when the platform takes the text with its words in small letters, in which it insists on them. */
function platformAccepts(text: string): boolean {
  try {
    JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|[A-Z]+/g, (part) => (part.startsWith('"') ? part : part.toLowerCase())));
    return true;
  } catch {
    return false;
  }
}

function faultOf(text: string, maxDepth = 64): RecordFault {
  try {
    parseJsonAt(text, 0, maxDepth);
  } catch (error) {
    if (error instanceof RecordFault) return error;
    throw error;
  }
  return assert.fail(`no fault: ${text}`);
}

test('exact json: understands what the platform understands, and means the same', () => {
  fc.assert(
    fc.property(honestJson, fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      assert.deepEqual(plain(parse(text)), JSON.parse(text));
    }),
    { numRuns: 3000 },
  );
});

test('exact json: refuses what the platform refuses, on texts spoiled anywhere', () => {
  const letters = fc.constantFrom(...'{}[]",:\\u0019.eE+-ntruNTRUL \n\t\u0001\u2028', '');
  fc.assert(
    fc.property(fc.json(), fc.array(fc.tuple(fc.nat(200), letters), { minLength: 1, maxLength: 3 }), (json, edits) => {
      let text = json;
      for (const [at, letter] of edits) text = text.slice(0, at) + letter + text.slice(at + 1);
      let ours = true;
      try {
        parse(text);
      } catch (error) {
        assert.ok(error instanceof RecordFault);
        // Repeated and forbidden keys are faults of ours that the platform lets pass.
        if (error.reason !== 'record.not_json') return;
        ours = false;
      }
      assert.equal(ours, platformAccepts(text), text);
    }),
    { numRuns: 10_000 },
  );
});

test('exact json: NULL, TRUE and FALSE in any case, and no other word', () => {
  assert.deepEqual(parse('[NULL, TRUE, FALSE, Null, tRUE]'), [null, true, false, null, true]);
  for (const text of ['NUL', 'NONE', 'TRUEE', 'NULLS', 'NAN', 'nul\u017f']) {
    assert.equal(faultOf(`{"a":${text}}`).reason, 'record.not_json', text);
  }
});

test('exact json: T6 numbers keep every digit they were written with', () => {
  const sources = ['600', '600.00', '-0.10', '1e400', '0.30000000000000004', '90071992547409931234.5', '1E+2'];
  const parsed = parse(`[${sources.join(', ')}]`);
  assert.ok(Array.isArray(parsed));
  assert.deepEqual(
    parsed.map((value) => (value instanceof JsonNumber ? value.source : null)),
    sources,
  );
});

test('exact json: a repeated key is named, at any depth, also when it is spelled with escapes', () => {
  assert.deepEqual(faultOf('{"a":1,"b":2,"a":3}').details, { key: 'a' });
  assert.equal(faultOf('{"x":[{"sum":1,"\\u0073um":2}]}').reason, 'record.duplicate_key');
  assert.doesNotThrow(() => parse('[{"a":1},{"a":1}]'));
});

test('exact json: keys that reach for prototypes are named', () => {
  for (const key of ['__proto__', 'constructor', 'prototype', '__pr\\u006fto__']) {
    assert.equal(faultOf(`{"a":{"${key}":{"x":1}}}`).reason, 'record.forbidden_key');
  }
  assert.equal(({} as { x?: number }).x, undefined);
});

test('exact json: nesting has an end', () => {
  assert.doesNotThrow(() => parseJsonAt(`${'['.repeat(32)}${']'.repeat(32)}`, 0, 32));
  assert.deepEqual(faultOf(`${'['.repeat(33)}${']'.repeat(33)}`, 32).reason, 'record.too_deep');
  assert.equal(faultOf('{"a":'.repeat(1_000_000), 32).reason, 'record.too_deep');
});

test('exact json: a fault says where, counted from one', () => {
  assert.deepEqual(faultOf('{"a":1 "b":2}').details, { position: '8' });
  assert.deepEqual(faultOf('{"a":tru}').details, { position: '6' });
  assert.deepEqual(faultOf('{"a":"x').details, { position: '8' });
});

test('json text: what was parsed is printed so that it parses to the same', () => {
  fc.assert(
    fc.property(honestJson, (value) => {
      assert.deepEqual(JSON.parse(jsonText(parse(JSON.stringify(value)))), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('T4 P8: strings are printed without separators, section marks and the three line ends that cost the file', () => {
  const nasty = fc.constantFrom(
    '}---',
    '---',
    '}',
    '-',
    '#',
    '### sales data end ###',
    '\u0085',
    '\u2028',
    '\u2029',
    '\r\n',
    '"',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(nasty, fc.string({ unit: 'binary' }))), (parts) => {
      const text = parts.join('');
      const printed = jsonText(text);
      assert.equal(JSON.parse(printed), text);
      assert.doesNotMatch(printed, /\}---|###|[\n\r\u0085\u2028\u2029]/);
    }),
    { numRuns: 5000 },
  );
});

test('F9: decimals are printed plainly, with a fraction, and lose no digit', () => {
  const cases: [string, number, string | null][] = [
    ['600', 2, '600.00'],
    ['600.5', 2, '600.50'],
    ['600.505', 2, '600.505'],
    ['600.5000', 2, '600.50'],
    ['2', 3, '2.000'],
    ['15e-1', 2, '1.50'],
    ['1E3', 2, '1000.00'],
    ['0.005e1', 2, '0.05'],
    ['-0.00', 2, '0.00'],
    ['-1.5', 2, '-1.50'],
    ['007.10', 2, '7.10'],
    ['1e400', 2, null],
    ['1e31', 2, null],
    ['', 2, null],
    ['1,5', 2, null],
    ['NaN', 2, null],
  ];
  for (const [source, digits, printed] of cases) assert.equal(plainDecimal(source, digits), printed, source);
});

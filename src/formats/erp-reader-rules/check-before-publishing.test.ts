import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { replaced, SAMPLE } from '../../../tests/support/sales-file-text.ts';
import { checkBeforePublishing, type ExpectedContent, rulesOfTheReader } from './erp-reader-rules.ts';

const EXPECTED: ExpectedContent = {
  openedAt: '2026-03-14T08:54:30',
  documents: 5,
  logRecords: 2,
  sums: { documents: 579081, positions: 29081, payments: 579081 },
};

function rulesOf(text: string | Buffer, expected = EXPECTED): string[] {
  const checked = checkBeforePublishing(Buffer.from(text), expected);
  return checked.ok ? [] : [...new Set(checked.problems.map(({ rule }) => rule))];
}

/** A mutation of the sample and the rule that must refuse it. */
type Mutation = [rule: string, what: string, mutate: (text: string) => string];

const swap =
  (from: string, to: string) =>
  (text: string): string =>
    replaced(text, from, to);

const mutations: Mutation[] = [
  ['F2', 'CRLF (T4)', (text) => text.replaceAll('\n', '\r\n')],
  ['F2', 'one CR', swap('}\n---', '}\r\n---')],
  ['F3', 'raw U+0085', swap('Брак', 'Бр\u0085ак')],
  ['F3', 'raw U+2028', swap('Брак', 'Бр\u2028ак')],
  ['F3', 'raw U+2029', swap('Брак', 'Бр\u2029ак')],
  ['F4', 'a space before the separator (T5)', swap('}\n---', '} \n---')],
  ['F8', 'a space in the line of the separator', swap('}\n---\n### sales', '}\n ---\n### sales')],
  ['F5', 'a separator in a string (P8)', swap('Брак', 'Бр}---ак')],
  [
    'F6',
    'a section twice',
    (text) => text + (/### shift info begin[\s\S]*### shift info end ###\n/.exec(text)?.[0] ?? ''),
  ],
  [
    'F7',
    'a space in an empty section',
    (text) => text.replace(/(securitylog info begin ###\n)[\s\S]*(### security)/, '$1 \n$2'),
  ],
  ['F8', 'no separator behind the last record', swap('}\n---\n### sales', '}\n### sales')],
  ['§4', 'no end of a section', swap('### securitylog info end ###\n', '')],
  ['§4', 'no beginning of a section', swap('### securitylog info begin ###\n', '')],
  ['JSON', 'a record that is no JSON (T7)', swap('"docType":1,', '"docType":1,,')],
  ['JSON', 'two objects in one record', swap('{"docType":1,', '{}{"docType":1,')],
  ['JSON', 'a member twice', swap('"docNum":5001', '"docNum":5001,"docNum":5001')],
  ['F9', 'money without a fraction (T6)', swap('"docSum":3000.00', '"docSum":3000')],
  ['F9', 'money as a string', swap('"docSum":3000.00', '"docSum":"3000.00"')],
  ['F9', 'money with an exponent', swap('"sumB":200.00', '"sumB":2.0e2')],
  ['F9', 'a quantity without a fraction', swap('"quant":2.000', '"quant":2')],
  ['F9', 'a fiscal sum without a fraction', swap('"sumCashEnd":600.81', '"sumCashEnd":600')],
  ['F9', 'a tax without a fraction', swap('"taxSum":15.53', '"taxSum":15')],
  ['F9', 'the revenue without a fraction', swap('"sumGain":200.81', '"sumGain":200')],
  ['F10', 'a time with a suffix', swap('2026-03-14T09:03:40', '2026-03-14T09:03:40.123')],
  ['F10', 'a time with a space', swap('2026-03-14T09:03:40', '2026-03-14 09:03:40')],
  ['F10', 'the time of a log record', swap('2026-03-14T08:54:10', '2026-03-14T08:54:10Z')],
  ['F11', 'the key of a time is missing', swap('"timeEnd":"2026-03-14T21:45:00",', '')],
  ['F11', 'a time as a number', swap('"timeBeg":"2026-03-14T09:02:11"', '"timeBeg":1')],
  ['F12', 'register code as a number', swap('"docNum":5001,"cashCode":"12"', '"docNum":5001,"cashCode":12')],
  ['F12', 'cashier as a number', swap('"userCode":"7001"', '"userCode":7001')],
  ['F12', 'barcode as a number', swap('"barCode":"4600000000015"', '"barCode":4600000000015')],
  ['F12', 'item code as a number', swap('"inventCode":"100200"', '"inventCode":100200')],
  ['F12', 'discount type as a number', swap('"discType":"percent"', '"discType":1')],
  ['F12', 'serial number as a number', swap('"serialNum":"0000000000012345"', '"serialNum":12345')],
  [
    'F12',
    'card number as a number',
    (text) => text.replace(/("docNum":5001.*?)"cardPositions":\[\]/, '$1"cardPositions":[{"number":1}]'),
  ],
  ['F13', 'document number as a string', swap('"docNum":5001', '"docNum":"5001"')],
  ['F13', 'payment type as a string', swap('"valCode":4', '"valCode":"4"')],
  ['F13', 'position number with a fraction', swap('"posNum":2', '"posNum":2.0')],
  ['F14', 'no shift info (T8)', (text) => text.replace(/### shift info begin[\s\S]*### shift info end ###\n/, '')],
  ['F14', 'shift info without open time', swap('"timeBeg":"2026-03-14T08:54:30"', '"timeBeg":null')],
  [
    'F14',
    'another open time than in other files',
    swap('"timeBeg":"2026-03-14T08:54:30"', '"timeBeg":"2026-03-14T08:54:31"'),
  ],
  [
    'F14',
    'a document of another shift',
    swap('"docNum":5001,"cashCode":"12","shift":347', '"docNum":5001,"cashCode":"12","shift":348'),
  ],
  ['F14', 'a document of another register', swap('"docNum":5001,"cashCode":"12"', '"docNum":5001,"cashCode":"13"')],
  ['F15', 'a negative sum', swap('"posSum":170.81', '"posSum":-170.81')],
  ['F15', 'a negative quantity', swap('"quant":2.000', '"quant":-2.000')],
  ['F15', 'a negative payment', swap('"sumB":84.19', '"sumB":-84.19')],
  ['F16', 'change on a card', swap('{"opCode":72,"valCode":1', '{"opCode":72,"valCode":4')],
  ['F16', 'change of a return on a card', swap('{"opCode":74,"valCode":1', '{"opCode":76,"valCode":4')],
  ['required', 'no list of fiscal devices', (text) => text.replace(/"kkms":\[.*?\],/, '')],
  ['required', 'no serial number', swap('"serialNum":"0000000000012345",', '')],
  ['required', 'a fiscal sum without its key', swap(',"sumBack":45.00', '')],
  ['required', 'no register code', swap('"docNum":5001,"cashCode":"12",', '"docNum":5001,')],
  ['required', 'no cancelled positions (P7)', swap('"stornoPositions":[],"cardPositions"', '"cardPositions"')],
  ['required', 'no document type', swap('"docType":25,', '')],
  ['required', 'no document number', swap('"docNum":5001,', '')],
  ['required', 'no cashier', swap('"userCode":"7001",', '')],
  ['required', 'no sum of a cash document', swap('"docSum":3000.00,', '')],
  ['required', 'no payments', (text) => text.replace(/("docNum":5001.*?)"moneyPositions":\[.*?\],/, '$1')],
  ['required', 'no cards', (text) => text.replace(/("docNum":5001.*?)"cardPositions":\[\],/, '$1')],
  [
    'required',
    'no positions',
    (text) => text.replace(/("docNum":5002.*?)"inventPositions":\[.*\],"moneyPositions"/, '$1"moneyPositions"'),
  ],
  ['required', 'no discounts of a position', (text) => text.replace(/"discountPositions":\[\],/, '')],
  ['required', 'no bonuses of a position', swap('"bonusPositions":[],', '')],
  ['required', 'no taxes of a position', (text) => text.replace(/,"taxes":\[.*?\]/, '')],
  ['required', 'a tax of null', swap('"taxSum":15.53', '"taxSum":null')],
  ['required', 'a bonus of null', swap('"bonusPositions":[]', '"bonusPositions":[{"amount":null}]')],
  ['required', 'a soft check without its fields', swap('"docType":25', '"docType":16')],
  ['§7.1', 'a document that is not closed', swap('"timeEnd":"2026-03-14T09:03:40"', '"timeEnd":"null"')],
  [
    '§7.2',
    'a position number twice',
    swap('"posNum":2,"opCode":50,"inventCode":"100310"', '"posNum":1,"opCode":50,"inventCode":"100310"'),
  ],
  ['§8', 'log records out of order', swap('"optime":"2026-03-14T08:54:10"', '"optime":"2026-03-14T22:54:10"')],
  ['§12', 'another sum of a document', swap('"docSum":215.81', '"docSum":215.82')],
  ['§12', 'another sum of a position', swap('"posSum":170.81', '"posSum":170.82')],
  ['§12', 'another sum of a payment', swap('"sumB":84.19', '"sumB":84.18')],
  ['§12', 'a document less', (text) => text.replace(/\{"docType":3.*\n---\n/, '')],
  ['§12', 'a log record less', (text) => text.replace(/\{"opcode":4.*\n---\n/, '')],
];

test('the sample may be published; a BOM does no harm', () => {
  assert.deepEqual(checkBeforePublishing(Buffer.from(SAMPLE), EXPECTED), { ok: true });
  assert.deepEqual(checkBeforePublishing(Buffer.from(`\ufeff${SAMPLE}`), EXPECTED), { ok: true });
});

for (const [rule, what, mutate] of mutations) {
  test(`${rule}: refused: ${what}`, () => {
    const text = mutate(SAMPLE);
    assert.notEqual(text, SAMPLE, 'the mutation changes something');
    assert.ok(rulesOf(text).includes(rule), `${rule} is not among ${rulesOf(text).join(', ')}`);
  });
}

test('each rule of the reader that a file can break has a mutation here', () => {
  const tried = new Set(['F1', ...mutations.map(([rule]) => rule)]);
  assert.deepEqual(
    rulesOfTheReader.filter((rule) => !tried.has(rule)),
    [],
  );
});

test('F1: bytes that are not UTF-8 are refused', () => {
  const bytes = Buffer.from(SAMPLE);
  bytes[bytes.indexOf('Брак') + 1] = 0x20;
  assert.ok(rulesOf(bytes).includes('F1'));
});

test('§5: a file with neither a sale nor a cashier time is refused, because the reader deletes it', () => {
  const text = SAMPLE.replace(/\{"docType":(?:1|25),.*\n---\n/g, '').replace(/\{"opcode":4.*\n---\n/, '');
  assert.ok(rulesOf(text).includes('§5'));
});

test('F10 F11: times of the shift may be null or "null"', () => {
  for (const value of ['null', '"null"']) {
    assert.deepEqual(rulesOf(replaced(SAMPLE, '"timeEnd":"2026-03-14T21:45:00"', `"timeEnd":${value}`)), []);
  }
});

test('F5 F17: a bare separator in a string, unknown keys and a negative revenue are fine', () => {
  for (const [from, to] of [
    ['Брак', 'Бр---ак'],
    ['Брак', 'Бр}\\u002d--ак'],
    ['"docNum":5001', '"docNum":5001,"sumOwn":1,"own":{"a":[1]}'],
    ['"sumGain":200.81', '"sumGain":-200.81'],
    ['"sumCashEnd":600.81', '"sumCashEnd":null'],
  ] as const) {
    assert.deepEqual(rulesOf(replaced(SAMPLE, from, to)), [], to);
  }
});

test('§12: what the database expects is compared with what stands in the file', () => {
  const { sums } = EXPECTED;
  for (const expected of [
    { ...EXPECTED, documents: 6 },
    { ...EXPECTED, logRecords: 1 },
    { ...EXPECTED, sums: { ...sums, documents: sums.documents + 1 } },
    { ...EXPECTED, sums: { ...sums, positions: sums.positions + 1 } },
    { ...EXPECTED, sums: { ...sums, payments: sums.payments - 1 } },
  ]) {
    assert.deepEqual(rulesOf(SAMPLE, expected), ['§12']);
  }
});

test('a file cut at any byte is refused', () => {
  const whole = Buffer.from(SAMPLE);
  for (let length = 0; length < whole.length - 1; length += 7) {
    assert.notDeepEqual(rulesOf(whole.subarray(0, length)), [], `${length} bytes`);
  }
});

test('never throws, whatever the bytes', () => {
  const whole = Buffer.from(SAMPLE);
  const edit = fc.tuple(
    fc.nat(whole.length),
    fc.nat(9),
    fc.constantFrom('---', '}', '{', '[', '"', '1e9', 'null', '\n', '-'),
  );
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
      let bytes: Buffer = whole;
      for (const [at, drop, put] of edits) {
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + drop)]);
      }
      assert.equal(typeof checkBeforePublishing(bytes, EXPECTED).ok, 'boolean');
    }),
    { numRuns: 1500 },
  );
});

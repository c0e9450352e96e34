import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { replaced, SALE, SAMPLE, SHIFT, section } from '../../../tests/support/sales-file-text.ts';
import { type ErpReaderOptions, type ErpReading, readAsErp } from './erp-reader-rules.ts';

/** A sale that the reader takes: the small one has no discount and no lists of a position. */
const TAKEN = SALE.replace(
  '"posSum":30.00',
  '"posSum":30.00,"disc_abs":0.00,"discountPositions":[],"bonusPositions":[],"taxes":[]',
).replace('"stornoPositions"', '"cardPositions":[],"stornoPositions"');

function fileOf(...documents: string[]): string {
  return section('shift info', SHIFT) + section('sales data', ...documents);
}

function read(text: string, options: Partial<ErpReaderOptions> = {}): ErpReading {
  return readAsErp(Buffer.from(text), options);
}

function rulesOf(reading: ErpReading): string[] {
  return [...new Set(reading.problems.map(({ rule }) => rule))];
}

test('the sample is accepted: 5 documents, goods 200.81 = cash 100.81 + card 100.00, 2 log records, all fiscal sums', () => {
  assert.deepEqual(read(SAMPLE, { group: '5' }), {
    outcome: 'accepted',
    problems: [],
    zReports: [{ key: '5_12_347_14032026', documents: 5, goods: 20081 }],
    documents: { receipts: 3, cashDocuments: 2, softChecks: 0, total: 5 },
    cancelled: 1,
    logRecords: 2,
    cashierTimes: 1,
    sums: { goods: 20081, cash: 10081, noncash: 10000, cashIn: 300000, cashOut: 250000 },
    fiscalDevice: {
      serialNumber: '0000000000012345',
      sums: { sumCashEnd: 60081, sumProtectedBeg: 100000000, sumProtectedEnd: 100024581, sumBack: 4500 },
    },
  });
});

test('T4: CRLF or one raw U+0085, U+2028, U+2029 anywhere: no section is found, the sales are deleted silently', () => {
  const spoiled = [SAMPLE.replaceAll('\n', '\r\n'), `${SAMPLE}\r`];
  for (const letter of ['\u0085', '\u2028', '\u2029']) spoiled.push(replaced(SAMPLE, 'Неделя', `Неделя${letter}`));
  for (const text of spoiled) {
    const reading = read(text);
    assert.equal(reading.outcome, 'empty_deleted');
    assert.deepEqual([reading.documents.total, reading.logRecords], [0, 0]);
    assert.ok(rulesOf(reading).includes('F2'));
  }
});

test('T5: a space before the separator: only the first record of each section is read', () => {
  const reading = read(fileOf(TAKEN, TAKEN.replace('"docNum":1', '"docNum":2')).replaceAll('\n---\n', '\n ---\n'));
  assert.equal(reading.outcome, 'accepted');
  assert.equal(reading.documents.total, 1);
  assert.ok(rulesOf(reading).includes('F4'));
  const sample = read(SAMPLE.replaceAll('\n---\n', '\n ---\n'));
  assert.deepEqual([sample.outcome, sample.documents.total, sample.logRecords], ['empty_deleted', 1, 1]);
});

test('T6: integers in the fiscal sums are read as absent', () => {
  const reading = read(replaced(SAMPLE, '"sumProtectedBeg":1000000.00', '"sumProtectedBeg":1000000'));
  assert.equal(reading.outcome, 'accepted');
  assert.equal(reading.fiscalDevice?.sums.sumProtectedBeg, null);
  assert.deepEqual(rulesOf(reading), ['F9']);
});

test('T7: one malformed record stops all shops, one incomplete record stops its shop', () => {
  const cases: [ErpReading['outcome'], string, string, string][] = [
    ['poison_all', 'JSON', '"docNum":1,', '"docNum":1,,'],
    ['poison_all', 'JSON', '"docType":1', 'docType:1}---{'],
    ['poison_all', 'required', '"docType":1,', ''],
    ['poison_all', 'F13', '"docType":1', '"docType":"sale"'],
    ['poison_all', 'F13', '"docType":1', '"docType":null'],
    ['poison_all', 'required', '"docType":1', '"docType":16'],
    ['poison_shop', 'required', '"cashCode":"12","shift":347,"userCode"', '"shift":347,"userCode"'],
    ['poison_shop', 'F12', '"cashCode":"12","shift":347,"userCode"', '"cashCode":12,"shift":347,"userCode"'],
    ['poison_shop', 'F12', '"userCode":"7"', '"userCode":7'],
    ['poison_shop', 'F12', '"inventCode":"9"', '"inventCode":9'],
    ['poison_shop', 'F12', '"barCode":""', '"barCode":0'],
    ['poison_shop', 'F13', '"docNum":1', '"docNum":"A1"'],
    ['poison_shop', 'required', '"docNum":1,', ''],
    ['poison_shop', 'required', ',"stornoPositions":[]', ''],
    ['poison_shop', 'required', '"cardPositions":[],', ''],
    ['poison_shop', 'required', '"taxes":[]', '"taxes":null'],
    ['poison_shop', 'F9', '"taxes":[]', '"taxes":[{"taxSum":null}]'],
    ['poison_shop', 'F9', '"bonusPositions":[]', '"bonusPositions":[{"amount":null}]'],
    ['poison_shop', 'required', '"discountPositions":[]', '"discountPositions":[{"discType":"summ","discSum":1.00}]'],
    ['poison_shop', 'F10', '2026-03-14T09:00:00', '2026-03-14 09:00:00'],
    ['poison_shop', 'required', '"timeEnd":"2026-03-14T09:00:00",', ''],
    ['poison_shop', '§7.1', '"2026-03-14T09:00:00"', 'null'],
    ['poison_shop', '§7.1', '"2026-03-14T09:00:00"', '"null"'],
    ['poison_shop', 'required', '"sumB":30.00', '"sum":30.00'],
    ['poison_shop', 'required', '"opCode":50', '"opCode":63'],
    ['poison_shop', 'required', '"timeEnd":null,"sumGain"', '"sumGain"'],
    ['poison_shop', 'required', ',"kkms":[]', ''],
    ['poison_shop', 'required', '"kkms":[]', '"kkms":[{"serialNum":"1","sumCashEnd":1.00,"sumBack":1.00}]'],
  ];
  const good = fileOf(TAKEN);
  assert.equal(read(good).outcome, 'accepted');
  for (const [outcome, rule, from, to] of cases) {
    const reading = read(replaced(good, from, to));
    assert.deepEqual([reading.outcome, reading.problems.at(-1)?.rule], [outcome, rule], `${from} → ${to}`);
    assert.equal(reading.documents.total, 0);
  }
});

test('F5 P8: a separator inside a string splits the record; without the brace it is harmless', () => {
  const withReason = (text: string): string => fileOf(replaced(TAKEN, '"docSum"', `"backReason":"${text}","docSum"`));
  assert.equal(read(withReason('a}---b')).outcome, 'poison_all');
  assert.equal(read(withReason('a---b')).outcome, 'accepted');
  assert.equal(read(withReason('a}\\u002d--b')).outcome, 'accepted');
});

test('F6: of two sections of one kind only the last is read', () => {
  const reading = read(
    section('sales data', TAKEN, TAKEN) + section('shift info', SHIFT) + section('sales data', TAKEN),
  );
  assert.equal(reading.documents.total, 1);
  assert.ok(rulesOf(reading).includes('F6'));
});

test('F7 F8: a space in an empty section is a broken record; the last separator may be missing', () => {
  const empty = '### securitylog info begin ###\n \n### securitylog info end ###\n';
  assert.equal(read(fileOf(TAKEN) + empty).outcome, 'poison_all');
  assert.equal(read(fileOf(TAKEN) + empty.replace(' \n', '\n')).outcome, 'accepted');
  const reading = read(
    fileOf(TAKEN, TAKEN.replace('"docNum":1', '"docNum":2')).replace('}\n---\n### sales', '}\n### sales'),
  );
  assert.deepEqual([reading.outcome, reading.documents.total, reading.problems], ['accepted', 2, []]);
});

test('F1 F10 F11 F13: BOM, suffixes of times, "null" and numeric strings are tolerated', () => {
  const clothes = [
    `\ufeff${SAMPLE}`,
    SAMPLE.replace(/(T\d\d:\d\d:\d\d)"/g, '$1.123+03:00"'),
    SAMPLE.replace('"docNum":5001', '"docNum":"5001"').replace('"valCode":4', '"valCode":"4"'),
  ];
  for (const text of clothes) assert.deepEqual(read(text), read(SAMPLE));
  assert.equal(read(replaced(SAMPLE, '"timeEnd":"2026-03-14T21:45:00"', '"timeEnd":"null"')).outcome, 'accepted');
});

test('T8 F14: without shift info, or with its timeBeg null, a shift over midnight is split into two Z-reports', () => {
  const late = TAKEN.replace('"docNum":1', '"docNum":2').replace('2026-03-14T09', '2026-03-15T01');
  const together = read(fileOf(TAKEN, late));
  assert.deepEqual(together.zReports, [{ key: '_12_347_14032026', documents: 2, goods: 6000 }]);
  for (const text of [
    section('sales data', TAKEN, late),
    fileOf(TAKEN, late).replace('"2026-03-14T08:54:30"', 'null'),
  ]) {
    const split = read(text);
    assert.equal(split.outcome, 'accepted');
    assert.deepEqual(
      split.zReports.map(({ key }) => key),
      ['_12_347_14032026', '_12_347_15032026'],
    );
    assert.ok(rulesOf(split).includes('F14'));
  }
});

test('F15: the reader negates by kind; which of 7 and 8 is negative is a setting', () => {
  const goodsOf = (type: number, options: Partial<ErpReaderOptions> = {}): number =>
    read(fileOf(TAKEN.replace('"docType":1', `"docType":${type}`)), options).sums.goods;
  assert.deepEqual(
    [1, 2, 7, 8, 18, 25].map((type) => goodsOf(type)),
    [3000, -3000, -3000, 3000, 3000, -3000],
  );
  assert.equal(goodsOf(8, { negativeTypes: new Set([2, 25, 8]) }), -3000);
  const doubled = read(
    fileOf(TAKEN.replace('"docType":1', '"docType":2').replace('"posSum":30.00', '"posSum":-30.00')),
  );
  assert.equal(doubled.sums.goods, 3000, 'an amount that is negative already is turned into a sale');
});

test('F16: change is taken off cash, on another code it is added as one more payment', () => {
  const change = (code: number): ErpReading =>
    read(fileOf(replaced(TAKEN, '"sumB":30.00}', `"sumB":50.00},{"opCode":72,"valCode":${code},"sumB":20.00}`)));
  assert.deepEqual([change(1).sums.cash, change(1).sums.noncash, rulesOf(change(1))], [3000, 0, []]);
  assert.deepEqual([change(4).sums.cash, change(4).sums.noncash, rulesOf(change(4))], [5000, 2000, ['F16']]);
});

test('§2: cash documents are read only from names that begin with "sale"', () => {
  const reading = read(SAMPLE, { fileName: 'online_347.json' });
  assert.deepEqual([reading.documents.cashDocuments, reading.sums.cashIn, rulesOf(reading)], [0, 0, ['§2']]);
});

test('§5: a file without a sale and without a cashier time is deleted; one of the two saves it', () => {
  const log = (...codes: number[]): string =>
    section(
      'securitylog info',
      ...codes.map((code) => `{"opcode":${code},"optime":"2026-03-14T08:54:10","cashiercard":"7","cashcode":"12"}`),
    );
  const cash = TAKEN.replace('"docType":1', '"docType":3');
  assert.equal(read(fileOf(cash)).outcome, 'empty_deleted');
  assert.equal(read(fileOf(cash) + log(3)).outcome, 'empty_deleted');
  assert.equal(read(fileOf(cash) + log(4, 3)).outcome, 'empty_deleted');
  assert.equal(read(fileOf(cash) + log(3, 13)).outcome, 'accepted');
  assert.equal(read(fileOf(TAKEN)).outcome, 'accepted');
  assert.equal(read('').outcome, 'empty_deleted');
});

test('§7.2: a repeated posNum replaces the line before it', () => {
  const line = /"inventPositions":\[(\{.*?\})\],"moneyPositions"/.exec(TAKEN)?.[1] ?? '';
  const reading = read(fileOf(replaced(TAKEN, line, `${line},${line.replace('"posSum":30.00', '"posSum":1.00')}`)));
  assert.equal(reading.sums.goods, 100);
  assert.deepEqual(rulesOf(reading), ['§7.2']);
});

test('soft checks are read in the first scan', () => {
  const soft =
    '{"docType":16,"cashCode":"12","timeEnd":null,"stornoPositions":[],"inventPositions":[{"additionalbarcode":"N1"}]}';
  assert.equal(read(fileOf(TAKEN, soft)).documents.softChecks, 1);
  assert.equal(read(fileOf(TAKEN, soft.replace('"N1"', 'null'))).outcome, 'poison_all');
});

test('never throws, whatever the bytes', () => {
  const whole = Buffer.from(SAMPLE);
  const pieces = [
    '---',
    '}---',
    ' ---',
    '}',
    '{',
    '"',
    '[',
    '1e400',
    '-',
    '\r',
    '\u2028',
    'null',
    '9'.repeat(40),
    '"docType":16',
  ];
  const edit = fc.tuple(fc.nat(whole.length), fc.nat(20), fc.constantFrom(...pieces, ''));
  const outcomes = new Set(['accepted', 'empty_deleted', 'poison_shop', 'poison_all']);
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      let bytes: Buffer = whole;
      for (const [at, drop, put] of edits) {
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + drop)]);
      }
      assert.ok(outcomes.has(readAsErp(bytes).outcome));
    }),
    { numRuns: 3000 },
  );
  assert.equal(read(fileOf(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).outcome, 'poison_all');
  const huge = '90071992547409.91';
  assert.equal(
    read(
      fileOf(
        ...[1, 2].map((n) =>
          TAKEN.replace('"docNum":1', `"docNum":${n}`).replace('"posSum":30.00', `"posSum":${huge}`),
        ),
      ),
    ).outcome,
    'poison_shop',
  );
});

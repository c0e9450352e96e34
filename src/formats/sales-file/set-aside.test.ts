import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asideOf, read, replaced, SALE, SHIFT, section } from '../../../tests/support/sales-file-text.ts';
import { isSetAside, type RecordReason, readSalesFile } from './sales-file.ts';

test('set aside: every fault of a document has its reason and its details', () => {
  const cases: [RecordReason, Record<string, string>, string, string][] = [
    ['record.not_json', { position: '11' }, '"docType":1', '"docType"1'],
    ['record.duplicate_key', { key: 'docNum' }, '"docSum"', '"docNum":2,"docSum"'],
    ['record.forbidden_key', { key: '__proto__' }, '"docSum"', '"__proto__":{},"docSum"'],
    ['record.too_deep', { limit: '32' }, '"docSum"', `"x":${'['.repeat(40)}${']'.repeat(40)},"docSum"`],
    ['field.missing', { field: 'inventPositions[0].price' }, '"price":30.00,', ''],
    ['field.missing', { field: 'inventPositions[0].posSum' }, ',"posSum":30.00', ''],
    ['field.missing', { field: 'moneyPositions[0].valCode' }, '"valCode":1,', ''],
    ['field.not_text', { field: 'userCode', value: '[…]' }, '"userCode":"7"', '"userCode":["7"]'],
    ['field.not_integer', { field: 'docNum', value: 'A-1' }, '"docNum":1', '"docNum":"A-1"'],
    ['field.not_integer', { field: 'docNum', value: '1.5' }, '"docNum":1', '"docNum":1.5'],
    ['field.not_integer', { field: 'docType', value: '{…}' }, '"docType":1', '"docType":{}'],
    ['field.not_decimal', { field: 'docSum', value: 'NaN' }, '"docSum":30.00', '"docSum":"NaN"'],
    ['field.not_decimal', { field: 'docSum', value: 'true' }, '"docSum":30.00', '"docSum":true'],
    ['field.too_many_digits', { field: 'docSum', value: '30.001' }, '"docSum":30.00', '"docSum":30.001'],
    ['field.too_many_digits', { field: 'inventPositions[0].quant', value: '1.0005' }, '1.000', '1.0005'],
    ['field.too_large', { field: 'docSum', value: '1e400', limit: '999999999999.99' }, '30.00', '1e400'],
    ['field.too_large', { field: 'docNum', value: '1e16', limit: '9007199254740991' }, '"docNum":1', '"docNum":1e16'],
    ['field.negative', { field: 'docSum', value: '-30.00' }, '"docSum":30.00', '"docSum":-30.00'],
    ['field.negative', { field: 'inventPositions[0].quant', value: '-1.000' }, '1.000', '-1.000'],
    ['field.not_time', { field: 'timeEnd', value: '14.03.2026' }, '2026-03-14T09:00:00', '14.03.2026'],
    ['field.not_time', { field: 'timeEnd', value: '1' }, '"2026-03-14T09:00:00"', '1'],
    [
      'field.year_out_of_range',
      { field: 'timeEnd', value: '9999-12-31T23:59:59' },
      '2026-03-14T09:00:00',
      '9999-12-31T23:59:59',
    ],
    ['field.not_list', { field: 'stornoPositions' }, '"stornoPositions":[]', '"stornoPositions":{}'],
    ['field.not_object', { field: 'stornoPositions[0]' }, '"stornoPositions":[]', '"stornoPositions":[1]'],
    ['document.type_missing', {}, '"docType":1,', ''],
    ['document.number_missing', { documentType: '1' }, '"docNum":1,', ''],
    ['document.shift_missing', { documentType: '1' }, '"shift":347,', ''],
  ];
  for (const [reason, details, from, to] of cases) {
    const text = replaced(SALE, from, to);
    const aside = asideOf(text);
    assert.deepEqual({ reason: aside.reason, details: aside.details }, { reason, details });
    assert.deepEqual([aside.section, aside.ordinal, aside.registerCode], ['document', 1, '12'], reason);
    assert.ok(text.startsWith(aside.raw.slice(0, 5)));
  }
  assert.equal(asideOf('[1,2]').reason, 'record.not_an_object');
  assert.equal(asideOf('no json at all').reason, 'record.not_json');
  assert.equal(asideOf(replaced(SALE, '"shift":347', '"shift":"x"')).shiftNumber, null);
  assert.equal(asideOf(replaced(SALE, '"docType":1', '"docType":"x"')).shiftNumber, 347);
});

test('set aside: document numbers are required for receipts and cash documents only', () => {
  for (const type of [1, 2, 3, 4, 7, 8, 18, 25]) {
    const document = replaced(replaced(SALE, '"docNum":1,', ''), '"docType":1', `"docType":${type}`);
    assert.equal(asideOf(document).reason, 'document.number_missing', String(type));
  }
});

test('set aside: cash documents need their own sum, because their lines do not count', () => {
  const cash = replaced(replaced(SALE, '"docSum":30.00,', ''), '"docType":1', '"docType":3');
  assert.deepEqual(asideOf(cash).details, { field: 'docSum' });
});

const FULL_SALE =
  '{"docType":1,"docNum":1,"cashCode":"12","shift":347,"docSum":1.00,"inventPositions":[{"posNum":1,"opCode":50,' +
  '"quant":2.000,"price":3.00,"baseSum":4.00,"disc_abs":5.00,"posSum":6.00,"discountPositions":[{"discType":"summ",' +
  '"discSum":7.00}],"taxes":[{"taxSum":8.00}]}],"moneyPositions":[{"opCode":70,"valCode":1,"sumB":9.00}],' +
  '"failedMoneyPositions":[{"opCode":70,"sumB":10.00}],"stornoPositions":[{"posNum":1,"opCode":50,"quant":11.000,' +
  '"price":12.00,"posSum":13.00}]}';

const FULL_SHIFT =
  '{"cashCode":"12","shift":347,"sumSale":1.00,"sumsalecash":2.00,"sumsalenoncash":3.00,"sumsaleother":4.00,' +
  '"sumrefund":5.00,"sumrefundcash":6.00,"sumrefundnoncash":7.00,"sumGain":8.00,"sumgaincash":9.00,' +
  '"sumgainnoncash":10.00,"sumDrawer":11.00,"kkms":[{"serialNum":"1","sumCashEnd":12.00,"sumProtectedBeg":13.00,' +
  '"sumProtectedEnd":14.00,"sumBack":15.00}]}';

test('set aside: every amount has the limit of decimal(14,2), every quantity that of decimal(13,3)', () => {
  const readOne = (where: 'shift info' | 'sales data', text: string) => {
    const contents = read(section(where, text));
    const records = where === 'shift info' ? [...contents.shifts, ...contents.setAside] : [...contents.documents];
    assert.equal(records.length, 1);
    return records[0] ?? assert.fail();
  };
  let fields = 0;
  for (const [where, text] of [
    ['sales data', FULL_SALE],
    ['shift info', FULL_SHIFT],
  ] as const) {
    for (const { 0: number } of text.matchAll(/\d+\.\d+/g)) {
      const isQuantity = number.endsWith('.000');
      const limit = isQuantity ? '9999999999.999' : '999999999999.99';
      const beyond = isQuantity ? '10000000000.000' : '1000000000000.00';
      const spelled = `:${number}`;
      assert.ok(!isSetAside(readOne(where, replaced(text, spelled, `:${limit}`))), `${text} ${number}`);
      for (const value of [beyond, isQuantity ? '1e10' : '1e12', '90071992547409.93', '1e400']) {
        const aside = readOne(where, replaced(text, spelled, `:${value}`));
        assert.ok(isSetAside(aside), `${number} ${value}`);
        assert.deepEqual(
          [aside.reason, aside.details['value'], aside.details['limit']],
          ['field.too_large', value, limit],
        );
      }
      fields += 1;
    }
  }
  assert.equal(fields, 13 + 15);
  assert.ok(isSetAside(readOne('shift info', replaced(FULL_SHIFT, ':11.00', ':-1000000000000'))), 'negative ones too');
});

test('set aside: lines that add up to more than one amount may be', () => {
  const largest = '999999999999.99';
  const line = `{"posNum":1,"opCode":50,"quant":1,"price":1,"posSum":${largest}}`;
  const reduced = `{"posNum":1,"opCode":50,"quant":1,"price":1,"posSum":1,"disc_abs":-${largest}}`;
  const cases: [string, string, string][] = [
    ['docSum', 'Σ posSum', `"inventPositions":[${line},${line}]`],
    ['docSum', 'Σ posSum', `"docSum":1.00,"inventPositions":[${line},${line}]`],
    ['inventPositions', 'Σ disc_abs', `"inventPositions":[${reduced},${reduced}]`],
    [
      'moneyPositions',
      'Σ sumB',
      `"moneyPositions":[{"opCode":70,"valCode":1,"sumB":${largest}},{"opCode":72,"valCode":1,"sumB":-0.01}]`,
    ],
  ];
  for (const [field, value, lines] of cases) {
    const aside = asideOf(`{"docType":1,"docNum":1,"cashCode":"12","shift":347,${lines}}`);
    assert.deepEqual([aside.reason, aside.details], ['field.too_large', { field, value, limit: largest }]);
  }
});

test('set aside: shifts and log records', () => {
  const contents = read(
    section('shift info', '{"cashCode":"12","timeBeg":null}', SHIFT, '{"shift":1}', '{"shift":1,') +
      section('securitylog info', '{"opcode":3,"cashcode":"12"}', '{"opcode":3,"optime":"2026-03-14T08:54:10"}'),
  );
  assert.equal(contents.shifts.length, 1);
  assert.deepEqual(
    contents.setAside.map(({ section: where, ordinal, reason }) => [where, ordinal, reason]),
    [
      ['shift', 1, 'shift.number_missing'],
      ['shift', 3, 'record.register_missing'],
      ['shift', 4, 'record.not_json'],
      ['securityLog', 1, 'field.missing'],
    ],
  );
  assert.equal(contents.securityLog[0]?.registerCode, '12');
});

test('set aside: a record larger than the limit is kept by its beginning', () => {
  const sale = replaced(SALE, '"docSum"', `"slip":"${'x'.repeat(200_000)}","docSum"`);
  const text = Buffer.from(section('sales data', sale, SALE));
  const contents = readSalesFile(text, { maxRecordBytes: 100_000, maxDepth: 32, maxHeldRecords: 10 });
  assert.ok(contents.ok);
  const [aside, good] = [...contents.documents];
  assert.ok(aside !== undefined && isSetAside(aside) && good !== undefined && !isSetAside(good));
  assert.deepEqual([aside.reason, aside.details], ['record.too_large', { size: String(sale.length), limit: '100000' }]);
  assert.equal(aside.raw, sale.slice(0, 65_536));
});

test('set aside: the good record before some garbage is read, the garbage is kept', () => {
  const records = [...read(section('sales data', `${SALE}}`, SALE)).documents];
  assert.deepEqual(
    records.map((record) => (isSetAside(record) ? record.raw : 'read')),
    ['read', '}', 'read'],
  );
});

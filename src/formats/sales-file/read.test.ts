import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DocumentRecord, SetAsideRecord } from '../../domain/sales.ts';
import { isSetAside, type RecordReason, readSalesFile, type SalesFileContents } from './sales-file.ts';

const SAMPLE = readFileSync(
  new URL('../../../tests/fixtures/sale20260314214500000_347_1.json', import.meta.url),
  'utf8',
);
const SHIFT = '{"cashCode":"12","shift":347,"timeBeg":"2026-03-14T08:54:30","timeEnd":null,"sumGain":0.00,"kkms":[]}';
const SALE =
  '{"docType":1,"docNum":1,"cashCode":"12","shift":347,"userCode":"7","timeEnd":"2026-03-14T09:00:00","docSum":30.00,' +
  '"inventPositions":[{"posNum":1,"opCode":50,"inventCode":"9","barCode":"","quant":1.000,"price":30.00,"posSum":30.00}],' +
  '"moneyPositions":[{"opCode":70,"valCode":1,"sumB":30.00}],"stornoPositions":[]}';

function section(name: string, ...records: string[]): string {
  return `### ${name} begin ###\n${records.map((record) => `${record}\n---\n`).join('')}### ${name} end ###\n`;
}

function read(text: string | Buffer): SalesFileContents {
  const contents = readSalesFile(Buffer.from(text));
  assert.ok(contents.ok, JSON.stringify(contents));
  return contents;
}

function documentsOf(contents: SalesFileContents): DocumentRecord[] {
  return [...contents.documents].map((record) => {
    assert.ok(!isSetAside(record), JSON.stringify(record));
    return record;
  });
}

function refusalOf(text: string | Buffer): [string, Record<string, string>] {
  const contents = readSalesFile(Buffer.from(text));
  assert.ok(!contents.ok);
  return [contents.reason, contents.details];
}

/** Reads one document; it must be set aside. */
function asideOf(document: string, before = SHIFT): SetAsideRecord {
  const records = [...read(section('shift info', before) + section('sales data', document, SALE)).documents];
  assert.equal(records.length, 2, 'the record behind the broken one is read');
  const [aside, good] = records;
  assert.ok(aside !== undefined && isSetAside(aside), 'the broken record is set aside');
  assert.ok(good !== undefined && !isSetAside(good), 'the rest goes on');
  return aside;
}

function replaced(text: string, what: string, by: string): string {
  assert.ok(text.includes(what), what);
  return text.replace(what, by);
}

test('sales file: the sample is read whole: 5 documents, goods 200.81 = cash 100.81 + card 100.00, 2 log records', () => {
  const contents = read(SAMPLE);
  const documents = documentsOf(contents);
  assert.equal(documents.length, 5);
  const signed = { 1: 1, 25: -1 } as Record<number, number>;
  const paying = { 70: 1, 72: -1, 74: 1 } as Record<number, number>;
  const total = (paymentType: number): number =>
    documents
      .flatMap((document) =>
        document.payments
          .filter((payment) => payment.paymentTypeCode === paymentType)
          .map((payment) => payment.sum * (paying[payment.opCode] ?? 0) * (signed[document.documentType] ?? 0)),
      )
      .reduce((sum, amount) => sum + amount, 0);
  const goods = documents
    .flatMap((document) => document.positions.map((position) => position.sum * (signed[document.documentType] ?? 0)))
    .reduce((sum, amount) => sum + amount, 0);
  assert.deepEqual({ goods, cash: total(1), card: total(4) }, { goods: 20081, cash: 10081, card: 10000 });
  assert.equal(contents.securityLog.length, 2);
  assert.deepEqual(contents.setAside, []);
  assert.equal(contents.outsideText, false);
});

test('sales file: every field of the sample lands where it belongs', () => {
  const contents = read(SAMPLE);
  const [shift] = contents.shifts;
  assert.ok(shift);
  assert.deepEqual(
    { ...shift, raw: '' },
    {
      registerCode: '12',
      shiftNumber: 347,
      openedAt: '2026-03-14T08:54:30',
      closedAt: '2026-03-14T21:45:00',
      cashierCode: null,
      reported: {
        saleSum: null,
        saleCash: null,
        saleNoncash: null,
        saleOther: null,
        refundSum: null,
        refundCash: null,
        refundNoncash: null,
        revenue: 20081,
        revenueCash: null,
        revenueNoncash: null,
        drawerSum: null,
        saleCount: null,
        refundCount: null,
        firstReceiptNumber: null,
        lastReceiptNumber: null,
        firstReceiptAt: null,
      },
      fiscalDevices: [
        {
          serialNumber: '0000000000012345',
          fiscalCashEnd: 60081,
          protectedTotalStart: 100000000,
          protectedTotalEnd: 100024581,
          fiscalRefundSum: 4500,
        },
      ],
      users: [{ code: '7001', name: 'Иванова Мария' }],
      raw: '',
    },
  );
  const sale = documentsOf(contents)[1];
  assert.ok(sale);
  assert.equal(
    sale.raw,
    SAMPLE.split('\n').find((line) => line.includes('"docNum":5001')),
  );
  assert.deepEqual(sale.positions[0], {
    positionNumber: 1,
    opCode: 50,
    itemCode: '100200',
    barcode: '4600000000015',
    name: 'Молоко 3,2% 1 л',
    departmentCode: '1',
    quantity: 2000,
    price: 8990,
    baseSum: 17980,
    discount: 899,
    sum: 17081,
    discounts: [{ discountType: 'percent', discountMode: '2', name: 'Неделя молока', size: '5.00', sum: 899 }],
    taxes: [{ rate: '10.00', sum: 1553 }],
    exciseMark: null,
  });
  assert.deepEqual(sale.payments[2], {
    opCode: 72,
    paymentTypeCode: 1,
    paymentTypeName: null,
    operationKind: null,
    sum: 8419,
  });
  assert.equal(sale.sumReported, true);
  assert.equal(sale.fiscalDocumentNumber, '10231');
  assert.equal(sale.registerKind, 'POS');
  const refund = documentsOf(contents)[2];
  assert.equal(refund?.sourceIdentifier, '6f1c0a52-0001-4c1e-9d55-000000005001');
  assert.equal(documentsOf(contents)[3]?.cancelledPositions[0]?.sum, 9900);
});

test('sales file: forgiving in form: the same content in any clothes', () => {
  const expected = documentsOf(read(SAMPLE)).map(({ raw: _, ...rest }) => rest);
  const parts = SAMPLE.split(/(?<=end ###\n)/);
  const clothes: Record<string, string> = {
    'CRLF (T4)': SAMPLE.replaceAll('\n', '\r\n'),
    CR: SAMPLE.replaceAll('\n', '\r'),
    BOM: `\ufeff${SAMPLE}`,
    'BOM and CRLF': `\ufeff${SAMPLE.replaceAll('\n', '\r\n')}`,
    'sections in another order': [...parts].reverse().join(''),
    'a space before the separator (T5)': SAMPLE.replaceAll('\n---\n', '\n ---\n'),
    'spaces around the separator': SAMPLE.replaceAll('\n---\n', '\n\t--- \n'),
    'separator right behind the brace': SAMPLE.replaceAll('}\n---\n', '}---\n'),
    'separator behind the brace and a space': SAMPLE.replaceAll('}\n---\n', '} ---\n'),
    'no line feeds between records': SAMPLE.replaceAll('}\n---\n{', '}---{'),
    'no separators at all': SAMPLE.replaceAll('\n---\n', '\n'),
    'no separator behind the last record': SAMPLE.replaceAll('---\n###', '###'),
    'empty lines': SAMPLE.replaceAll('\n', '\n\n'),
    'line breaks inside records': SAMPLE.replaceAll('","', '",\n"').replaceAll(':[{', ':[\n{'),
    'line breaks of Windows inside records': SAMPLE.replaceAll(',"', ',\r\n"'),
    'markers in capitals, with spaces': SAMPLE.replace(/### (.*) ###/g, (line) => `  ${line.toUpperCase()}  `),
    'keys in lower case': SAMPLE.replace(/"([A-Za-z_]+)":/g, (key) => key.toLowerCase()),
    'keys in capitals': SAMPLE.replace(/"([A-Za-z_]+)":/g, (key) => key.toUpperCase()),
    'keys of the database': SAMPLE.replaceAll('"timeBeg"', '"time_beg"').replaceAll('"timeEnd"', '"time_end"'),
    'numbers as strings': SAMPLE.replace(/:(\d+(?:\.\d+)?)(?=[,}\]])/g, ':"$1"'),
    'strings as numbers': SAMPLE.replaceAll('"12"', '12').replaceAll('"7001"', '7001').replaceAll('"10231"', '10231'),
    'times with fraction and zone': SAMPLE.replace(/(T\d\d:\d\d:\d\d)"/g, '$1.250+03:00"'),
    'exponents and zeros': SAMPLE.replaceAll('45.00', '450e-1').replaceAll('30.00', '30.000'),
    'an unknown section': `${SAMPLE}### cashier stats begin ###\n{"a":1}\n---\n### cashier stats end ###\n`,
    'documents in two sections': SAMPLE.replace(
      '{"docType":25',
      '### sales data end ###\n### sales data begin ###\n{"docType":25',
    ),
  };
  for (const [name, text] of Object.entries(clothes)) {
    const contents = read(text);
    const documents = documentsOf(contents).map(({ raw: _, ...rest }) => rest);
    assert.deepEqual(documents, expected, name);
    assert.equal(contents.shifts[0]?.reported.revenue, 20081, name);
    assert.equal(contents.shifts[0]?.users[0]?.name, 'Иванова Мария', name);
    assert.equal(contents.securityLog.length, 2, name);
    assert.deepEqual(contents.setAside, [], name);
  }
});

test('sales file: every section may be missing, empty ones hold nothing', () => {
  assert.equal(documentsOf(read(section('sales data', SALE))).length, 1);
  assert.deepEqual(read(section('sales data', SALE)).shifts, []);
  const empty = read('### sales data begin ###\n \r\n\n### sales data end ###');
  assert.deepEqual([...empty.documents], []);
  assert.equal(read(section('shift info', SHIFT)).shifts.length, 1);
});

test('sales file: unknown sections and text outside are kept and told', () => {
  const contents = read(
    `note\n${section('sales data', SALE)}### cashier stats begin ###\nfree text\n### cashier stats end ###\n`,
  );
  assert.equal(contents.outsideText, true);
  assert.deepEqual(contents.unknownSections, [{ name: 'cashier stats', raw: '\nfree text\n' }]);
  assert.equal(read(`${section('sales data', SALE)}\n\n`).outsideText, false);
  assert.equal(read(`${section('sales data', SALE)}tail`).outsideText, true);
});

test('sales file: unknown keys stay in the raw text of the record', () => {
  const sale = replaced(SALE, '"docSum"', '"slip":"строка 1\\nстрока 2","новое":{"a":[1.50]},"docSum"');
  assert.equal(documentsOf(read(section('sales data', sale)))[0]?.raw, sale);
});

test('P8: separators and section marks inside strings split nothing', () => {
  for (const text of ['---', '}---', '} ---', 'a --- b', '### sales data end ###', '### shift info begin ###', '}']) {
    const sale = replaced(SALE, '"docSum"', `"backReason":${JSON.stringify(text)},"docSum"`);
    const [document, ...others] = documentsOf(read(section('sales data', sale)));
    assert.equal(document?.backReason, text);
    assert.equal(others.length, 0);
  }
});

test('P8: a separator on a line of its own inside a broken string keeps the broken record in one piece', () => {
  const aside = asideOf(replaced(SALE, '"docSum"', '"slip":"line 1\n---\nline 2","docSum"'));
  assert.equal(aside.reason, 'record.not_json');
  assert.ok(aside.raw.startsWith('{"docType":1') && aside.raw.endsWith('}'));
});

test('P7: the times null and "null" and an absent time are all "no time"', () => {
  for (const [from, to] of [
    ['"2026-03-14T08:54:30"', 'null'],
    ['"2026-03-14T08:54:30"', '"null"'],
    ['"2026-03-14T08:54:30"', '""'],
    ['"timeBeg":"2026-03-14T08:54:30",', ''],
  ] as const) {
    assert.equal(read(section('shift info', replaced(SHIFT, from, to))).shifts[0]?.openedAt, null, to);
  }
});

test('P7: missing and null arrays are empty ones', () => {
  const bare = '{"docType":1,"docNum":1,"cashCode":"12","shift":347,"moneyPositions":null}';
  const [document] = documentsOf(read(section('sales data', bare)));
  assert.deepEqual(document?.payments, []);
  assert.deepEqual(document?.positions, []);
  assert.equal(document?.closedAt, null);
});

test('shift sums: every spelling of the database and of camel case is understood (registers §10)', () => {
  const spellings: Record<string, string[]> = {
    saleSum: ['sumSale', 'sumsale', 'SUMSALE', 'sum_sale', 'saleSum', 'sale_sum'],
    saleCash: ['sumsalecash', 'sumSaleCash', 'sum_sale_cash'],
    saleNoncash: ['sumsalenoncash', 'sumSaleNoncash', 'sumSaleNonCash'],
    saleOther: ['sumsaleother', 'sumSaleOther'],
    refundSum: ['sumrefund', 'sumRefund', 'refund_sum'],
    refundCash: ['sumrefundcash', 'sumRefundCash'],
    refundNoncash: ['sumrefundnoncash', 'sumRefundNonCash'],
    revenue: ['sumGain', 'sumgain', 'sum_gain'],
    revenueCash: ['sumgaincash', 'sumGainCash'],
    revenueNoncash: ['sumgainnoncash', 'sumGainNonCash'],
    drawerSum: ['sumDrawer', 'sumdrawer', 'drawer_sum'],
  };
  for (const [field, names] of Object.entries(spellings)) {
    for (const name of names) {
      const [shift] = read(section('shift info', `{"cashCode":"12","shiftnum":1,"${name}":-12.5}`)).shifts;
      assert.equal(shift?.reported[field as 'saleSum'], -1250, name);
    }
  }
  const counts =
    '{"cashCode":"12","shift":1,"countsale":3,"countRefund":"1","checknum1":10,"checkNum2":13,"scode":"7",';
  const [shift] = read(section('shift info', `${counts}"firstCheckTime":"2026-03-14T09:00:00"}`)).shifts;
  assert.deepEqual(
    [shift?.reported.saleCount, shift?.reported.refundCount, shift?.reported.firstReceiptNumber],
    [3, 1, 10],
  );
  assert.deepEqual(
    [shift?.reported.lastReceiptNumber, shift?.reported.firstReceiptAt, shift?.cashierCode],
    [13, '2026-03-14T09:00:00', '7'],
  );
});

test('shift sums: what is not reported is null, never zero', () => {
  const [shift] = read(section('shift info', '{"cashCode":"12","shift":1,"sumSale":null,"sumGain":0}')).shifts;
  assert.equal(shift?.reported.saleSum, null);
  assert.equal(shift?.reported.revenue, 0);
  assert.equal(shift?.reported.drawerSum, null);
});

test('keys: the exact spelling goes before another one; two other spellings of one key are not guessed at', () => {
  const both = replaced(SALE, '"docSum":30.00', '"docsum":1.00,"docSum":30.00,"DOCSUM":2.00');
  assert.equal(documentsOf(read(section('sales data', both)))[0]?.sum, 3000);
  const aside = asideOf(replaced(SALE, '"docSum":30.00', '"docsum":1.00,"DOCSUM":2.00'));
  assert.deepEqual([aside.reason, aside.details], ['record.ambiguous_key', { key: 'docSum' }]);
});

test('documents: the sum of the positions stands in for a sum that is not reported', () => {
  const [document] = documentsOf(read(section('sales data', replaced(SALE, '"docSum":30.00,', ''))));
  assert.deepEqual([document?.sum, document?.sumReported], [3000, false]);
});

test('documents: the sum of a position of 2017 stands in `sume`, department and discount have their defaults', () => {
  const [document] = documentsOf(read(section('sales data', replaced(SALE, '"posSum"', '"sume"'))));
  assert.deepEqual(
    [document?.positions[0]?.sum, document?.positions[0]?.departmentCode, document?.positions[0]?.discount],
    [3000, '1', 0],
  );
});

test('documents: a payment may be negative, as some registers write change; cancelled positions may be too', () => {
  const sale = replaced(
    replaced(SALE, '"sumB":30.00', '"sumB":-30.00'),
    '"stornoPositions":[]',
    '"stornoPositions":[{"posNum":2,"opCode":50,"quant":-1.000,"price":5.00,"posSum":-5.00}]',
  );
  const [document] = documentsOf(read(section('sales data', sale)));
  assert.deepEqual([document?.payments[0]?.sum, document?.cancelledPositions[0]?.sum], [-3000, -500]);
});

test('documents: a kind nobody knows needs neither number nor shift (T9)', () => {
  const [document] = documentsOf(read(section('sales data', '{"docType":777,"cashCode":"12"}')));
  assert.deepEqual([document?.documentType, document?.documentNumber, document?.shiftNumber], [777, null, null]);
});

test('documents: the register of the shifts stands in when a document names none, unless the shifts disagree', () => {
  const nameless = replaced(SALE, '"cashCode":"12",', '');
  const text = section('shift info', SHIFT) + section('sales data', nameless);
  assert.equal(documentsOf(read(text))[0]?.registerCode, '12');
  const aside = asideOf(nameless, `${SHIFT}\n---\n${replaced(SHIFT, '"12"', '"13"')}`);
  assert.equal(aside.reason, 'record.register_missing');
});

test('documents: letters that databases refuse are replaced in fields and kept in the raw text', () => {
  const sale = replaced(SALE, '"docSum"', '"backReason":"a\\u0000b\\ud800c","docSum"');
  const [document] = documentsOf(read(section('sales data', sale)));
  assert.equal(document?.backReason, 'a\ufffdb\ufffdc');
  assert.equal(document?.raw, sale);
});

test('documents are read while they are walked, and can be walked again', () => {
  const contents = read(section('sales data', SALE, '{broken', SALE));
  for (let walk = 0; walk < 2; walk += 1) {
    const kinds = [...contents.documents].map((record) => (isSetAside(record) ? record.ordinal : 'read'));
    assert.deepEqual(kinds, ['read', 2, 'read']);
  }
  const [first] = contents.documents;
  assert.ok(first !== undefined && !isSetAside(first));
});

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
    ['field.too_large', { field: 'docSum', value: '1e400' }, '"docSum":30.00', '"docSum":1e400'],
    ['field.too_large', { field: 'docSum', value: '90071992547409.92' }, '30.00', '90071992547409.92'],
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

test('set aside: positions that add up to more than an amount can hold', () => {
  const line = '{"posNum":1,"opCode":50,"quant":1,"price":1,"posSum":90071992547409.91}';
  const sale = `{"docType":1,"docNum":1,"cashCode":"12","shift":347,"inventPositions":[${line},${line}]}`;
  assert.equal(asideOf(sale).reason, 'field.too_large');
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

test('broken file: not UTF-8, no sections, cut, too many sections or held records', () => {
  const [before = '', after = ''] = SAMPLE.split('Иванова');
  const windows1251 = Buffer.concat([Buffer.from(before), Buffer.from([0xc8, 0xe2, 0xe0]), Buffer.from(after)]);
  assert.deepEqual(refusalOf(windows1251), ['file.not_utf8', {}]);
  assert.deepEqual(refusalOf(Buffer.from(`\ufeff${SAMPLE}`, 'utf16le')), ['file.not_utf8', {}]);
  assert.deepEqual(refusalOf('{"docType":1}'), ['file.no_sections', {}]);
  assert.deepEqual(refusalOf(''), ['file.no_sections', {}]);
  assert.deepEqual(refusalOf('### sales data end ###\n'), ['file.no_sections', {}]);
  assert.deepEqual(refusalOf(SAMPLE.replace('### sales data end ###\n', '')), ['file.cut', { section: 'sales data' }]);
  assert.deepEqual(refusalOf(section('x y', '1').repeat(1001)), ['file.too_many_sections', { limit: '1000' }]);
  const many = section('shift info', ...Array.from({ length: 11 }, () => SHIFT));
  const refused = readSalesFile(Buffer.from(many), { maxRecordBytes: 1000, maxDepth: 32, maxHeldRecords: 10 });
  assert.deepEqual(refused, {
    ok: false,
    reason: 'file.too_many_records',
    details: { section: 'shift info', limit: '10' },
  });
});

test('broken file: a file cut at any byte is never taken for a whole one with fewer documents', () => {
  const whole = Buffer.from(SAMPLE);
  const begun = new Map([
    ['shift info', whole.indexOf('### shift info begin ###')],
    ['sales data', whole.indexOf('### sales data begin ###')],
    ['securitylog info', whole.indexOf('### securitylog info begin ###')],
  ]);
  for (let length = 0; length < whole.length - 1; length += 1) {
    const contents = readSalesFile(whole.subarray(0, length));
    if (!contents.ok) continue;
    const documents = [...contents.documents].length;
    const cutInSales = length >= (begun.get('sales data') ?? 0) + '### sales data begin ###'.length;
    assert.ok(documents === 5 || (documents === 0 && !cutInSales), `${documents} documents of ${length} bytes`);
  }
});

test('reader never throws, whatever the bytes', () => {
  const walk = (bytes: Buffer): void => {
    const contents = readSalesFile(bytes);
    if (contents.ok) for (const record of contents.documents) assert.equal(typeof record.raw, 'string');
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => walk(Buffer.from(bytes))),
    { numRuns: 2000 },
  );
  const whole = Buffer.from(SAMPLE);
  const pieces = [
    '---',
    '\n---\n',
    '}',
    '{',
    '"',
    '###',
    '### sales data begin ###\n',
    '\\',
    '1e400',
    'null',
    '[',
    '\r',
    '\u2028',
  ];
  const edit = fc.tuple(fc.nat(whole.length), fc.nat(20), fc.constantFrom(...pieces, ''));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 8 }), (edits) => {
      let bytes: Buffer = whole;
      for (const [at, drop, put] of edits) {
        bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + drop)]);
      }
      walk(bytes);
    }),
    { numRuns: 5000 },
  );
});

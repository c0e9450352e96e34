import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentsOf, read, replaced, SALE, SAMPLE } from '../../../tests/support/sales-file-text.ts';
import type { FiscalDevice } from '../../domain/sales.ts';
import { type ExportReason, exportReasons } from './reasons.ts';
import { type SalesFileToWrite, writeSalesFile } from './sales-file.ts';

const NO_SUMS: SalesFileToWrite['shift']['sums'] = {
  saleSum: null,
  saleCash: null,
  saleNoncash: null,
  saleOther: null,
  refundSum: null,
  refundCash: null,
  refundNoncash: null,
  revenueCash: null,
  revenueNoncash: null,
  drawerSum: null,
  saleCount: null,
  refundCount: null,
  firstReceiptNumber: null,
  lastReceiptNumber: null,
  firstReceiptAt: null,
};
const DEVICE: FiscalDevice = {
  serialNumber: '0000000000012345',
  fiscalCashEnd: 60000,
  protectedTotalStart: 100000000,
  protectedTotalEnd: null,
  fiscalRefundSum: 0,
};

function fileOf(documents: readonly string[], change: Partial<SalesFileToWrite> = {}): SalesFileToWrite {
  return {
    shift: {
      registerCode: '12',
      shiftNumber: 347,
      openedAt: '2026-03-14T08:54:30',
      closedAt: null,
      cashierCode: null,
      revenue: 3000,
      sums: NO_SUMS,
      fiscalDevices: [DEVICE],
      users: [],
    },
    documents: documents.map((raw) => ({ raw })),
    securityLog: [],
    isCash: (paymentTypeCode) => paymentTypeCode === 1,
    ...change,
  };
}

function written(file: SalesFileToWrite): string {
  const result = writeSalesFile(file);
  assert.ok(result.ok, JSON.stringify(result));
  return result.bytes.toString('utf8');
}

/** The one document of the file, parsed. */
function documentIn(text: string): Record<string, unknown> {
  const line = text.split('\n').find((candidate) => candidate.includes('"docType"'));
  return JSON.parse(line ?? '') as Record<string, unknown>;
}

function refusalOf(file: SalesFileToWrite): { reason: ExportReason; details: Record<string, string> } {
  const result = writeSalesFile(file);
  assert.ok(!result.ok, 'the file is refused');
  assert.deepEqual(Object.keys(result.details).sort(), [...exportReasons[result.reason]].sort());
  return { reason: result.reason, details: result.details };
}

test('writer: the sample is written back with the same meaning', () => {
  const contents = read(SAMPLE);
  const [shift] = contents.shifts;
  assert.ok(shift);
  const { revenue, ...sums } = shift.reported;
  const text = written({
    shift: { ...shift, revenue: revenue ?? 0, sums },
    documents: documentsOf(contents),
    securityLog: contents.securityLog,
    isCash: (paymentTypeCode) => paymentTypeCode === 1,
  });
  assert.equal(text, SAMPLE);
});

test('F2 F8: LF only, every record ends with brace, line feed, separator; empty sections are empty', () => {
  const text = written(fileOf([SALE, replaced(SALE, '"docNum":1', '"docNum":2')]));
  assert.doesNotMatch(text, /\r/);
  const lines = text.split('\n').filter((line) => !line.startsWith('###') && line !== '');
  for (let index = 0; index < lines.length; index += 2) {
    assert.match(lines[index] ?? '', /^\{.*\}$/);
    assert.equal(lines[index + 1], '---');
  }
  assert.ok(text.includes('### securitylog info begin ###\n### securitylog info end ###\n'));
});

test('T4 T5 F3 F5: nothing that splits or hides a file is left in strings, keys included', () => {
  const evil = '}---\u0085\u2028\u2029\r\n### sales data end ###';
  const sale = replaced(SALE, '"docSum"', `"backReason":${JSON.stringify(evil)},${JSON.stringify(evil)}:1,"docSum"`);
  const text = written(fileOf([sale]));
  const flat = text.replaceAll('\n', '');
  assert.equal(flat.split('}---').length, 3);
  assert.doesNotMatch(flat, /[\r\u0085\u2028\u2029]/);
  assert.equal(text.split('### sales data end ###').length, 2);
  assert.equal(documentIn(text).backReason, evil);
  assert.equal(documentIn(text)[evil], 1);
});

test('T6 F9: decimals get their fraction, digits that say something stay', () => {
  const spellings = [
    ['"docSum":30.00', '"docSum":30', '"docSum":30.00'],
    ['"docSum":30.00', '"docSum":"30.5"', '"docSum":30.50'],
    ['"docSum":30.00', '"docSum":3e1', '"docSum":30.00'],
    ['"quant":1.000', '"quant":1', '"quant":1.000'],
    ['"quant":1.000', '"quant":1.23456', '"quant":1.23456'],
    ['"price":30.00', '"price":30.123', '"price":30.123'],
    ['"price":30.00', '"price":30.1000', '"price":30.10'],
    ['"price":30.00', '"price":-0.0', '"price":0.00'],
  ] as const;
  for (const [from, to, expected] of spellings) {
    const text = written(fileOf([replaced(SALE, from, to)]));
    assert.ok(text.includes(`${expected},`) || text.includes(`${expected}}`), `${to} → ${expected}`);
  }
});

test('T6 F9: the four fiscal sums are decimals or null, never integers', () => {
  const text = written(fileOf([SALE]));
  assert.ok(
    text.includes(
      '"kkms":[{"serialNum":"0000000000012345","sumCashEnd":600.00,"sumProtectedBeg":1000000.00,"sumProtectedEnd":null,"sumBack":0.00}]',
    ),
  );
});

test('F10 F11: times lose fraction and zone; an open time that is not known is null', () => {
  const zoned = replaced(SALE, '2026-03-14T09:00:00', '2026-03-14 09:00:00.123+03:00');
  assert.equal(documentIn(written(fileOf([zoned]))).timeEnd, '2026-03-14T09:00:00');
  const begun = replaced(SALE, '"docSum"', '"time_beg":"null","docSum"');
  assert.equal(documentIn(written(fileOf([begun]))).timeBeg, null);
  const inCapitals = replaced(begun, '"null"', '"NULL"');
  assert.equal(documentIn(written(fileOf([inCapitals]))).timeBeg, null);
});

test('F12 F13: strings and integers stand where they belong', () => {
  const swapped = SALE.replace('"12"', '12')
    .replace('"7"', '7')
    .replace('"9"', '9')
    .replace('"docNum":1', '"docNum":"1"')
    .replace('"shift":347', '"shift":"347"')
    .replace('"posNum":1', '"posNum":1.0')
    .replace('"valCode":1', '"valCode":"1"');
  assert.deepEqual(documentIn(written(fileOf([swapped]))), documentIn(written(fileOf([SALE]))));
});

test('P7: required arrays are added, null says the same as absence', () => {
  const bare = SALE.replace(',"stornoPositions":[]', '').replace(
    '"docSum"',
    '"identifier":null,"cardPositions":null,"docSum"',
  );
  const document = documentIn(written(fileOf([bare])));
  for (const list of ['stornoPositions', 'cardPositions', 'failedMoneyPositions', 'certificatePositions']) {
    assert.deepEqual(document[list], [], list);
  }
  assert.equal('identifier' in document, false);
  const [position] = document.inventPositions as Record<string, unknown>[];
  assert.deepEqual([position?.taxes, position?.discountPositions, position?.bonusPositions], [[], [], []]);
  assert.equal(position?.disc_abs, 0);
});

test('§7.2: a position without an item code is written by its barcode', () => {
  const position = (members: string): unknown => {
    const document = documentIn(written(fileOf([replaced(SALE, '"inventCode":"9","barCode":""', members)])));
    const { inventCode, barCode } = (document.inventPositions as Record<string, unknown>[])[0] ?? {};
    return [inventCode, barCode];
  };
  assert.deepEqual(position('"inventCode":null,"barCode":"46"'), ['', '46']);
  assert.deepEqual(position('"bcode":"46"'), ['', '46']);
  assert.deepEqual(position('"inventCode":"","barCode":""'), ['', '']);
});

test('F15: cancelled positions and failed payments below zero are written as amounts, they are in no sum', () => {
  const line =
    '{"posNum":2,"opCode":50,"inventCode":"8","quant":-2,"price":-5,"posSum":-9.50,"disc_abs":-0.50,' +
    '"discountPositions":[{"discType":"summ","discSum":-0.5}],"taxes":[{"taxSum":-1}]}';
  const sale = replaced(SALE, '"stornoPositions":[]', `"stornoPositions":[${line}]`);
  const failed = replaced(sale, '"docSum"', '"failedMoneyPositions":[{"opCode":70,"sumB":-30}],"docSum"');
  const text = written(fileOf([failed]));
  for (const amount of ['"quant":2.000', '"price":5.00', '"posSum":9.50', '"disc_abs":0.50', '"discSum":0.50'])
    assert.ok(text.includes(amount), `${amount} in ${text}`);
  assert.ok(text.includes('"taxSum":1.00') && text.includes('"failedMoneyPositions":[{"opCode":70,"sumB":30.00}]'));
});

test('§7.1: goods and payments that the reader leaves unread stop nothing', () => {
  const lines =
    '"inventPositions":[{"posNum":1,"opCode":50,"quant":1,"price":1,"posSum":1}],' +
    '"moneyPositions":[{"opCode":81,"valCode":1,"sumB":-30}],"cardPositions":[{}]';
  for (const type of [3, 4, 13, 99]) {
    const document = `{"docType":${type},"docNum":2,"cashCode":"12","shift":347,"userCode":"7","timeEnd":"2026-03-14T09:00:00","docSum":30,${lines}}`;
    assert.ok(written(fileOf([SALE, document])).includes('"valCode":1,"sumB":-30.00'), `docType ${type}`);
  }
});

test('F9: a tax rate that is no number stays, the reader does not read it', () => {
  const taxed = (rate: string): string =>
    replaced(SALE, '"posSum"', `"taxes":[{"taxRate":${rate},"taxSum":1}],"posSum"`);
  assert.ok(written(fileOf([taxed('10')])).includes('"taxRate":10.00'));
  assert.ok(written(fileOf([taxed('"без НДС"')])).includes('"taxRate":"без НДС"'));
});

test('writer: keys get the exact spelling, unknown ones and their values stay letter by letter', () => {
  const upper = SALE.replace(/"([A-Za-z_]+)":/g, (key) => key.toUpperCase());
  const sale = replaced(upper, '"DOCSUM"', '"SLIP2":"строка\\n2","Marks":{"a":[1.10,1e2,null,true]},"DOCSUM"');
  const text = written(fileOf([sale]));
  const { SLIP2, Marks, ...rest } = documentIn(text);
  assert.deepEqual(rest, documentIn(written(fileOf([SALE]))));
  assert.ok(text.includes('"SLIP2":"строка\\n2","Marks":{"a":[1.10,1e2,null,true]}'));
  assert.equal(SLIP2, 'строка\n2');
  assert.ok(Marks);
});

test('writer: documents of one file may be spelled and ordered differently, each is read by its own names', () => {
  const pairs = (text: string) => Object.entries(JSON.parse(text) as Record<string, unknown>);
  const turned = JSON.stringify(Object.fromEntries(pairs(SALE).reverse()));
  const upper = SALE.replace(/"([A-Za-z_]+)":/g, (key) => key.toUpperCase());
  const more = replaced(SALE, '"docSum"', '"docSum2":1,"docSum"');
  const alone = (raw: string) => documentIn(written(fileOf([raw])));
  const sources = [SALE, upper, SALE, turned, more, upper, turned, SALE];
  const lines = written(fileOf(sources))
    .split('\n')
    .filter((line) => line.includes('"docType"'));
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as unknown),
    sources.map(alone),
  );
  const twice = replaced(SALE, '"docSum"', '"DOC_SUM":1,"Doc_Sum":2,"docSum2"');
  for (const before of [[], [SALE], [SALE, upper]])
    assert.equal(refusalOf(fileOf([...before, twice])).details.cause, 'record.ambiguous_key');
});

test('writer: names of the database and of 2017 become the names of the file', () => {
  const old = SALE.replace('"posSum"', '"sume"').replace('"docSum"', '"sumb"').replace('"userCode"', '"scode"');
  const document = documentIn(written(fileOf([old])));
  assert.deepEqual(
    [document.docSum, document.userCode, (document.inventPositions as { posSum: number }[])[0]?.posSum],
    [30, '7', 30],
  );
});

test('writer: what the database knows better goes before the text', () => {
  const open = replaced(SALE, '"2026-03-14T09:00:00"', 'null');
  const overrides = { closedAt: '2026-03-14T10:00:00', documentNumber: 77, cashierCode: '8', sum: 3001 };
  const document = documentIn(written(fileOf([], { documents: [{ raw: open, overrides }] })));
  assert.deepEqual(
    [document.timeEnd, document.docNum, document.userCode, document.docSum],
    ['2026-03-14T10:00:00', 77, '8', 30.01],
  );
});

test('writer: the register is spelled as in shift info', () => {
  const padded = replaced(SALE, '"cashCode":"12"', '"cashCode":" 12 "');
  assert.equal(documentIn(written(fileOf([padded]))).cashCode, '12');
  assert.equal(documentIn(written(fileOf([replaced(SALE, '"cashCode":"12",', '')]))).cashCode, '12');
});

test('P23 F17: the complete shift is written and read back, what is not known is left out', () => {
  const shift: SalesFileToWrite['shift'] = {
    registerCode: '12',
    shiftNumber: 347,
    openedAt: '2026-03-14T08:54:30',
    closedAt: '2026-03-14T21:45:00',
    cashierCode: '7001',
    revenue: -4500,
    sums: {
      saleSum: 1,
      saleCash: 2,
      saleNoncash: 3,
      saleOther: 4,
      refundSum: 5,
      refundCash: 6,
      refundNoncash: 7,
      revenueCash: -8,
      revenueNoncash: 9,
      drawerSum: -10,
      saleCount: 11,
      refundCount: 12,
      firstReceiptNumber: 13,
      lastReceiptNumber: 14,
      firstReceiptAt: '2026-03-14T09:00:00',
    },
    fiscalDevices: [DEVICE],
    users: [{ code: '7001', name: 'Иванова "Мария"' }],
  };
  const [back] = read(written(fileOf([SALE], { shift }))).shifts;
  assert.ok(back);
  const { raw: _, reported, ...rest } = back;
  const { revenue, sums, ...expected } = shift;
  assert.deepEqual({ reported, ...rest }, { reported: { ...sums, revenue }, ...expected });
  assert.doesNotMatch(written(fileOf([SALE])), /sumSale|sumDrawer|countsale|scode/);
});

test('§8: log records are put into time order, equal times keep theirs', () => {
  const record = (opCode: number, at: string) => ({ opCode, at, cashierCode: '7', registerCode: '12' });
  const log = [record(4, '2026-03-14T21:00:00'), record(3, '2026-03-14T08:00:00'), record(13, '2026-03-14T21:00:00')];
  const back = read(written(fileOf([], { securityLog: log }))).securityLog;
  assert.deepEqual(
    back.map(({ opCode }) => opCode),
    [3, 4, 13],
  );
});

test('F16: change goes on cash payment types only, which are customer data (T9)', () => {
  const change = replaced(
    SALE,
    '"valCode":1,"sumB":30.00}',
    '"valCode":9,"sumB":40.00},{"opCode":72,"valCode":9,"sumB":10.00}',
  );
  assert.deepEqual(refusalOf(fileOf([change])), {
    reason: 'export.change_on_noncash',
    details: { document: '1', opCode: '72', paymentTypeCode: '9', rule: 'F16' },
  });
  assert.ok(written(fileOf([change], { isCash: (paymentTypeCode) => paymentTypeCode === 9 })));
});

test('writer: what cannot be written without guessing is refused by rule and document', () => {
  const discounted = (discount: string): string =>
    replaced(SALE, '"posSum"', `"disc_abs":1.00,"discountPositions":[{${discount}}],"posSum"`);
  const position = '"inventPositions":[{"posNum":1,';
  const cases: [ExportReason, string, string][] = [
    ['export.record_unreadable', '?', '{"docType":1'],
    ['export.record_unreadable', '?', `${SALE}x`],
    ['export.record_unreadable', '?', '[]'],
    ['export.record_unreadable', '?', replaced(SALE, '"docSum"', '"docNum":1,"docSum"')],
    ['export.field_missing', '1', replaced(SALE, '"docType":1,', '')],
    ['export.field_missing', '1', replaced(SALE, '"userCode":"7",', '')],
    ['export.field_missing', '1', replaced(SALE, '"userCode":"7"', '"userCode":null')],
    ['export.field_missing', '?', replaced(SALE, '"docNum":1,', '')],
    ['export.field_missing', '1', replaced(SALE, '"shift":347,', '')],
    ['export.field_missing', '1', replaced(SALE, ',"posSum":30.00', '')],
    ['export.field_missing', '1', replaced(SALE, '"inventCode":"9",', '')],
    ['export.field_missing', '1', replaced(SALE, '"inventCode":"9","barCode":""', '"inventCode":null,"barCode":null')],
    ['export.field_missing', '1', replaced(SALE, '"opCode":50', '"opCode":63')],
    ['export.field_missing', '1', replaced(SALE, '"valCode":1,', '')],
    ['export.field_missing', '1', replaced(SALE, '"posSum"', '"taxes":[{"taxSum":null}],"posSum"')],
    ['export.field_missing', '1', replaced(SALE, '"posSum"', '"bonusPositions":[{}],"posSum"')],
    [
      'export.field_missing',
      '1',
      replaced(SALE, '"posSum"', '"discountPositions":[{"discType":"bonus","discSum":1}],"posSum"'),
    ],
    ['export.field_missing', '1', discounted('"discType":"percent","discSum":1.00')],
    ['export.field_missing', '1', discounted('"discType":"summ","discSum":1.00')],
    ['export.field_missing', '1', discounted('"discSize":5,"discSum":1.00')],
    ['export.field_missing', '1', replaced(SALE, '"docType":1', '"docType":16')],
    ['export.field_missing', '1', replaced(SALE, '"docType":1', '"docType":3').replace('"docSum":30.00,', '')],
    ['export.field_missing', '1', replaced(SALE, '"docSum"', '"cardPositions":[{}],"docSum"')],
    ['export.field_missing', '1', replaced(SALE, '"docSum"', '"failedMoneyPositions":[{}],"docSum"')],
    ['export.bad_value', '1', replaced(SALE, '"docSum":30.00', '"docSum":"much"')],
    ['export.bad_value', '1', replaced(SALE, '"docSum":30.00', '"docSum":1e400')],
    ['export.bad_value', '1', replaced(SALE, '"inventCode":"9"', '"inventCode":["9"]')],
    ['export.bad_value', '1', replaced(SALE, '"posNum":1', '"posNum":"a"')],
    ['export.bad_value', '1', replaced(SALE, '"docSum"', '"timeBeg":"yesterday","docSum"')],
    ['export.bad_value', '1', replaced(SALE, '"stornoPositions":[]', '"stornoPositions":"none"')],
    ['export.bad_value', '1', replaced(SALE, '"stornoPositions":[]', '"stornoPositions":[1]')],
    ['export.negative_amount', '1', replaced(SALE, '"docSum":30.00', '"docSum":-30.00')],
    ['export.negative_amount', '1', replaced(SALE, '"valCode":1,"sumB":30.00', '"valCode":4,"sumB":-30.00')],
    ['export.negative_amount', '1', replaced(SALE, '"posSum"', '"disc_abs":-0.01,"posSum"')],
    ['export.negative_amount', '1', replaced(SALE, '"quant":1.000', '"quant":"-1"')],
    [
      'export.position_repeated',
      '1',
      replaced(SALE, position, `${position}"opCode":50,"inventCode":"8","quant":1,"price":1,"posSum":1},{"posNum":1,`),
    ],
    ['export.not_closed', '1', replaced(SALE, '"2026-03-14T09:00:00"', '"null"')],
    ['export.foreign_document', '1', replaced(SALE, '"shift":347', '"shift":348')],
    ['export.foreign_document', '1', replaced(SALE, '"cashCode":"12"', '"cashCode":"13"')],
  ];
  for (const [reason, document, text] of cases) {
    const refusal = refusalOf(fileOf([text]));
    assert.deepEqual([refusal.reason, refusal.details.document], [reason, document], text);
  }
});

test('T8 F14: a shift without open time is refused', () => {
  const { shift } = fileOf([]);
  const refusal = refusalOf(fileOf([SALE], { shift: { ...shift, openedAt: null } }));
  assert.deepEqual(refusal, { reason: 'export.shift_not_opened', details: { shiftNumber: '347', rule: 'F14' } });
});

test('§5: a file that the reader would delete unread is not written', () => {
  const cash = replaced(SALE, '"docType":1', '"docType":3');
  const record = (opCode: number) => ({ opCode, at: '2026-03-14T21:00:00', cashierCode: '7', registerCode: '12' });
  for (const log of [[], [record(3)], [record(4), record(3)]]) {
    assert.equal(refusalOf(fileOf([cash], { securityLog: log })).reason, 'export.nothing_to_read');
  }
  assert.ok(written(fileOf([cash], { securityLog: [record(3), record(13)] })));
});

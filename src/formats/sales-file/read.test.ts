import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  asideOf,
  documentsOf,
  read,
  replaced,
  SALE,
  SAMPLE,
  SHIFT,
  section,
} from '../../../tests/support/sales-file-text.ts';
import { isSetAside, rereadDocument, type SalesFileContents, writeSalesFile } from './sales-file.ts';

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
  assert.deepEqual(contents.unknownSections, []);
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

test('sales file: sections that nobody knows are kept raw', () => {
  const text = `${section('sales data', SALE)}### cashier stats begin ###\nfree text\n### cashier stats end ###\n`;
  assert.deepEqual(read(text).unknownSections, [{ name: 'cashier stats', raw: '\nfree text\n' }]);
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
    ['"2026-03-14T08:54:30"', 'NULL'],
    ['"2026-03-14T08:54:30"', '"NULL"'],
    ['"2026-03-14T08:54:30"', '""'],
    ['"timeBeg":"2026-03-14T08:54:30",', ''],
  ] as const) {
    assert.equal(read(section('shift info', replaced(SHIFT, from, to))).shifts[0]?.openedAt, null, to);
  }
});

test('a file in capitals throughout: NULL, TRUE and FALSE are taken, stored and written as JSON has them', () => {
  const sale = replaced(SALE, '"docSum"', '"timeBeg":null,"backReason":null,"copied":true,"printed":false,"docSum"');
  const text = section('shift info', SHIFT) + section('sales data', sale, SALE);
  const contents = read(text.toUpperCase());
  assert.equal(contents.shifts[0]?.closedAt, null);
  const [document, other] = documentsOf(contents);
  assert.ok(document !== undefined && other !== undefined);
  const { raw: _, ...expected } = documentsOf(read(text))[0] ?? assert.fail();
  const { raw, ...found } = document;
  assert.deepEqual(found, expected);
  assert.equal(raw, sale.toUpperCase(), 'the text stays as it came');
  assert.deepEqual(rereadDocument(raw, '12'), document);

  const [shift] = contents.shifts;
  assert.ok(shift);
  const { revenue, ...sums } = shift.reported;
  const written = writeSalesFile({
    shift: { ...shift, revenue: revenue ?? 0, sums },
    documents: [document],
    securityLog: [],
    isCash: () => true,
  });
  assert.ok(written.ok);
  assert.match(written.bytes.toString(), /"timeBeg":null,.*"COPIED":true,"PRINTED":false/);
});

test('F10: a fraction of a second and a zone are dropped from every time: the wall clock of the shop counts', () => {
  const log = '{"opcode":3,"optime":"2026-03-14T08:54:10","cashcode":"12"}';
  const times: [string, (contents: SalesFileContents) => string | null | undefined][] = [
    ['"timeBeg":"2026-03-14T08:54:30"', ({ shifts }) => shifts[0]?.openedAt],
    ['"timeEnd":"2026-03-14T21:45:00"', ({ shifts }) => shifts[0]?.closedAt],
    ['"firstchecktime":"2026-03-14T08:59:00"', ({ shifts }) => shifts[0]?.reported.firstReceiptAt],
    ['"timeBeg":"2026-03-14T08:59:00"', (contents) => documentsOf(contents)[0]?.openedAt],
    ['"timeEnd":"2026-03-14T09:00:00"', (contents) => documentsOf(contents)[0]?.closedAt],
    ['"optime":"2026-03-14T08:54:10"', ({ securityLog }) => securityLog[0]?.at],
  ];
  const shift = replaced(
    SHIFT,
    '"timeEnd":null',
    '"timeEnd":"2026-03-14T21:45:00","firstchecktime":"2026-03-14T08:59:00"',
  );
  const sale = replaced(SALE, '"timeEnd"', '"timeBeg":"2026-03-14T08:59:00","timeEnd"');
  const text = section('shift info', shift) + section('sales data', sale) + section('securitylog info', log);
  for (const suffix of ['', '.1', '.123', ',123', 'Z', '+03:00', '-0500', '.123456Z', '.123+03:00']) {
    for (const [member, timeOf] of times) {
      const time = member.slice(-20, -1);
      const contents = read(replaced(text, member, `${member.slice(0, -1)}${suffix}"`));
      assert.equal(timeOf(contents), time, `${member} ${suffix}`);
      assert.deepEqual(contents.setAside, [], `${member} ${suffix}`);
    }
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

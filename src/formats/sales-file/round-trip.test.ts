import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { documentsOf, read, section } from '../../../tests/support/sales-file-text.ts';
import { formatKopecks, formatThousandths } from '../../domain/money.ts';
import type { DocumentRecord, ShiftRecord } from '../../domain/sales.ts';
import { checkBeforePublishing, readAsErp } from '../erp-reader-rules/erp-reader-rules.ts';
import { parseRecord, writeSalesFile } from './sales-file.ts';

/** Strings that hurt files: separators, section marks, line ends of all kinds, quotes, halves of emoji. */
const nasty = fc
  .array(
    fc.oneof(
      { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
      fc.constantFrom('}---', '---', '}', '\n---\n', '### sales data end ###', '### shift info begin ###', '####'),
      fc.constantFrom(
        '\u0085',
        '\u2028',
        '\u2029',
        '\r\n',
        '\n',
        '\r',
        '"',
        '\\',
        '\\u2028',
        '🛒',
        '\ud83d',
        '\ufeff',
        '\0',
      ),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(''));

/** JSON text of a string; sometimes with raw U+2028 and the like, as a careless register writes it. */
const text = fc.tuple(nasty, fc.boolean()).map(([value, escaped]) => {
  const printed = JSON.stringify(value);
  return escaped
    ? printed.replace(/[\u0085\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : printed;
});

/** One amount in the spellings in which registers might write it. */
function spelled(plain: string, style: number): string {
  if (style === 1) return plain.replace(/\.?0+$/, '') || '0';
  if (style === 2) return `"${plain}"`;
  if (style === 3) return `${plain}00`;
  return plain;
}

const style = fc.nat(3);
const amount = fc.tuple(fc.nat(1_000_000_000), style).map(([value, how]) => spelled(formatKopecks(value), how));
const quantity = fc.tuple(fc.nat(1_000_000), style).map(([value, how]) => spelled(formatThousandths(value), how));
const integer = (max: number) =>
  fc.tuple(fc.nat(max), style).map(([value, how]) => (how === 2 ? `"${value}"` : String(value)));
const time = fc
  .tuple(fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }), fc.constantFrom('', '.500', '+03:00'))
  .map(([seconds, suffix]) => `"${new Date(seconds * 1000).toISOString().slice(0, 19)}${suffix}"`);

type Members = Record<string, fc.Arbitrary<string>>;

/** JSON text of an object; members of the second kind may be missing. */
function object(required: Members, optional: Members = {}): fc.Arbitrary<string> {
  const members = fc.tuple(fc.record(required), fc.record(optional, { requiredKeys: [] }), fc.nat(2));
  return members.map(([always, sometimes, keyCase]) => {
    const names = (name: string): string =>
      keyCase === 1 ? name.toLowerCase() : keyCase === 2 ? name.toUpperCase() : name;
    const all = Object.entries({ ...always, ...sometimes }).filter(([, value]) => value !== undefined);
    return `{${all.map(([name, value]) => `"${name === 'x-own' ? name : names(name)}":${value}`).join(',')}}`;
  });
}

function list(item: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc.array(item, { maxLength }).map((items) => `[${items.join(',')}]`);
}

function numbered(item: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .array(item, { maxLength: 3 })
    .map((items) => `[${items.map((one, index) => `{"posNum":${index + 1},${one.slice(1)}`).join(',')}]`);
}

const discount = object(
  { discType: fc.constantFrom('"percent"', '"bonus"'), discSum: amount, discSize: amount },
  { discName: text },
);
const position = object(
  {
    opCode: fc.constantFrom('50', '58'),
    inventCode: text,
    quant: quantity,
    price: amount,
    posSum: amount,
    disc_abs: amount,
  },
  {
    barCode: text,
    name: text,
    deptCode: integer(99),
    baseSum: amount,
    discountPositions: list(discount, 2),
    taxes: list(object({ taxSum: amount }, { taxRate: amount }), 1),
    'x-own': text,
  },
);
const payment = fc.oneof(
  object({ opCode: fc.constant('70'), valCode: integer(200), sumB: amount }, { slip: text }),
  object({ opCode: fc.constantFrom('72', '76', '101'), valCode: fc.constant('1'), sumB: amount }),
);
const cancelled = object({
  posNum: integer(99),
  opCode: fc.constant('50'),
  quant: quantity,
  price: amount,
  posSum: amount,
});
const documentText = object(
  {
    docType: fc.constantFrom('1', '2', '3', '4', '7', '8', '18', '25'),
    docNum: integer(1_000_000),
    cashCode: fc.constantFrom('"12"', '12'),
    shift: fc.constantFrom('347', '"347"'),
    userCode: text,
    timeEnd: time,
    docSum: amount,
  },
  {
    timeBeg: fc.oneof(time, fc.constantFrom('null', '"null"')),
    backReason: text,
    identifier: text,
    inventPositions: numbered(position),
    moneyPositions: list(payment, 3),
    stornoPositions: list(cancelled, 1),
    'x-own': text,
  },
);
const shift = object(
  {
    cashCode: fc.constant('"12"'),
    shift: fc.constant('347'),
    timeBeg: time,
    timeEnd: fc.oneof(time, fc.constant('null')),
  },
  {
    sumSale: amount,
    sumsalecash: amount,
    sumDrawer: amount,
    countsale: integer(1000),
    kkms: list(object({ serialNum: text }, { sumBack: amount, sumCashEnd: amount }), 2),
    users: list(object({ usercode: text, username: text }), 2),
  },
);
const logRecord = object({
  opcode: fc.constantFrom('3', '4', '13'),
  optime: time,
  cashiercard: text,
  cashcode: fc.constant('"12"'),
});

function withoutRaw<T extends { raw: string }>(record: T): Omit<T, 'raw'> {
  const { raw: _, ...rest } = record;
  return rest;
}

function write(
  record: ShiftRecord,
  documents: DocumentRecord[],
  log: { at: string; opCode: number; cashierCode: string; registerCode: string }[],
): Buffer {
  const { revenue, ...sums } = record.reported;
  const file = { shift: { ...record, revenue: revenue ?? 0, sums }, documents, securityLog: log };
  const written = writeSalesFile({ ...file, isCash: (paymentTypeCode) => paymentTypeCode === 1 });
  assert.ok(written.ok, JSON.stringify(written));
  return written.bytes;
}

function totalOf(amounts: number[]): number {
  return amounts.reduce((sum, value) => sum + value, 0);
}

/** What a line adds to what was paid: change takes away. */
function paidBy({ opCode, sum }: { opCode: number; sum: number }): number {
  return [72, 76, 101].includes(opCode) ? -sum : sum;
}

/** Own keys, whose values nobody but us must leave alone. */
function ownValues(record: DocumentRecord): unknown[] {
  const tree = parseRecord(record.raw);
  const positions = [...tree].find(([name]) => name.toLowerCase() === 'inventpositions')?.[1];
  const lists = Array.isArray(positions) ? positions : [];
  return [tree, ...lists].map((item) => (item instanceof Map ? item.get('x-own') : undefined));
}

test('T4 T5 T6 P8: what a register sends is written, accepted by the ERP and read back the same, 10,000 random shifts', () => {
  let accepted = 0;
  const file = fc.tuple(
    shift,
    fc.array(documentText, { minLength: 1, maxLength: 2 }),
    fc.array(logRecord, { maxLength: 2 }),
  );
  fc.assert(
    fc.property(file, ([shiftText, documentTexts, logTexts]) => {
      const received = read(
        section('shift info', shiftText) +
          section('sales data', ...documentTexts) +
          section('securitylog info', ...logTexts),
      );
      const [record] = received.shifts;
      assert.ok(record?.openedAt);
      const documents = documentsOf(received);
      const isReceipt = (document: DocumentRecord): boolean =>
        document.documentType !== 3 && document.documentType !== 4;
      fc.pre(documents.some(isReceipt));
      const bytes = write(record, documents, received.securityLog);

      const back = read(bytes);
      assert.deepEqual(documentsOf(back).map(withoutRaw), documents.map(withoutRaw));
      assert.deepEqual(documentsOf(back).map(ownValues), documents.map(ownValues));
      const reported = { ...record.reported, revenue: record.reported.revenue ?? 0 };
      assert.deepEqual(back.shifts.map(withoutRaw), [withoutRaw({ ...record, reported })]);
      const byTime = [...received.securityLog].sort((a, b) => a.at.localeCompare(b.at)).map(withoutRaw);
      assert.deepEqual(back.securityLog.map(withoutRaw), byTime);
      assert.deepEqual(back.unknownSections, []);

      const positions = documents.map((document) => totalOf(document.positions.map(({ sum }) => sum)));
      const sums = {
        documents: totalOf(documents.map(({ sum }) => sum)),
        positions: totalOf(positions),
        payments: totalOf(documents.flatMap((document) => document.payments.map(paidBy))),
      };
      const expected = { openedAt: record.openedAt, documents: documents.length, logRecords: byTime.length, sums };
      assert.deepEqual(checkBeforePublishing(bytes, expected), { ok: true });
      const reading = readAsErp(bytes);
      assert.equal(reading.documents.total, documents.length);
      const sign = (document: DocumentRecord): number =>
        isReceipt(document) ? ([2, 7, 25].includes(document.documentType) ? -1 : 1) : 0;
      const goods = totalOf(documents.map((document, index) => sign(document) * (positions[index] ?? 0)));
      assert.equal(reading.sums.goods, goods);
      accepted += 1;
    }),
    { numRuns: 10_000 },
  );
  assert.equal(accepted, 10_000);
});

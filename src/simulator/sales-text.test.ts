import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentRecord, SetAsideRecord } from '../domain/sales.ts';
import type { SalesFileContents } from '../formats/sales-file/sales-file.ts';
import { isSetAside, readSalesFile } from '../formats/sales-file/sales-file.ts';
import { openSalesBody } from '../formats/sales-package/sales-package.ts';
import { firstShift, planDay } from './day.ts';
import type { SimulatedShift } from './model.ts';
import { packShift } from './package.ts';
import type { SalesVariations } from './sales-text.ts';
import { wholeShift, writeSalesText } from './sales-text.ts';
import { sumsOf } from './shift-sums.ts';

const start = firstShift({ registerId: '_cash_12_00000001', registerCode: '12', seed: 5, date: '2026-03-14' });
const shift = planDay({ ...start, receipts: 60, rich: true });

function read(text: string): { file: SalesFileContents; documents: DocumentRecord[] } {
  const file = readSalesFile(Buffer.from(text));
  assert.ok(file.ok, JSON.stringify(file));
  assert.deepEqual(file.setAside, []);
  const records: (DocumentRecord | SetAsideRecord)[] = [...file.documents];
  return { file, documents: records.map(understood) };
}

function understood(record: DocumentRecord | SetAsideRecord): DocumentRecord {
  assert.ok(!isSetAside(record), JSON.stringify(record));
  return record;
}

function assertSame(file: SalesFileContents, documents: DocumentRecord[], expected: SimulatedShift): void {
  const sums = sumsOf(expected);
  const [head] = file.shifts;
  assert.equal(head?.closedAt, expected.closedAt);
  assert.equal(head?.shiftNumber, expected.shiftNumber);
  const reported: Record<string, unknown> = head?.reported ?? {};
  for (const [name, value] of Object.entries(reported)) {
    assert.equal(value, sums[name as keyof typeof sums], name);
  }
  assert.equal(head?.fiscalDevices[0]?.protectedTotalEnd, sums.protectedTotalEnd);
  assert.deepEqual(
    documents.map((one) => [one.documentNumber, one.documentType, one.receiptNumber, one.sum, one.closedAt]),
    expected.documents.map((one) => [one.documentNumber, one.documentType, one.receiptNumber, one.sum, one.closedAt]),
  );
  assert.deepEqual(
    documents.map((one) => one.positions.map((position) => [position.itemCode, position.quantity, position.sum])),
    expected.documents.map((one) =>
      one.positions.map((position) => [position.itemCode, position.quantity, position.sum]),
    ),
  );
}

const variations: Record<string, SalesVariations> = {
  'as usual': {},
  'with CRLF': { lineEnd: '\r\n' },
  'with the names of the database': { names: 'database' },
  'with a byte order mark and an unknown section': { byteOrderMark: true, unknownSection: true },
};

for (const [name, variation] of Object.entries(variations)) {
  test(`a shift written ${name} is read as it was sold`, () => {
    const { file, documents } = read(writeSalesText([wholeShift(shift)], variation));
    assertSame(file, documents, shift);
    assert.equal(file.securityLog.length, shift.securityLog.length);
  });
}

test('sections can be missing, and so can the opening time', () => {
  const { file, documents } = read(writeSalesText([wholeShift(shift)], { without: ['shift', 'securityLog'] }));
  assert.deepEqual([file.shifts.length, file.securityLog.length, documents.length], [0, 0, shift.documents.length]);
  const timeless = read(writeSalesText([wholeShift(shift)], { withoutOpenTime: true, without: ['documents'] }));
  assert.equal(timeless.file.shifts[0]?.openedAt, null);
  assert.equal(timeless.documents.length, 0);
});

test('a package holds the text under the path of a register, and equal sales give equal bytes', async () => {
  const zip = await packShift(shift);
  assert.ok(zip.equals(await packShift(shift)));
  const opened = await openSalesBody(zip);
  assert.ok(opened.ok);
  assert.match(opened.entryName ?? '', /^sales_cash_12_00000001_\d{14}\.json$/);
  assert.equal(opened.text.toString(), writeSalesText([wholeShift(shift)]));
  assert.ok(zip.includes('tmp/sales_for_cs/'));
});

test('sums hold among themselves in every prefix of a day', () => {
  for (const count of [0, 1, 20, shift.documents.length]) {
    const sums = sumsOf({ ...shift, documents: shift.documents.slice(0, count) });
    assert.equal(sums.saleSum, sums.saleCash + sums.saleNoncash + sums.saleOther);
    assert.equal(sums.refundSum, sums.refundCash + sums.refundNoncash);
    assert.equal(sums.revenue, sums.saleSum - sums.refundSum);
    assert.equal(sums.protectedTotalEnd - sums.protectedTotalStart - sums.refundSum, sums.revenue);
  }
});

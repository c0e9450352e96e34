/** Whether the money agrees, station by station, with what the registers themselves know they have sold. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ShiftDetail, ShiftRow } from '../../contracts/web-api.ts';
import { formatKopecks, parseKopecks } from '../../src/domain/money.ts';
import { readAsErp } from '../../src/formats/erp-reader-rules/erp-reader-rules.ts';
import type { SimulatedErp } from '../../src/simulator/erp.ts';
import type { ExpectedShift, SimulatedRegister } from '../../src/simulator/register.ts';
import type { ApiClient } from './api-client.ts';
import { until } from './until.ts';

const SUMS = [
  'saleSum',
  'saleCash',
  'saleNoncash',
  'saleOther',
  'refundSum',
  'refundCash',
  'refundNoncash',
  'revenue',
  'revenueCash',
  'revenueNoncash',
  'drawerSum',
] as const;

/** The sums of a shift as the API must write them. */
function sumsOf(shift: ExpectedShift): Record<string, string> {
  return Object.fromEntries(SUMS.map((name) => [name, formatKopecks(shift.sums[name])]));
}

function picked(row: ShiftRow): Record<string, string | null> {
  return Object.fromEntries(SUMS.map((name) => [name, row[name]]));
}

/** A document in the words that the register and the API share; the list of them must be the same, none twice. */
type DocumentLine = string;

function linesOfRegister(shift: ExpectedShift): DocumentLine[] {
  return shift.documents
    .map((document) => {
      const { documentType, documentNumber, receiptNumber, closedAt, sum, identifier } = document;
      return [documentType, documentNumber, receiptNumber, closedAt, formatKopecks(sum), identifier].join(' ');
    })
    .sort();
}

/** What the ledger answers for one register: the row of every shift, after everything in it was compared. */
export async function checkLedger(api: ApiClient, register: SimulatedRegister): Promise<ShiftRow[]> {
  const { shopCode, registerCode } = register;
  const truth = register.expected();
  const shifts = await until('every closed shift has been checked', async () => {
    const { shifts: rows } = await api.shifts(shopCode, registerCode);
    return rows.every(({ closedAt, check }) => closedAt === null || check.result !== 'not_looked') && rows;
  });
  assert.equal(shifts.length, truth.length, `shifts of register ${registerCode}`);
  for (const shift of truth) {
    const where = `register ${registerCode} shift ${shift.shiftNumber} of ${shift.openedAt}`;
    const row = shifts.find((one) => one.shiftNumber === shift.shiftNumber && one.openedAt === shift.openedAt);
    assert.ok(row !== undefined, `${where} is in the list`);
    assert.deepEqual(picked(row), sumsOf(shift), `${where} in the list of shifts`);
    assert.equal(row.receiptCount, shift.sums.saleCount + shift.sums.refundCount, where);
    assert.equal(row.closedAt, shift.closedAt, where);
    assert.deepEqual([row.computed, row.differs, row.unmappedPaymentTypes], [[], [], []], where);
    assert.deepEqual([row.conflicts, row.setAsideDocuments], [0, 0], where);
    checkDetail(await api.shift(shopCode, registerCode, row.key), shift, where);
    await checkDocuments(api, register, row.key, shift);
  }
  return shifts;
}

/** The page of the shift: reported and counted are equal for every sum, and the cells of the totals add up to them. */
function checkDetail(detail: ShiftDetail, shift: ExpectedShift, where: string): void {
  const expected = sumsOf(shift);
  for (const name of SUMS) {
    const figure = { reported: expected[name], counted: expected[name], difference: '0.00' };
    assert.deepEqual(detail.figures[name], figure, `${where}: ${name} on the page of the shift`);
  }
  const { saleCount, refundCount } = shift.sums;
  assert.deepEqual(detail.counts.saleCount, { reported: saleCount, counted: saleCount }, where);
  assert.deepEqual(detail.counts.refundCount, { reported: refundCount, counted: refundCount }, where);
  const cells = (paymentClass: string, side: 'saleSum' | 'refundSum') =>
    addUp(detail.totals.filter((cell) => cell.paymentClass === paymentClass).map((cell) => cell[side]));
  const { saleCash, saleNoncash, saleOther, refundCash, refundNoncash } = expected;
  assert.deepEqual(
    ['cash', 'noncash', 'other', 'unmapped'].map((one) => cells(one, 'saleSum')),
    [saleCash, saleNoncash, saleOther, '0.00'],
    `${where}: totals of sales by class`,
  );
  assert.deepEqual(
    ['cash', 'noncash', 'other', 'unmapped'].map((one) => cells(one, 'refundSum')),
    [refundCash, refundNoncash, '0.00', '0.00'],
    `${where}: totals of refunds by class`,
  );
}

/** Every document of the register is there exactly once, and the sums of the list are those of the shift. */
async function checkDocuments(
  api: ApiClient,
  { shopCode, registerCode }: SimulatedRegister,
  key: string,
  shift: ExpectedShift,
): Promise<void> {
  const { documents } = await api.documents(shopCode, registerCode, key);
  const lines = documents.map((document) => {
    const { documentType, documentNumber, receiptNumber, closedAt, sum, identifier } = document;
    return [documentType, documentNumber, receiptNumber, closedAt, sum, identifier].join(' ');
  });
  assert.deepEqual(lines.sort(), linesOfRegister(shift), `documents of ${key}`);
  assert.ok(documents.every((document) => !document.differs && document.conflicts === 0));
  const sumOf = (documentClass: string) =>
    addUp(documents.filter((document) => document.documentClass === documentClass).map((document) => document.sum));
  assert.equal(sumOf('sale'), formatKopecks(shift.sums.saleSum), `sales over the documents of ${key}`);
  assert.equal(sumOf('refund'), formatKopecks(shift.sums.refundSum), `refunds over the documents of ${key}`);
}

/** The documents that the ledger has, of those the register has: for a register that did not deliver everything yet. */
export async function documentsInLedger(api: ApiClient, register: SimulatedRegister): Promise<Map<string, string>> {
  const { shopCode, registerCode } = register;
  const found = new Map<string, string>();
  for (const { key } of (await api.shifts(shopCode, registerCode)).shifts) {
    for (const { identifier, documentId, sum } of (await api.documents(shopCode, registerCode, key)).documents) {
      assert.ok(identifier !== null);
      assert.ok(!found.has(identifier), `${identifier} is in the ledger twice (${documentId})`);
      found.set(identifier, sum ?? assert.fail('a sum is not told'));
    }
  }
  return found;
}

/** The books of the ERP: one Z-report a shift, with the register's own sums. */
export function checkErp(erp: SimulatedErp, registers: readonly SimulatedRegister[]): void {
  const expected = registers.flatMap((register) => register.expected().map((shift) => zReportOf(register, shift)));
  const booked = erp.ledger().map(({ receipts: _receipts, ...zReport }) => zReport);
  assert.deepEqual(
    booked,
    expected.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  );
}

function zReportOf({ shopCode, registerCode }: SimulatedRegister, shift: ExpectedShift) {
  const { sums, documents } = shift;
  const moved = (documentType: number) =>
    documents.filter((one) => one.documentType === documentType).reduce((sum, one) => sum + one.sum, 0);
  return {
    key: `${shopCode}_${registerCode}_${shift.shiftNumber}_${shift.openedAt.slice(0, 10).split('-').reverse().join('')}`,
    documents: documents.length,
    goods: sums.revenue,
    cash: sums.revenueCash,
    // The ERP of the tests knows cash and everything else.
    noncash: sums.revenueNoncash + sums.saleOther,
    cashIn: moved(3),
    cashOut: moved(4),
    externalSum: sums.revenue,
    closed: shift.closedAt !== null,
    wrong: false,
  };
}

/** Every `*.json` that the reader of the ERP would take, without those it has put away. */
function filesForErp(exchangeFolder: string): { path: string; bytes: Buffer }[] {
  const entries = readdirSync(exchangeFolder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/success-'))
    .sort()
    .map((path) => ({ path: path.slice(exchangeFolder.length + 1), bytes: readFileSync(path) }));
}

/** Holds every file of the folder against the rules of the reader; answers what it read of each. */
export function readExchange(exchangeFolder: string) {
  return filesForErp(exchangeFolder).map(({ path, bytes }) => {
    const reading = readAsErp(bytes, { fileName: basename(path), group: path.split('/')[0] ?? '' });
    assert.equal(reading.outcome, 'accepted', `${path}: ${JSON.stringify(reading.problems)}`);
    assert.deepEqual(reading.problems, [], path);
    return { path, reading };
  });
}

/** Amounts of the API added up, as the API writes them. */
export function addUp(amounts: readonly (string | null)[]): string {
  let sum = 0;
  for (const amount of amounts) {
    const read = parseKopecks(amount ?? 'not told');
    assert.ok(read.ok, String(amount));
    sum += read.value;
  }
  return formatKopecks(sum);
}

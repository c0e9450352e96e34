/**
 * Totals of a shift by hour and department, department, hour and cashier, payment type and kind of discount, kept while its
 * documents are loaded.
 */
import { documentSlices } from '../../domain/document-slices.ts';
import type { DocumentTotals } from '../../domain/document-totals.ts';
import { addKopecks } from '../../domain/money.ts';
import type { DocumentClass, DocumentRecord, PaymentClass } from '../../domain/sales.ts';
import type { Transaction, Value } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { clean } from './document-rows.ts';

/** Columns of the key and of the sums of each table, in the order of the values of a cell. */
const SLICES = {
  total: {
    table: 'shift_total',
    keys: ['hour', 'department_code', 'payment_class'],
    sums: ['sale_sum', 'refund_sum'],
  },
  /** Lines per payment type without a class. */
  unmapped: { table: 'shift_unmapped_payment', keys: ['payment_type_code'], sums: ['line_count'] },
  department: {
    table: 'shift_department',
    keys: ['department_code'],
    sums: [
      'receipt_count',
      'position_count',
      'quantity',
      'base_sum',
      'discount',
      'sale_sum',
      'refund_sum',
      'tax_sum',
      'cash_sum',
      'noncash_sum',
      'other_sum',
      'unmapped_sum',
    ],
  },
  hour: {
    table: 'shift_hour',
    keys: ['hour', 'cashier_code'],
    sums: [
      'sale_count',
      'refund_count',
      'position_count',
      'discount',
      'sale_sum',
      'refund_sum',
      'refund_cash',
      'cancelled_count',
      'cancelled_sum',
      'annulled_count',
      'annulled_sum',
    ],
  },
  payment: {
    table: 'shift_payment',
    keys: ['payment_type_code'],
    sums: ['sale_count', 'sale_sum', 'refund_count', 'refund_sum'],
  },
  discount: {
    table: 'shift_discount',
    keys: ['discount_type', 'discount_name'],
    sums: ['line_count', 'discount_sum'],
  },
} as const;
type SliceName = keyof typeof SLICES;
const NAMES = Object.keys(SLICES) as SliceName[];

type Cell = { keys: (string | number)[]; sums: number[] };

/** What a set of documents adds to the slices of one shift. */
export type ShiftSlices = Record<SliceName, Map<string, Cell>>;

export function emptyShiftSlices(): ShiftSlices {
  return {
    total: new Map(),
    unmapped: new Map(),
    department: new Map(),
    hour: new Map(),
    payment: new Map(),
    discount: new Map(),
  };
}

/** Adds one document that is new to the shift. */
export function addToShiftSlices(
  slices: ShiftSlices,
  document: DocumentRecord,
  documentClass: DocumentClass,
  totals: DocumentTotals,
): void {
  const { departments, hour, payments, discounts } = documentSlices(document, documentClass, totals);
  for (const one of departments)
    add(
      slices.department,
      [clean(one.departmentCode)],
      [
        one.receipts,
        one.positions,
        one.quantity,
        one.baseSum,
        one.discount,
        one.saleSum,
        one.refundSum,
        one.tax,
        one.cash,
        one.noncash,
        one.other,
        one.unmapped,
      ],
    );
  if (hour !== null)
    add(
      slices.hour,
      [hour.hour, clean(hour.cashierCode)],
      [
        hour.saleCount,
        hour.refundCount,
        hour.positions,
        hour.discount,
        hour.saleSum,
        hour.refundSum,
        hour.refundCash,
        hour.cancelledCount,
        hour.cancelledSum,
        hour.annulledCount,
        hour.annulledSum,
      ],
    );
  for (const one of payments)
    add(slices.payment, [one.paymentTypeCode], [one.saleCount, one.saleSum, one.refundCount, one.refundSum]);
  for (const one of discounts) add(slices.discount, [clean(one.discountType), clean(one.name)], [one.lines, one.sum]);
}

/** Adds a closed sale or refund to the cells by hour, department and class; `classOf` tells which payments have none. */
export function addReceiptToSlices(
  slices: ShiftSlices,
  document: DocumentRecord,
  totals: DocumentTotals,
  classOf: (code: number) => PaymentClass | null,
): void {
  for (const { hour, departmentCode, paymentClass, saleSum, refundSum } of totals.cells)
    add(slices.total, [hour, clean(departmentCode), paymentClass], [saleSum, refundSum]);
  for (const { paymentTypeCode } of document.payments)
    if (classOf(paymentTypeCode) === null) add(slices.unmapped, [paymentTypeCode], [1]);
}

/** Adds what one set of documents adds to what another does; `more` is used up. */
export function addSlices(slices: ShiftSlices, more: ShiftSlices): void {
  for (const name of NAMES) for (const { keys, sums } of more[name].values()) add(slices[name], keys, sums);
}

function add(cells: Map<string, Cell>, keys: (string | number)[], sums: number[]): void {
  const key = keys.join('\n');
  const known = cells.get(key);
  if (known === undefined) cells.set(key, { keys, sums });
  else for (const [index, sum] of sums.entries()) known.sums[index] = addKopecks(known.sums[index] ?? 0, sum);
}

/**
 * Rows of the statements for so many cells, largest first: each statement is a journey to the database, and few distinct
 * texts are found again among the prepared ones.
 */
function sizesFor(count: number): number[] {
  const sizes: number[] = [];
  for (let left = count; left > 0; ) {
    const size = left <= 12 ? left : (SIZES.find((one) => one <= left) ?? left);
    sizes.push(size);
    left -= size;
  }
  return sizes;
}

const SIZES = [256, 128, 64, 32, 16, 12];

/** Adds the slices to what the shifts have, in the transaction that writes the documents; each shift stands once in the list. */
export async function writeShiftSlices(
  tx: Transaction<Tables>,
  changes: readonly { shopId: string; shiftId: number; slices: ShiftSlices }[],
): Promise<void> {
  for (const name of NAMES) {
    const rows = changes.flatMap(({ shopId, shiftId, slices }) =>
      [...slices[name].values()].map(({ keys, sums }): Value[] => [shopId, shiftId, ...keys, ...sums]),
    );
    let from = 0;
    for (const size of sizesFor(rows.length)) {
      await tx.run(growSlice(name, size), rows.slice(from, from + size).flat());
      from += size;
    }
  }
}

const statements = new Map<string, string>();

function growSlice(name: SliceName, count: number): string {
  const id = `${name} ${count}`;
  const known = statements.get(id);
  if (known !== undefined) return known;
  const { table, keys, sums } = SLICES[name];
  const columns = ['shop_id', 'shift_id', ...keys, ...sums];
  const row = `(${columns.map(() => '?').join(', ')})`;
  const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array.from({ length: count }, () => row).join(', ')}
    ON CONFLICT (shop_id, shift_id, ${keys.join(', ')})
    DO UPDATE SET ${sums.map((sum) => `${sum} = ${table}.${sum} + excluded.${sum}`).join(', ')}`;
  statements.set(id, text);
  return text;
}

/** Removes the slices of a shift, before a recount in the same transaction. */
export async function clearShiftSlices(tx: Transaction<Tables>, shopId: string, shiftId: number): Promise<void> {
  for (const name of NAMES)
    await tx.run(`DELETE FROM ${SLICES[name].table} WHERE shop_id = ? AND shift_id = ?`, [shopId, shiftId]);
}

/** Totals of a shift by department, hour and cashier, payment type and kind of discount, kept while its documents are loaded. */
import { documentSlices } from '../../domain/document-slices.ts';
import type { DocumentTotals } from '../../domain/document-totals.ts';
import { addKopecks } from '../../domain/money.ts';
import type { DocumentClass, DocumentRecord } from '../../domain/sales.ts';
import type { Transaction, Value } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { clean } from './document-rows.ts';

/** Columns of the key and of the sums of each table, in the order of the values of a cell. */
const SLICES = {
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
  return { department: new Map(), hour: new Map(), payment: new Map(), discount: new Map() };
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

function add(cells: Map<string, Cell>, keys: (string | number)[], sums: number[]): void {
  const key = keys.join('\n');
  const known = cells.get(key);
  if (known === undefined) cells.set(key, { keys, sums });
  else for (const [index, sum] of sums.entries()) known.sums[index] = addKopecks(known.sums[index] ?? 0, sum);
}

/** Cells of one statement: each statement is a journey to the database. */
const CELLS_A_STATEMENT = 40;

/** Adds the slices to what the shift has, in the transaction that writes the documents. */
export async function writeShiftSlices(
  tx: Transaction<Tables>,
  shopId: string,
  shiftId: number,
  slices: ShiftSlices,
): Promise<void> {
  for (const name of NAMES) {
    const cells = [...slices[name].values()];
    for (let from = 0; from < cells.length; from += CELLS_A_STATEMENT) {
      const some = cells.slice(from, from + CELLS_A_STATEMENT);
      const values = some.flatMap(({ keys, sums }): Value[] => [shopId, shiftId, ...keys, ...sums]);
      await tx.run(growSlice(name, some.length), values);
    }
  }
}

const statements = new Map<string, string>();

/** The text is kept: many packages have as many cells as the one before. */
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

import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import { kopecksOf } from '../../format/format.ts';

type Total = ShiftDetail['totals'][number];
export type PaymentColumn = Total['paymentClass'];
/** Sales and returns in kopecks. */
export type Turnover = { sales: number; refunds: number };
export type PivotRow = {
  departmentCode: string;
  hour: string;
  cells: Partial<Record<PaymentColumn, Turnover>>;
  all: Turnover;
};
export type Pivot = { classes: PaymentColumn[]; rows: PivotRow[]; total: Omit<PivotRow, 'departmentCode' | 'hour'> };

const order: PaymentColumn[] = ['cash', 'noncash', 'other', 'unmapped'];

/** Turns the totals of a shift into rows by hour and department, with a column for each payment class that occurs. */
export function pivotTotals(totals: readonly Total[]): Pivot {
  const rows = new Map<string, PivotRow>();
  const total: Pivot['total'] = { cells: {}, all: { sales: 0, refunds: 0 } };
  for (const entry of totals) {
    const key = `${entry.hour}\t${entry.departmentCode}`;
    const row = rows.get(key) ?? {
      departmentCode: entry.departmentCode,
      hour: entry.hour,
      cells: {},
      all: { sales: 0, refunds: 0 },
    };
    rows.set(key, row);
    for (const place of [row, total]) {
      place.cells[entry.paymentClass] = add(place.cells[entry.paymentClass] ?? { sales: 0, refunds: 0 }, entry);
      place.all = add(place.all, entry);
    }
  }
  const sorted = [...rows.values()].sort(
    (a, b) => a.hour.localeCompare(b.hour) || a.departmentCode.localeCompare(b.departmentCode, 'ru', { numeric: true }),
  );
  return { classes: order.filter((name) => total.cells[name] !== undefined), rows: sorted, total };
}

function add(sum: Turnover, entry: Total): Turnover {
  return { sales: sum.sales + kopecksOf(entry.saleSum), refunds: sum.refunds + kopecksOf(entry.refundSum) };
}

/** «Отчёт по отделам» (M49–M51): from the totals by department, whose payments were allocated to positions while loading. */
import { column, sumRows, type TableReport, type TableRow, withShares } from './model.ts';
import { keptSql, shiftsSql, total } from './scope.ts';

const FIGURES = [
  column('receipts', 'count', 'departmentReceipts'),
  column('positions', 'count', 'positions'),
  column('quantity', 'quantity', 'quantity'),
  column('baseSum', 'money', 'baseSum'),
  column('discount', 'money', 'discount'),
  column('saleSum', 'money', 'departmentSales'),
  column('refundSum', 'money', 'departmentRefunds'),
  column('revenue', 'money', 'departmentRevenue'),
  column('tax', 'money', 'tax'),
  column('cash', 'money', 'allocatedCash', 'ofRevenue'),
  column('noncash', 'money', 'allocatedNoncash', 'ofRevenue'),
  column('other', 'money', 'allocatedOther', 'ofRevenue'),
];

type Row = Record<string, number> & { code: string };

export const departmentsTable: TableReport = {
  previous: true,
  shift: true,
  async read({ database, scope }) {
    const { text, params } = shiftsSql(scope, keptSql('shift_department'), 'GROUP BY t.department_code');
    const read = await database.all<Row>(
      `SELECT t.department_code AS code, ${total('t.receipt_count')} AS receipts, ${total('t.position_count')} AS positions,
         ${total('t.quantity')} AS quantity, ${total('t.base_sum')} AS "baseSum", ${total('t.discount')} AS discount,
         ${total('t.sale_sum')} AS "saleSum", ${total('t.refund_sum')} AS "refundSum",
         ${total('t.sale_sum - t.refund_sum')} AS revenue, ${total('t.tax_sum')} AS tax, ${total('t.cash_sum')} AS cash,
         ${total('t.noncash_sum')} AS noncash, ${total('t.other_sum')} AS other, ${total('t.unmapped_sum')} AS unmapped ${text}`,
      params,
    );
    const rows = read.map(({ code, ...cells }): TableRow => {
      return { key: code, cells: { ...cells, department: code }, target: { department: code } };
    });
    rows.sort((a, b) => collator.compare(a.key, b.key));
    const figures = read.some(({ unmapped }) => unmapped !== 0)
      ? [...FIGURES, column('unmapped', 'money', 'allocatedUnmapped', 'ofRevenue')]
      : FIGURES;
    const totals = sumRows(
      rows,
      figures.map(({ key }) => key),
    );
    // A receipt of two departments stands in both rows and is one receipt.
    totals['receipts'] = await countReceipts(database, scope);
    withShares(rows, 'revenue', totals);
    return {
      columns: [column('department', 'code'), ...figures, column('share', 'percent', 'share')],
      rows,
      totals,
      rowCount: rows.length,
      next: null,
    };
  },
};

const collator = new Intl.Collator('ru', { numeric: true });

async function countReceipts(
  database: Parameters<TableReport['read']>[0]['database'],
  scope: Parameters<typeof shiftsSql>[0],
): Promise<number> {
  const { text, params } = shiftsSql(scope);
  const row = await database.get<{ n: number }>(
    `SELECT ${total('s.counted_sale_count + s.counted_refund_count')} AS n ${text}`,
    params,
  );
  return row?.n ?? 0;
}

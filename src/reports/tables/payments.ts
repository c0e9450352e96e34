/** «По видам оплат»: what was paid how; the row without a code is what no payment line explains, so that the total is that of the shifts. */
import { column, sumRows, type TableReport, type TableRow, withShares } from './model.ts';
import { keptSql, shiftsSql, total } from './scope.ts';

const FIGURES = [
  column('saleCount', 'count', 'paidReceipts'),
  column('saleSum', 'money', 'paidSales'),
  column('refundCount', 'count', 'paidRefundReceipts'),
  column('refundSum', 'money', 'paidRefunds'),
  column('revenue', 'money', 'paidRevenue'),
];
const ADDED = FIGURES.map(({ key }) => key);

type Row = {
  code: number;
  name: string | null;
  paymentClass: string | null;
  saleCount: number;
  saleSum: number;
  refundCount: number;
  refundSum: number;
};

export const paymentsTable: TableReport = {
  previous: true,
  shift: true,
  async read({ database, scope }) {
    const own = `LEFT JOIN payment_type own ON own.shop_id = t.shop_id AND own.payment_type_code = t.payment_type_code
      LEFT JOIN payment_type common ON common.shop_id = '' AND common.payment_type_code = t.payment_type_code`;
    const name = 'COALESCE(own.name, common.name)';
    const kind = 'COALESCE(own.payment_class, common.payment_class)';
    const kept = shiftsSql(scope, `${keptSql('shift_payment')} ${own}`, `GROUP BY t.payment_type_code, ${kind}`);
    const read = await database.all<Row>(
      `SELECT t.payment_type_code AS code, MAX(${name}) AS name, ${kind} AS "paymentClass",
         ${total('t.sale_count')} AS "saleCount", ${total('t.sale_sum')} AS "saleSum",
         ${total('t.refund_count')} AS "refundCount", ${total('t.refund_sum')} AS "refundSum" ${kept.text}`,
      kept.params,
    );
    const rows = read.map(rowOf);
    rows.sort((a, b) => Number(b.cells['revenue']) - Number(a.cells['revenue']));
    const rest = await readRest({ database, scope }, sumRows(rows, ADDED));
    if (rest !== null) rows.push(rest);
    const totals = sumRows(rows, ['saleSum', 'refundSum', 'revenue']);
    withShares(rows, 'revenue', totals);
    const columns = [
      column('paymentType', 'code'),
      column('paymentName', 'text'),
      column('paymentClass', 'word'),
      ...FIGURES,
      column('share', 'percent', 'share'),
    ];
    return { columns, rows, totals, rowCount: rows.length, next: null };
  },
};

function rowOf({ code, name, paymentClass, ...sums }: Row): TableRow {
  const cells = {
    ...sums,
    paymentType: String(code),
    paymentName: name,
    paymentClass: paymentClass ?? 'unmapped',
    revenue: sums.saleSum - sums.refundSum,
  };
  return { key: `${code}.${paymentClass ?? ''}`, cells, target: {} };
}

/** Totals of receipts that their payment lines do not explain (C4). */
async function readRest(
  { database, scope }: Pick<Parameters<TableReport['read']>[0], 'database' | 'scope'>,
  explained: Record<string, string | number | null>,
): Promise<TableRow | null> {
  const { text, params } = shiftsSql(scope);
  const counted = await database.get<{ sales: number; refunds: number }>(
    `SELECT ${total('s.counted_sale_sum')} AS sales, ${total('s.counted_refund_sum')} AS refunds ${text}`,
    params,
  );
  const saleSum = (counted?.sales ?? 0) - Number(explained['saleSum']);
  const refundSum = (counted?.refunds ?? 0) - Number(explained['refundSum']);
  if (saleSum === 0 && refundSum === 0) return null;
  const cells = {
    paymentType: null,
    paymentName: null,
    paymentClass: 'unexplained',
    saleCount: null,
    saleSum,
    refundCount: null,
    refundSum,
    revenue: saleSum - refundSum,
  };
  return { key: '.rest', cells, target: {} };
}

/** «По кассирам»: who sold, gave back, annulled and cancelled how much. */
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { averageOf, type Cells, column, shareOf, sumRows, type TableReport, type TableRow } from './model.ts';
import { keptSql, shiftsSql, total } from './scope.ts';

const FIGURES = [
  column('receipts', 'count', 'receiptCount'),
  column('positions', 'count', 'positions'),
  column('saleSum', 'money', 'saleSum'),
  column('refundSum', 'money', 'refundSum'),
  column('refundCount', 'count', 'refundCount'),
  column('refundShare', 'percent', 'refundShare'),
  column('revenue', 'money', 'revenue'),
  column('average', 'money', 'average'),
  column('discount', 'money', 'discount'),
  column('cancelledCount', 'count', 'cancelledCount'),
  column('cancelledSum', 'money', 'cancelledSum'),
  column('annulledCount', 'count', 'annulledCount'),
  column('annulledSum', 'money', 'annulledSum'),
];
const ADDED = FIGURES.map(({ key }) => key).filter((key) => key !== 'refundShare' && key !== 'average');

type Row = Record<string, number> & { code: string };

export const cashiersTable: TableReport = {
  previous: true,
  shift: true,
  async read({ database, scope }) {
    const { text, params } = shiftsSql(scope, keptSql('shift_hour'), 'GROUP BY t.cashier_code');
    const read = await database.all<Row>(
      `SELECT t.cashier_code AS code, ${total('t.sale_count + t.refund_count')} AS receipts,
         ${total('t.position_count')} AS positions, ${total('t.sale_sum')} AS "saleSum", ${total('t.refund_sum')} AS "refundSum",
         ${total('t.refund_count')} AS "refundCount", ${total('t.sale_sum - t.refund_sum')} AS revenue,
         ${total('t.discount')} AS discount, ${total('t.cancelled_count')} AS "cancelledCount",
         ${total('t.cancelled_sum')} AS "cancelledSum", ${total('t.annulled_count')} AS "annulledCount",
         ${total('t.annulled_sum')} AS "annulledSum", MAX(s.shift_id) AS shift, MAX(s.shop_id) AS "shopId" ${text}`,
      params,
    );
    const names = await readNames(database, read as unknown as Named[]);
    const rows = read.map(({ code, shift: _shift, shopId: _shop, ...sums }): TableRow => {
      const cells: Cells = { ...sums, cashier: code, cashierName: names.get(code) ?? null };
      addRatios(cells);
      return { key: code, cells, target: {} };
    });
    rows.sort((a, b) => Number(b.cells['revenue']) - Number(a.cells['revenue']));
    const totals = sumRows(rows, ADDED);
    addRatios(totals);
    const columns = [column('cashier', 'code'), column('cashierName', 'text'), ...FIGURES];
    return { columns, rows, totals, rowCount: rows.length, next: null };
  },
};

function addRatios(cells: Cells): void {
  cells['average'] = averageOf(Number(cells['revenue']), Number(cells['receipts']));
  cells['refundShare'] = shareOf(Number(cells['refundSum']), Number(cells['saleSum']));
}

type Named = { code: string; shift: number; shopId: string };

/** The name that the latest shift of a cashier gives. */
async function readNames(database: QueryDatabase<Tables>, cashiers: readonly Named[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const shifts = new Set(cashiers.map(({ shift }) => shift));
  if (shifts.size === 0) return names;
  const rows = await database.all<{ users: string }>(
    `SELECT s.users AS users FROM shop p JOIN shift s ON s.shop_id = p.shop_id
     WHERE s.shift_id IN (${[...shifts].map(() => '?').join(', ')})`,
    [...shifts],
  );
  for (const { users } of rows)
    for (const { code, name } of JSON.parse(users) as { code: string; name: string }[]) names.set(code, name);
  return names;
}

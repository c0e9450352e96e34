/** «Почасовая выручка»: by the hour of the day in which a receipt was closed, and for the picture by weekday and hour. */
import { averageOf, type Cells, column, sumRows, type TableReport, type TableRow, withShares } from './model.ts';
import { keptSql, shiftsSql, total } from './scope.ts';

const FIGURES = [
  column('receipts', 'count', 'receiptCount'),
  column('saleSum', 'money', 'saleSum'),
  column('refundSum', 'money', 'refundSum'),
  column('revenue', 'money', 'revenue'),
];
const ADDED = FIGURES.map(({ key }) => key);

type Row = { hour: string; receipts: number; saleSum: number; refundSum: number; revenue: number };

export const hoursTable: TableReport = {
  previous: true,
  shift: true,
  async read({ database, scope }) {
    const { text, params } = shiftsSql(scope, keptSql('shift_hour'), 'GROUP BY t.hour');
    const read = await database.all<Row>(
      `SELECT t.hour AS hour, ${total('t.sale_count + t.refund_count')} AS receipts, ${total('t.sale_sum')} AS "saleSum",
         ${total('t.refund_sum')} AS "refundSum", ${total('t.sale_sum - t.refund_sum')} AS revenue ${text}`,
      params,
    );
    const hours = Map.groupBy(
      read.filter(({ receipts }) => receipts !== 0),
      ({ hour }) => hour.slice(11, 13),
    );
    const rows = [...hours].map(([hour, parts]): TableRow => {
      const whole = parts.map((cells) => ({ key: '', cells, target: {} }));
      const cells: Cells = { ...sumRows(whole, ADDED), hour: hour === '' ? null : hour };
      cells['average'] = averageOf(Number(cells['revenue']), Number(cells['receipts']));
      return { key: hour, cells, target: {} };
    });
    rows.sort((a, b) => (a.key < b.key ? -1 : 1));
    const totals = sumRows(rows, ADDED);
    totals['average'] = averageOf(Number(totals['revenue']), Number(totals['receipts']));
    withShares(rows, 'revenue', totals);
    const columns = [
      column('hour', 'hour'),
      ...FIGURES,
      column('average', 'money', 'average'),
      column('share', 'percent', 'share'),
    ];
    return { columns, rows, totals, rowCount: rows.length, next: null, heat: heatOf(read) };
  },
};

function heatOf(rows: readonly Row[]): { weekday: number; hour: number; revenue: number }[] {
  const cells = new Map<string, { weekday: number; hour: number; revenue: number }>();
  for (const { hour: at, revenue } of rows) {
    if (at === '') continue;
    const weekday = new Date(`${at.slice(0, 10)}T00:00:00Z`).getUTCDay() || 7;
    const hour = Number(at.slice(11, 13));
    const cell = cells.get(`${weekday} ${hour}`) ?? { weekday, hour, revenue: 0 };
    cell.revenue += revenue;
    cells.set(`${weekday} ${hour}`, cell);
  }
  return [...cells.values()].sort((a, b) => a.weekday - b.weekday || a.hour - b.hour);
}

/** «Товары»: from the goods kept for closed shifts; of a shift whose goods are not counted yet its positions are read. */
import { itemsOfShiftsSql } from '../../schema/shift-items-sql.ts';
import { column, sumRows, type TableReport, type TableRow, withShares } from './model.ts';
import { keptSql, shiftsSql, total } from './scope.ts';

const FIGURES = [
  column('receipts', 'count', 'itemReceipts'),
  column('quantity', 'quantity', 'quantity'),
  column('discount', 'money', 'discount'),
  column('saleSum', 'money', 'itemSales'),
  column('refundSum', 'money', 'itemRefunds'),
  column('revenue', 'money', 'itemRevenue'),
  column('tax', 'money', 'tax'),
];
const ADDED = FIGURES.map(({ key }) => key);

type Row = Record<string, number> & { item: string; name: string };

const SUMS = `${total('t.receipt_count')} AS receipts, ${total('t.quantity')} AS quantity, ${total('t.discount')} AS discount,
  ${total('t.sale_sum')} AS "saleSum", ${total('t.refund_sum')} AS "refundSum", ${total('t.sale_sum - t.refund_sum')} AS revenue,
  ${total('t.tax_sum')} AS tax`;

export const goodsTable: TableReport = {
  previous: false,
  shift: true,
  async read({ database, scope, query }) {
    const kept = shiftsSql(
      scope,
      keptSql('shift_item'),
      'AND s.closed_at IS NOT NULL AND s.items_revision = s.revision GROUP BY t.item_code',
    );
    const rows = new Map<string, TableRow>();
    const read = `SELECT t.item_code AS item, MAX(t.name) AS name, ${SUMS} ${kept.text}`;
    for (const row of await database.all<Row>(read, kept.params)) addRow(rows, row);
    for (const row of await readFresh(database, scope)) addRow(rows, row);
    const all = [...rows.values()].sort((a, b) => Number(b.cells['revenue']) - Number(a.cells['revenue']));
    const totals = sumRows(all, ADDED);
    // A receipt of two goods stands in both rows: there is no sum of receipts.
    totals['receipts'] = null;
    withShares(all, 'revenue', totals);
    const first = query.after === undefined ? 0 : Number(query.after);
    const page = all.slice(first, first + query.limit);
    const columns = [
      column('item', 'code'),
      column('itemName', 'text'),
      ...FIGURES,
      column('share', 'percent', 'share'),
    ];
    const next = first + page.length < all.length ? String(first + page.length) : null;
    return { columns, rows: page, totals, rowCount: all.length, next };
  },
};

/** Of shifts whose goods are not kept: open ones, and closed ones that have just changed. */
async function readFresh(
  database: Parameters<TableReport['read']>[0]['database'],
  scope: Parameters<typeof shiftsSql>[0],
): Promise<Row[]> {
  const behind = shiftsSql(scope, '', 'AND (s.closed_at IS NULL OR s.items_revision <> s.revision)');
  const shifts = await database.all<{ shopId: string; shiftId: number }>(
    `SELECT s.shop_id AS "shopId", s.shift_id AS "shiftId" ${behind.text}`,
    behind.params,
  );
  const rows: Row[] = [];
  for (const { shopId, shiftId } of shifts) {
    rows.push(
      ...(await database.all<Row>(
        `WITH t (shop_id, shift_id, item_code, name, receipt_count, quantity, discount, sale_sum, refund_sum, tax_sum) AS (
           ${itemsOfShiftsSql('d.shop_id = ? AND d.shift_id = ?')})
         SELECT t.item_code AS item, MAX(t.name) AS name, ${SUMS} FROM t GROUP BY t.item_code`,
        [shopId, shiftId],
      )),
    );
  }
  return rows;
}

function addRow(rows: Map<string, TableRow>, { item, name, ...sums }: Row): void {
  const known = rows.get(item);
  if (known === undefined) {
    rows.set(item, { key: item, cells: { ...sums, item, itemName: name === '' ? null : name }, target: {} });
    return;
  }
  for (const key of ADDED) known.cells[key] = Number(known.cells[key] ?? 0) + (sums[key] ?? 0);
  if (known.cells['itemName'] === null && name !== '') known.cells['itemName'] = name;
}

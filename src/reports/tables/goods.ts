/** «Товары»: from the goods kept for months, dates and closed shifts; of a shift whose goods are not counted yet its positions are read. */
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import { itemsOfShiftsSql } from '../../schema/shift-items-sql.ts';
import type { Tables } from '../../schema/tables.ts';
import { chosenPeriods, findKeptGoods } from './kept-goods.ts';
import { column, sumRows, type TableReport, type TableRow, withShares } from './model.ts';
import { keptSql, type Scope, type Sql, shiftsSql, total } from './scope.ts';

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
  // The positions of the departments are those of the goods.
  async readTotals({ database, scope }) {
    const { text, params } = shiftsSql(scope, keptSql('shift_department'));
    const row = await database.get<{ revenue: number }>(
      `SELECT ${total('t.sale_sum - t.refund_sum')} AS revenue ${text}`,
      params,
    );
    return { revenue: row?.revenue ?? 0 };
  },
  shift: true,
  async read({ database, scope, query }) {
    const rows = new Map<string, TableRow>();
    const parts = scope.register === null && scope.shift === null ? await ofShops(database, scope) : ofShifts(scope);
    for (const { text, params } of parts.kept)
      for (const row of await database.all<Row>(text, params)) addRow(rows, row);
    for (const row of await readFresh(database, parts.shifts)) addRow(rows, row);
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

/** Statements that read kept goods, and statements over the shifts (alias `s`) among which some may not be kept. */
type Parts = { kept: Sql[]; shifts: (Sql & { with?: string })[] };

const SELECTED = `SELECT t.item_code AS item, MAX(t.name) AS name, ${SUMS}`;
const COUNTED = 's.closed_at IS NOT NULL AND s.items_revision = s.revision';

/** Of a register or a single shift. */
function ofShifts(scope: Scope): Parts {
  const kept = shiftsSql(scope, keptSql('shift_item'), `AND ${COUNTED} GROUP BY t.item_code`);
  return { kept: [{ text: `${SELECTED} ${kept.text}`, params: kept.params }], shifts: [shiftsSql(scope)] };
}

/** Of a shop or the network: goods of months and dates, and of the shifts of dates that are not added up. */
async function ofShops(database: QueryDatabase<Tables>, scope: Scope): Promise<Parts> {
  const { periods, dates } = await findKeptGoods(database, scope);
  const shifts = chosenPeriods(dates).map(({ text, params }) => ({ with: text, params }));
  const ofDates = `FROM chosen c CROSS JOIN shift s WHERE s.shop_id = c.shop_id AND s.business_date = c.period`;
  return {
    kept: [
      ...chosenPeriods(periods).map(({ text, params }) => ({
        text: `${text} ${SELECTED} FROM chosen c CROSS JOIN shop_item t
          WHERE t.shop_id = c.shop_id AND t.period = c.period GROUP BY t.item_code`,
        params,
      })),
      ...shifts.map(({ with: chosen, params }) => ({
        text: `${chosen} ${SELECTED} FROM chosen c CROSS JOIN shift s CROSS JOIN shift_item t
          WHERE s.shop_id = c.shop_id AND s.business_date = c.period AND t.shop_id = s.shop_id AND t.shift_id = s.shift_id
            AND ${COUNTED} GROUP BY t.item_code`,
        params,
      })),
    ],
    shifts: shifts.map(({ with: chosen, params }) => ({ with: chosen, text: ofDates, params })),
  };
}

/** Of shifts whose goods are not kept: open ones, and closed ones that have just changed. */
async function readFresh(database: QueryDatabase<Tables>, parts: Parts['shifts']): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { with: chosen = '', text, params } of parts) {
    const shifts = await database.all<{ shopId: string; shiftId: number }>(
      `${chosen} SELECT s.shop_id AS "shopId", s.shift_id AS "shiftId" ${text}
       AND (s.closed_at IS NULL OR s.items_revision <> s.revision)`,
      params,
    );
    for (const { shopId, shiftId } of shifts) rows.push(...(await readPositions(database, shopId, shiftId)));
  }
  return rows;
}

function readPositions(database: QueryDatabase<Tables>, shopId: string, shiftId: number): Promise<Row[]> {
  return database.all<Row>(
    `WITH t (shop_id, shift_id, item_code, name, receipt_count, quantity, discount, sale_sum, refund_sum, tax_sum) AS (
       ${itemsOfShiftsSql('d.shop_id = ? AND d.shift_id = ?')})
     ${SELECTED} FROM t GROUP BY t.item_code`,
    [shopId, shiftId],
  );
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

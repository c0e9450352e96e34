/** «Отчёт о продажах» (M48): the columns of M20 by date, shop or register. Sums are those that «Сверка продаж» shows. */
import type { Kopecks } from '../../domain/money.ts';
import {
  averageOf,
  type Cells,
  column,
  sumRows,
  type TableAnswer,
  type TableReport,
  type TableRow,
  type TableSource,
} from './model.ts';
import { shiftsSql, total } from './scope.ts';
import { shownColumns } from './shown-columns.ts';

/** Reported, else counted. */
const shown = (name: string) => total(`COALESCE(s.reported_${name}, s.counted_${name})`);

const SUMS = `${total('COALESCE(s.reported_sale_count, s.counted_sale_count) + COALESCE(s.reported_refund_count, s.counted_refund_count)')} AS receipts,
  ${shown('sale_cash')} AS "saleCash", ${shown('sale_noncash')} AS "saleNoncash", ${shown('sale_other')} AS "saleOther",
  ${total('COALESCE(s.reported_revenue, s.counted_sale_sum - s.counted_refund_sum)')} AS revenue,
  ${total('COALESCE(s.reported_revenue_cash, s.counted_sale_cash - s.counted_refund_cash)')} AS "revenueCash",
  ${total('COALESCE(s.reported_revenue_noncash, s.counted_sale_noncash - s.counted_refund_noncash)')} AS "revenueNoncash",
  ${shown('refund_cash')} AS "refundCash", ${shown('refund_noncash')} AS "refundNoncash"`;

const KEYS = {
  day: { group: 's.business_date', labels: [column('date', 'date')] },
  shop: { group: 'r.shop_id', labels: [column('shop', 'code'), column('shopName', 'text')] },
  register: {
    group: 'r.shop_id, r.register_id',
    labels: [column('shop', 'code'), column('register', 'code'), column('registerName', 'text')],
  },
} as const;

const ADDED = [
  'receipts',
  'saleCash',
  'saleNoncash',
  'saleOther',
  'revenue',
  'revenueCash',
  'revenueNoncash',
  'revenueOther',
  'refundCash',
  'refundNoncash',
];

export const salesTable: TableReport = { read, previous: true, shift: false };

async function read(source: TableSource): Promise<TableAnswer> {
  const { database, scope, query } = source;
  const { group, labels } = KEYS[query.by];
  const { text, params } = shiftsSql(scope, '', `GROUP BY ${group}`);
  const sums = await database.all<Cells & { group: string; place: string }>(
    `SELECT ${group.includes(',') ? 'r.register_id' : group} AS "group", ${SUMS} ${text}`,
    params,
  );
  const drawers = await readDrawers(source);
  const names = await readNames(source);
  const rows = sums.map(({ group: id, ...cells }) => rowOf(source, id, cells, drawers, names));
  rows.sort((a, b) => compareKeys(query.by, a, b));
  const totals = sumRows(rows, ADDED);
  totals['average'] = averageOf(Number(totals['revenue']), Number(totals['receipts']));
  totals['drawerSum'] = rows.length === 0 ? 0 : lastDrawers(drawers, () => true);
  const columns = [...labels, ...shownColumns, column('average', 'money', 'average')];
  return { columns, rows, totals, rowCount: rows.length, next: null };
}

function compareKeys(by: 'day' | 'shop' | 'register', a: TableRow, b: TableRow): number {
  const order = by === 'day' ? ['date'] : ['shop', 'register'];
  for (const key of order) {
    const compared = collator.compare(String(a.cells[key] ?? ''), String(b.cells[key] ?? ''));
    if (compared !== 0) return compared;
  }
  return 0;
}
const collator = new Intl.Collator('ru', { numeric: true });

type Names = {
  shops: Map<string, { code: string; name: string | null }>;
  registers: Map<string, { code: string; name: string | null; shopId: string }>;
};

function rowOf({ scope, query }: TableSource, id: string, sums: Cells, drawers: readonly Drawer[], names: Names) {
  const cells: Cells = { ...sums };
  cells['revenueOther'] = Number(sums['revenue']) - Number(sums['revenueCash']) - Number(sums['revenueNoncash']);
  cells['average'] = averageOf(Number(sums['revenue']), Number(sums['receipts']));
  if (query.by === 'day') {
    cells['date'] = id;
    cells['drawerSum'] = lastDrawers(drawers, (one) => one.date === id);
    const day = Math.round((Date.parse(id) - Date.parse(scope.from)) / 86_400_000);
    return { key: String(day), cells, target: { date: id } };
  }
  if (query.by === 'shop') {
    const shop = names.shops.get(id);
    cells['shop'] = shop?.code ?? id;
    cells['shopName'] = shop?.name ?? null;
    cells['drawerSum'] = lastDrawers(drawers, (one) => one.shopId === id);
    return { key: id, cells, target: { shop: shop?.code ?? id } };
  }
  const register = names.registers.get(id);
  const shopCode = names.shops.get(register?.shopId ?? '')?.code ?? '';
  cells['shop'] = shopCode;
  cells['register'] = register?.code ?? id;
  cells['registerName'] = register?.name ?? null;
  cells['drawerSum'] = lastDrawers(drawers, (one) => one.registerId === id);
  return { key: id, cells, target: { shop: shopCode, register: register?.code ?? id } };
}

type Drawer = { shopId: string; registerId: string; date: string; drawer: Kopecks };

/** The drawer of the last shift of each register and date: reported, else what stood in it before and came and went since. */
async function readDrawers({ database, scope }: TableSource): Promise<Drawer[]> {
  const before = `(SELECT b.reported_drawer_sum FROM shift b
    WHERE b.shop_id = s.shop_id AND b.register_id = s.register_id AND b.business_date <= s.business_date
      AND (b.business_date, COALESCE(b.opened_at, ''), b.shift_id) < (s.business_date, COALESCE(s.opened_at, ''), s.shift_id)
    ORDER BY b.business_date DESC, COALESCE(b.opened_at, '') DESC, b.shift_id DESC LIMIT 1)`;
  const { text, params } = shiftsSql(scope);
  return database.all<Drawer>(
    `SELECT x."shopId", x."registerId", x.date, x.drawer FROM (
       SELECT s.shop_id AS "shopId", s.register_id AS "registerId", s.business_date AS date,
         ROW_NUMBER() OVER (PARTITION BY s.shop_id, s.register_id, s.business_date
           ORDER BY COALESCE(s.opened_at, '') DESC, s.shift_id DESC) AS place,
         CASE WHEN s.reported_drawer_sum IS NOT NULL THEN s.reported_drawer_sum
           ELSE COALESCE(${before}, 0) + s.counted_sale_cash - s.counted_refund_cash + s.counted_cash_in
             - s.counted_cash_out - s.counted_cash_withdrawal END AS drawer
       ${text}) x WHERE x.place = 1 ORDER BY x.date`,
    params,
  );
}

/** A drawer is carried from shift to shift: of each register the last one counts (M25). */
function lastDrawers(drawers: readonly Drawer[], belongs: (drawer: Drawer) => boolean): Kopecks {
  const last = new Map<string, Kopecks>();
  for (const one of drawers) if (belongs(one)) last.set(`${one.shopId} ${one.registerId}`, one.drawer);
  let sum = 0;
  for (const drawer of last.values()) sum += drawer;
  return sum;
}

async function readNames({ database, scope, query }: TableSource): Promise<Names> {
  const names: Names = { shops: new Map(), registers: new Map() };
  if (query.by === 'day') return names;
  const only = scope.shop === null ? '' : 'WHERE shop_id = ?';
  const params = scope.shop === null ? [] : [scope.shop.shopId];
  type Row = { shopId: string; id: string; code: string; name: string | null };
  for (const row of await database.all<Row>(`SELECT shop_id AS id, shop_code AS code, name FROM shop ${only}`, params))
    names.shops.set(row.id, row);
  if (query.by === 'register')
    for (const row of await database.all<Row>(
      `SELECT shop_id AS "shopId", register_id AS id, register_code AS code, name FROM register ${only}`,
      params,
    ))
      names.registers.set(row.id, row);
  return names;
}

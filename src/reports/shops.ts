/** S3 «Магазины»: every shop with what its registers do. */
import type { Shop, ShopList } from '../../contracts/web-api.ts';
import { addKopecks, formatKopecks } from '../domain/money.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { type FoundShop, findShop } from './find-place.ts';
import { type Found, found } from './found.ts';
import { type PageQuery, pageOf } from './page.ts';
import { isSeenToday, type RegisterActivity, readActivity } from './register-activity.ts';
import { compareCodes } from './report-text.ts';

/** Shops in the order of their codes. */
export async function shopsReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: PageQuery = {},
): Promise<ShopList> {
  const nowMs = clock.now();
  const shops = await database.query
    .selectFrom('shop')
    .select(['shop_id as shopId', 'shop_code as shopCode', 'name', 'time_zone as timeZone', 'group_id as groupId'])
    .execute();
  const rows = await shopRows(database, shops, nowMs, null);
  const sorted = rows.toSorted((a, b) => compareCodes(a.shopCode, b.shopCode));
  const page = pageOf(
    sorted,
    query,
    ({ shopCode }) => shopCode,
    ({ shopCode }, after) => compareCodes(shopCode, after) > 0,
  );
  return { shops: page.rows, next: page.next, asOf: utcText(nowMs) };
}

/** One shop by its code; `not_found.shop` otherwise. */
export async function shopReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  shopCode: string,
): Promise<Found<Shop>> {
  const shop = await findShop(database, shopCode);
  if (!shop.ok) return shop;
  const [row] = await shopRows(database, [shop.value], clock.now(), shop.value);
  if (row === undefined) throw new Error(`the shop ${shopCode} has no row`);
  return found(row);
}

async function shopRows(
  database: QueryDatabase<Tables>,
  shops: readonly FoundShop[],
  nowMs: number,
  only: { shopId: string } | null,
): Promise<Shop[]> {
  const activity = Map.groupBy(await readActivity(database, shops, nowMs, only), (register) => register.shopId);
  const setAside = await database.all<{ shopId: string; n: number }>(
    `SELECT shop_id AS "shopId", COUNT(*) AS n FROM set_aside WHERE state = 'open' GROUP BY shop_id`,
  );
  const setAsideByShop = new Map(setAside.map(({ shopId, n }) => [shopId, n]));
  return shops.map((shop) =>
    shopRow(shop, activity.get(shop.shopId) ?? [], setAsideByShop.get(shop.shopId) ?? 0, nowMs),
  );
}

function shopRow(shop: FoundShop, registers: readonly RegisterActivity[], setAside: number, nowMs: number): Shop {
  const lastSales = registers.map(({ lastSaleAt }) => lastSaleAt).filter((time) => time !== null);
  return {
    shopId: shop.shopId,
    shopCode: shop.shopCode,
    name: shop.name,
    timeZone: shop.timeZone,
    registerCount: registers.length,
    registersSeenToday: registers.filter((one) => isSeenToday(one.lastContactAt, shop.timeZone, nowMs)).length,
    lastSaleAt: lastSales.toSorted().at(-1) ?? null,
    salesToday: formatKopecks(registers.reduce((sum, one) => addKopecks(sum, one.salesToday), 0)),
    openShifts: registers.reduce((sum, one) => sum + one.openShifts, 0),
    notExportedShifts: registers.reduce((sum, one) => sum + one.notExportedShifts, 0),
    notExportedOpenShifts: registers.reduce((sum, one) => sum + one.notExportedOpenShifts, 0),
    setAsideDocuments: setAside,
  };
}

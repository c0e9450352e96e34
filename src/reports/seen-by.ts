/** What somebody may see of the database: the one place where reading obeys the shops that a person or a key has. */
import type { Right, ShopScope } from '../domain/access.ts';
import { narrowed } from '../platform/database/narrowed.ts';
import { type QueryDatabase, withQueries } from '../platform/database/query-builder.ts';
import { rowsOfShops } from '../schema/shop-rows.ts';
import type { Tables } from '../schema/tables.ts';

/** Whoever reads: the shops whose rows they see, and their rights, of which `see-money` matters here. */
export type Reader = { shops: ShopScope; rights: ReadonlySet<Right> };

/**
 * The database as far as these shops go. With `all` it is the database itself, statement by statement; otherwise no statement
 * meets a row of another shop, whatever it counts or adds up. Codes of shops become ids once, at the first statement.
 */
export function seenBy(database: QueryDatabase<Tables>, shops: ShopScope): QueryDatabase<Tables> {
  if (shops === 'all') return database;
  let rows: ReturnType<typeof rowsSeen> | undefined;
  return withQueries(
    narrowed(database, () => {
      rows ??= rowsSeen(database, shops);
      return rows;
    }),
  );
}

async function rowsSeen(database: QueryDatabase<Tables>, shops: readonly string[]) {
  return rowsOfShops((await shopsByCode(database, shops)).map(({ shopId }) => shopId));
}

/** The shops of these codes that exist. */
export async function shopsByCode(
  database: QueryDatabase<Tables>,
  codes: readonly string[],
): Promise<{ shopId: string; shopCode: string }[]> {
  if (codes.length === 0) return [];
  return database.all(
    `SELECT shop_id AS "shopId", shop_code AS "shopCode" FROM shop WHERE shop_code IN (${codes.map(() => '?').join(', ')})`,
    codes,
  );
}

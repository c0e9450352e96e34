/** From the codes of an address to the ids of the tables (glossary §8), or the refusal that names what is not there. */
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { type Found, found, notFound } from './found.ts';

export type FoundShop = {
  shopId: string;
  shopCode: string;
  name: string | null;
  timeZone: string;
  groupId: string | null;
};
export type FoundRegister = { shop: FoundShop; registerId: string; registerCode: string; name: string | null };

/** The shop of a code; `not_found.shop` otherwise. */
export async function findShop(database: QueryDatabase<Tables>, shopCode: string): Promise<Found<FoundShop>> {
  const row = await database.query
    .selectFrom('shop')
    .select(['shop_id as shopId', 'shop_code as shopCode', 'name', 'time_zone as timeZone', 'group_id as groupId'])
    .where('shop_code', '=', shopCode)
    .executeTakeFirst();
  return row === undefined ? notFound('not_found.shop', { shopCode }) : found(row);
}

/** The register of a shop by codes; `not_found.shop` or `not_found.register` otherwise. */
export async function findRegister(
  database: QueryDatabase<Tables>,
  shopCode: string,
  registerCode: string,
): Promise<Found<FoundRegister>> {
  const shop = await findShop(database, shopCode);
  if (!shop.ok) return shop;
  const row = await database.query
    .selectFrom('register')
    .select(['register_id as registerId', 'register_code as registerCode', 'name'])
    .where('shop_id', '=', shop.value.shopId)
    .where('register_code', '=', registerCode)
    .executeTakeFirst();
  if (row === undefined) return notFound('not_found.register', { shopCode, registerCode });
  return found({ shop: shop.value, ...row });
}

/** Codes of a place, for lists that can be narrowed to a shop or to one of its registers. */
export type Place = { shop?: string | undefined; register?: string | undefined };

/** The ids of a place; nulls where the place does not narrow. A register without a shop narrows nothing. */
export async function findPlace(
  database: QueryDatabase<Tables>,
  place: Place,
): Promise<Found<{ shopId: string | null; registerId: string | null }>> {
  if (place.shop === undefined) return found({ shopId: null, registerId: null });
  if (place.register === undefined) {
    const shop = await findShop(database, place.shop);
    return shop.ok ? found({ shopId: shop.value.shopId, registerId: null }) : shop;
  }
  const register = await findRegister(database, place.shop, place.register);
  if (!register.ok) return register;
  return found({ shopId: register.value.shop.shopId, registerId: register.value.registerId });
}

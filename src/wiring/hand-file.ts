/** A file brought by hand as the intake takes it, and the shop it is for. */
import type { IncomingPackage } from '../pipeline/intake/intake.ts';
import type { Registers } from '../pipeline/registers/registers.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { type FoundShop, findShop } from '../reports/find-place.ts';
import { type Found, notFound } from '../reports/found.ts';
import type { Tables } from '../schema/tables.ts';

type Shop = Pick<FoundShop, 'shopId' | 'shopCode'>;

/** The file has no register of its own, so its shop stands in its place; its name is what people know it by. */
export function fileFromHand(shop: Shop, fileName: string, body: Uint8Array): IncomingPackage {
  return {
    door: 'file',
    packageId: fileName,
    registerId: `shop-${shop.shopCode}`,
    shopId: shop.shopId,
    shopCode: shop.shopCode,
    range: { kind: 'none' },
    fileName,
    body,
  };
}

/** Finds the shop of a file; a new one is made only for a person who asks for it, so that a slip in a code makes none. */
export async function shopOfFile(
  parts: {
    database: QueryDatabase<Tables>;
    registers: Pick<Registers, 'addShop'>;
    /** Of a shop that is made. */
    timeZone: string;
  },
  shopCode: string,
  createShop: boolean,
): Promise<Found<Shop>> {
  const shop = await findShop(parts.database, shopCode);
  if (shop.ok) return shop;
  if (!createShop) return notFound('not_found.shop_of_file', { shopCode });
  // Somebody else may make it at the same time: then it is there, too.
  await parts.registers.addShop({ shopCode, timeZone: parts.timeZone });
  return findShop(parts.database, shopCode);
}

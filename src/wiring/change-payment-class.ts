/** A person gives a payment type its class, by the codes that people use. */
import type { SetPaymentClass } from '../../contracts/web-api.ts';
import { setPaymentClass } from '../pipeline/ledger/ledger.ts';
import type { Clock } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { findShop } from '../reports/find-place.ts';
import type { NotFound } from '../reports/reports.ts';
import type { Tables } from '../schema/tables.ts';

/** `wake` is the hint for the loader, which counts the shifts concerned anew. Refuses an unknown shop. */
export async function changePaymentClass(
  database: QueryDatabase<Tables>,
  clock: Clock,
  change: SetPaymentClass,
  wake: () => void,
): Promise<{ ok: true } | NotFound> {
  const shop = change.shopCode === null ? null : await findShop(database, change.shopCode);
  if (shop !== null && !shop.ok) return shop;
  await setPaymentClass(database, clock, { ...change, shopId: shop === null ? '' : shop.value.shopId });
  wake();
  return { ok: true };
}

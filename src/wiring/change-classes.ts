/** A person gives a payment type or a document type its class, by the codes that people use. */
import type { SetDocumentClass, SetPaymentClass } from '../../contracts/web-api.ts';
import { setDocumentClass, setPaymentClass } from '../pipeline/ledger/ledger.ts';
import type { Clock } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { findShop } from '../reports/find-place.ts';
import type { NotFound } from '../reports/reports.ts';
import type { Tables } from '../schema/tables.ts';

export type ClassChanges = {
  /** Refuses an unknown shop. The sums of shifts that change are counted anew by the loader. */
  setPaymentClass(change: SetPaymentClass): Promise<{ ok: true } | NotFound>;
  /** The same for document types. */
  setDocumentClass(change: SetDocumentClass): Promise<{ ok: true } | NotFound>;
};

/** `wake` is the hint for the loader. */
export function createClassChanges(database: QueryDatabase<Tables>, clock: Clock, wake: () => void): ClassChanges {
  /** Runs the change with the id of its shop, '' = the whole server. */
  async function change(
    shopCode: string | null,
    set: (shopId: string) => Promise<void>,
  ): Promise<{ ok: true } | NotFound> {
    const shop = shopCode === null ? null : await findShop(database, shopCode);
    if (shop !== null && !shop.ok) return shop;
    await set(shop === null ? '' : shop.value.shopId);
    wake();
    return { ok: true };
  }

  return {
    setPaymentClass: (wanted) =>
      change(wanted.shopCode, (shopId) => setPaymentClass(database, clock, { ...wanted, shopId })),
    setDocumentClass: (wanted) =>
      change(wanted.shopCode, (shopId) => setDocumentClass(database, clock, { ...wanted, shopId })),
  };
}

/** «Виды оплат»: which code is cash, non-cash or other; those without a class first, because they keep money out of every class. */
import type { PaymentType, PaymentTypeList } from '../../contracts/web-api.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import type { PageQuery } from './page.ts';
import { typePage } from './type-order.ts';

/** All payment types of the server and the rows of shops that override them. */
export async function paymentTypesReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: PageQuery = {},
): Promise<PaymentTypeList> {
  const rows = await database.all<Omit<PaymentType, 'unmappedShifts'>>(
    `SELECT s.shop_code AS "shopCode", t.payment_type_code AS "paymentTypeCode", t.name AS name,
       t.payment_class AS "paymentClass", t.source AS source, t.first_seen_utc AS "firstSeenAt"
     FROM payment_type t LEFT JOIN shop s ON s.shop_id = t.shop_id
     WHERE t.shop_id = '' OR s.shop_id IS NOT NULL`,
  );
  const unmapped = await database.all<{ shopCode: string; code: number; n: number }>(
    `SELECT s.shop_code AS "shopCode", u.payment_type_code AS code, COUNT(*) AS n
     FROM shift_unmapped_payment u JOIN shop s ON s.shop_id = u.shop_id GROUP BY s.shop_code, u.payment_type_code`,
  );
  const page = typePage(
    rows,
    query,
    (row) => row.paymentClass !== null,
    (row) => row.paymentTypeCode,
  );
  const paymentTypes = page.rows.map((row) => ({ ...row, unmappedShifts: unmappedShiftsOf(row, unmapped) }));
  return { paymentTypes, next: page.next, asOf: utcText(clock.now()) };
}

function unmappedShiftsOf(
  row: { shopCode: string | null; paymentTypeCode: number },
  unmapped: readonly { shopCode: string; code: number; n: number }[],
): number {
  return unmapped
    .filter(
      ({ code, shopCode }) => code === row.paymentTypeCode && (row.shopCode === null || row.shopCode === shopCode),
    )
    .reduce((sum, { n }) => sum + n, 0);
}

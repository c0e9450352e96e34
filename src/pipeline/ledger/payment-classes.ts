/** Giving a payment type its class, and counting anew the shifts that hold it. */

import { record } from '../../audit/audit.ts';
import type { PaymentClass } from '../../domain/sales.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import { shopCodeOf } from '../registers/registers.ts';
import { readCodeLists } from './code-lists.ts';
import { markToRecount, recountShift } from './recount.ts';
import { createShiftCopies } from './shift-copies.ts';

export type ClassChange = {
  /** '' = the whole server. */
  shopId: string;
  paymentTypeCode: number;
  paymentClass: PaymentClass;
  /** Keeps the stored name when absent. */
  name?: string;
};

export type PaymentType = {
  shopId: string;
  paymentTypeCode: number;
  name: string | null;
  paymentClass: PaymentClass | null;
  source: 'default' | 'register' | 'person';
};

/** All rows, the server's and those of shops. */
export async function listPaymentTypes(database: Statements): Promise<PaymentType[]> {
  return database.all<PaymentType>(
    `SELECT shop_id AS "shopId", payment_type_code AS "paymentTypeCode", name, payment_class AS "paymentClass", source
     FROM payment_type ORDER BY payment_type_code, shop_id`,
  );
}

/**
 * Sets the class; the shifts concerned are counted anew by the loader, one after another. Waits for a package that is being
 * loaded: it was read under the old class, and its shifts must be seen here.
 */
export async function setPaymentClass(database: Database<Tables>, clock: Clock, change: ClassChange): Promise<void> {
  const { shopId, paymentTypeCode, paymentClass } = change;
  await database.transaction(async (tx) => {
    await takeTurn(tx, 'shift');
    const known = await tx.get<{ paymentClass: PaymentClass | null }>(
      'SELECT payment_class AS "paymentClass" FROM payment_type WHERE shop_id = ? AND payment_type_code = ?',
      [shopId, paymentTypeCode],
    );
    await tx.run(
      `INSERT INTO payment_type (shop_id, payment_type_code, name, payment_class, source, first_seen_utc)
       VALUES (?, ?, ?, ?, 'person', ?) ON CONFLICT (shop_id, payment_type_code) DO UPDATE SET
       name = COALESCE(excluded.name, payment_type.name), payment_class = excluded.payment_class, source = 'person'`,
      [shopId, paymentTypeCode, change.name ?? null, paymentClass, utcText(clock.now())],
    );
    if (known?.paymentClass !== paymentClass) await markToRecount(tx, shopId, paymentTypeCode);
    const { name } = change;
    await record(tx, clock, {
      ...{ verb: 'change', object: 'payment-type', key: String(paymentTypeCode) },
      shopCode: await shopCodeOf(tx, shopId),
      old: known === undefined ? null : { paymentClass: known.paymentClass },
      new: { paymentClass, ...(name === undefined ? {} : { name }) },
    });
  });
}

const nothingOnItsWay = async () => undefined;

/** Counts one marked shift anew; false when none is marked. */
export async function recountOne(
  database: Database<Tables>,
  clock: Clock,
  onChanged: (changes: { shopCode: string; registerCode: string }[]) => void,
): Promise<boolean> {
  type Marked = { shopId: string; shiftId: number; shopCode: string; registerCode: string };
  const find = `SELECT s.shop_id AS "shopId", s.shift_id AS "shiftId", h.shop_code AS "shopCode", r.register_code AS "registerCode"
    FROM shift s JOIN shop h ON h.shop_id = s.shop_id JOIN register r ON r.shop_id = s.shop_id AND r.register_id = s.register_id
    WHERE s.recount = 1 LIMIT 1`;
  if ((await database.get<Marked>(find)) === undefined) return false;
  const done = await database.transaction(async (tx) => {
    await takeTurn(tx, 'shift');
    const marked = await tx.get<Marked>(find);
    if (marked === undefined) return undefined;
    const { shopId, shiftId } = marked;
    const shifts = createShiftCopies(tx, clock);
    await recountShift({ tx, shifts }, await readCodeLists(tx, clock, shopId, nothingOnItsWay), marked, shiftId);
    await shifts.settleAll();
    await tx.run('UPDATE shift SET recount = 0 WHERE shop_id = ? AND shift_id = ?', [shopId, shiftId]);
    return marked;
  });
  if (done === undefined) return false;
  onChanged([{ shopCode: done.shopCode, registerCode: done.registerCode }]);
  return true;
}

/**
 * Payment types and document types are tables, because they are customer data (T9, P10): a row of a shop overrides the
 * server's. An unknown code gets a row without a class (payments) or of the class `other` (documents): kept, told, never guessed.
 */
import type { DocumentClass, Payment, PaymentClass } from '../../domain/sales.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import type { NewEvent } from '../event-log/event-log.ts';
import { markToRecount } from './recount.ts';

export type CodeLists = {
  paymentClass(code: number): PaymentClass | null;
  documentClass(documentType: number): DocumentClass;
  /** True when a payment type has got its class from a register since the lists were read. */
  learnedClass(): boolean;
  /**
   * Makes rows for codes that were never seen, and fills in what a register says of a known one that nobody has described;
   * events go to `events`.
   */
  learn(
    tx: Transaction<Tables>,
    seen: { payments: readonly Payment[]; documentType: number },
    events: NewEvent[],
  ): Promise<void>;
};

/** `valutoperation` of non-cash payment types (data-model §5). */
const NONCASH_OPERATION = 10;

/** Reads the lists as they hold for one shop. */
export async function readCodeLists(tx: Transaction<Tables>, clock: Clock, shopId: string): Promise<CodeLists> {
  const payments = new Map<number, PaymentClass | null>();
  const named = new Set<number>();
  let learned = false;
  const documents = new Map<number, DocumentClass>();
  const paymentRows = await tx.all<{ code: number; class: PaymentClass | null; name: string | null }>(
    `SELECT payment_type_code AS code, payment_class AS class, name FROM payment_type WHERE shop_id IN ('', ?) ORDER BY shop_id`,
    [shopId],
  );
  // The server's rows ('') come first; a shop's row replaces one only when it says something.
  for (const row of paymentRows) {
    if (row.class !== null || !payments.has(row.code)) payments.set(row.code, row.class);
    if (row.name !== null) named.add(row.code);
  }
  const documentRows = await tx.all<{ code: number; class: DocumentClass }>(
    `SELECT document_type AS code, document_class AS class FROM document_type WHERE shop_id IN ('', ?) ORDER BY shop_id`,
    [shopId],
  );
  for (const row of documentRows) documents.set(row.code, row.class);
  const now = utcText(clock.now());

  async function learnPayment(tx: Transaction<Tables>, payment: Payment, events: NewEvent[]): Promise<void> {
    const paymentClass = payment.operationKind === NONCASH_OPERATION ? 'noncash' : null;
    const params = [payment.paymentTypeCode, payment.paymentTypeName, paymentClass, now];
    await tx.run(
      `INSERT INTO payment_type (shop_id, payment_type_code, name, payment_class, source, first_seen_utc)
       VALUES ('', ?, ?, ?, 'register', ?) ON CONFLICT DO NOTHING`,
      params,
    );
    payments.set(payment.paymentTypeCode, paymentClass);
    if (payment.paymentTypeName !== null) named.add(payment.paymentTypeCode);
    if (paymentClass === null)
      events.push({
        code: 'payment.unmapped',
        level: 'warning',
        shopId,
        params: { paymentTypeCode: payment.paymentTypeCode },
      });
  }

  async function completePayment(tx: Transaction<Tables>, payment: Payment, events: NewEvent[]): Promise<void> {
    const { paymentTypeCode, paymentTypeName } = payment;
    if (paymentTypeName !== null && !named.has(paymentTypeCode)) {
      named.add(paymentTypeCode);
      await tx.run("UPDATE payment_type SET name = ? WHERE shop_id = '' AND payment_type_code = ? AND name IS NULL", [
        paymentTypeName,
        paymentTypeCode,
      ]);
    }
    if (payment.operationKind !== NONCASH_OPERATION || payments.get(paymentTypeCode) !== null) return;
    payments.set(paymentTypeCode, 'noncash');
    learned = true;
    await tx.run(
      "UPDATE payment_type SET payment_class = 'noncash' WHERE shop_id = '' AND payment_type_code = ? AND payment_class IS NULL",
      [paymentTypeCode],
    );
    await markToRecount(tx, '', paymentTypeCode);
    events.push({ code: 'payment.class_learned', level: 'info', shopId, params: { paymentTypeCode } });
  }

  return {
    learnedClass: () => learned,
    paymentClass: (code) => payments.get(code) ?? null,
    documentClass: (documentType) => documents.get(documentType) ?? 'other',
    async learn(tx, seen, events) {
      for (const payment of seen.payments)
        if (!payments.has(payment.paymentTypeCode)) await learnPayment(tx, payment, events);
        else if (payment.operationKind !== null || payment.paymentTypeName !== null)
          await completePayment(tx, payment, events);
      if (documents.has(seen.documentType)) return;
      await tx.run(
        `INSERT INTO document_type (shop_id, document_type, document_class, source, first_seen_utc)
         VALUES ('', ?, 'other', 'register', ?) ON CONFLICT DO NOTHING`,
        [seen.documentType, now],
      );
      documents.set(seen.documentType, 'other');
      events.push({
        code: 'document_type.unknown',
        level: 'warning',
        shopId,
        params: { documentType: seen.documentType },
      });
    },
  };
}

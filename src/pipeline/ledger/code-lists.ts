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

/** The lists in memory, and whether a class has come from a register since they were read. */
type Known = {
  payments: Map<number, PaymentClass | null>;
  named: Set<number>;
  documents: Map<number, DocumentClass>;
  learnedClass: boolean;
};

/** Reads the lists as they hold for one shop. `arrived`: lets all documents of the transaction get into the tables. */
export async function readCodeLists(
  tx: Transaction<Tables>,
  clock: Clock,
  shopId: string,
  arrived: () => Promise<void>,
): Promise<CodeLists> {
  const known = await readKnown(tx, shopId);
  const now = utcText(clock.now());
  return {
    learnedClass: () => known.learnedClass,
    paymentClass: (code) => known.payments.get(code) ?? null,
    documentClass: (documentType) => known.documents.get(documentType) ?? 'other',
    async learn(tx, seen, events) {
      for (const payment of seen.payments) {
        const { paymentTypeCode } = payment;
        const params = { paymentTypeCode };
        if (!known.payments.has(paymentTypeCode)) {
          await addPaymentType(tx, known, payment, now);
          if (known.payments.get(paymentTypeCode) === null)
            events.push({ code: 'payment.unmapped', level: 'warning', shopId, params });
        } else if (addsName(known, payment)) await addName(tx, known, payment);
        if (!addsClass(known, payment)) continue;
        await arrived();
        await addClass(tx, known, paymentTypeCode);
        events.push({ code: 'payment.class_learned', level: 'info', shopId, params });
      }
      if (known.documents.has(seen.documentType)) return;
      await addDocumentType(tx, known, seen.documentType, now);
      const params = { documentType: seen.documentType };
      events.push({ code: 'document_type.unknown', level: 'warning', shopId, params });
    },
  };
}

async function readKnown(tx: Transaction<Tables>, shopId: string): Promise<Known> {
  const known: Known = { payments: new Map(), named: new Set(), documents: new Map(), learnedClass: false };
  const payments = await tx.all<{ code: number; class: PaymentClass | null; name: string | null }>(
    `SELECT payment_type_code AS code, payment_class AS class, name FROM payment_type
     WHERE shop_id IN ('', ?) ORDER BY shop_id`,
    [shopId],
  );
  // The server's rows ('') come first; a shop's row replaces one only when it says something.
  for (const row of payments) {
    if (row.class !== null || !known.payments.has(row.code)) known.payments.set(row.code, row.class);
    if (row.name !== null) known.named.add(row.code);
  }
  const documents = await tx.all<{ code: number; class: DocumentClass }>(
    `SELECT document_type AS code, document_class AS class FROM document_type WHERE shop_id IN ('', ?) ORDER BY shop_id`,
    [shopId],
  );
  for (const row of documents) known.documents.set(row.code, row.class);
  return known;
}

async function addPaymentType(tx: Transaction<Tables>, known: Known, payment: Payment, now: string): Promise<void> {
  const { paymentTypeCode, paymentTypeName, operationKind } = payment;
  const paymentClass = operationKind === NONCASH_OPERATION ? 'noncash' : null;
  await tx.run(
    `INSERT INTO payment_type (shop_id, payment_type_code, name, payment_class, source, first_seen_utc)
     VALUES ('', ?, ?, ?, 'register', ?) ON CONFLICT DO NOTHING`,
    [paymentTypeCode, paymentTypeName, paymentClass, now],
  );
  known.payments.set(paymentTypeCode, paymentClass);
  if (paymentTypeName !== null) known.named.add(paymentTypeCode);
}

function addsName(known: Known, payment: Payment): boolean {
  return payment.paymentTypeName !== null && !known.named.has(payment.paymentTypeCode);
}

async function addName(tx: Transaction<Tables>, known: Known, payment: Payment): Promise<void> {
  known.named.add(payment.paymentTypeCode);
  await tx.run("UPDATE payment_type SET name = ? WHERE shop_id = '' AND payment_type_code = ? AND name IS NULL", [
    payment.paymentTypeName,
    payment.paymentTypeCode,
  ]);
}

function addsClass(known: Known, payment: Payment): boolean {
  return payment.operationKind === NONCASH_OPERATION && known.payments.get(payment.paymentTypeCode) === null;
}

/** What lies in the tables is counted anew by the loader, what is being loaded at the end of its shift. */
async function addClass(tx: Transaction<Tables>, known: Known, paymentTypeCode: number): Promise<void> {
  known.payments.set(paymentTypeCode, 'noncash');
  known.learnedClass = true;
  await tx.run(
    `UPDATE payment_type SET payment_class = 'noncash'
     WHERE shop_id = '' AND payment_type_code = ? AND payment_class IS NULL`,
    [paymentTypeCode],
  );
  await markToRecount(tx, '', paymentTypeCode);
}

async function addDocumentType(
  tx: Transaction<Tables>,
  known: Known,
  documentType: number,
  now: string,
): Promise<void> {
  await tx.run(
    `INSERT INTO document_type (shop_id, document_type, document_class, source, first_seen_utc)
     VALUES ('', ?, 'other', 'register', ?) ON CONFLICT DO NOTHING`,
    [documentType, now],
  );
  known.documents.set(documentType, 'other');
}

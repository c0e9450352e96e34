/** Troubles of a register that a demo or a test can switch on and off at any time. */
import type { Kopecks } from '../domain/money.ts';
import type { ShiftPart } from './sales-text.ts';

export type RegisterFaults = {
  /** The line is cut: every session fails. */
  offline: boolean;
  /** The worker hangs before it packs: transfers stay in preparation. */
  hanging: boolean;
  /** Receipts with these numbers are missing in every package, both ends included. */
  loseReceipts: { from: number; to: number } | null;
  /** The shift reports so much more revenue than was sold; 0 = none. */
  reportsMore: Kopecks;
  /** The opening time of shifts is not reported. */
  withoutOpenTime: boolean;
  /** Packages hold a file that ends in the middle of a record. */
  brokenFile: boolean;
  /** Cards are paid by a payment type that nobody has assigned. */
  newPaymentType: boolean;
  /** The clock of the register is fast by so many seconds; only where a clock is used. */
  clockAheadSeconds: number;
};

/** A register without any trouble. */
export function noFaults(): RegisterFaults {
  return {
    offline: false,
    hanging: false,
    loseReceipts: null,
    reportsMore: 0,
    withoutOpenTime: false,
    brokenFile: false,
    newPaymentType: false,
    clockAheadSeconds: 0,
  };
}

/** What a register in trouble reports of a shift. */
export function troubled(part: ShiftPart, faults: RegisterFaults): ShiftPart {
  const { loseReceipts: lost, reportsMore: more } = faults;
  const isLost = (number: number | null) =>
    lost !== null && number !== null && number >= lost.from && number <= lost.to;
  const documents = part.documents.filter((document) => !isLost(document.receiptNumber));
  const { saleSum, saleCash, revenue, revenueCash } = part.sums;
  const sums = {
    ...part.sums,
    saleSum: saleSum + more,
    saleCash: saleCash + more,
    revenue: revenue + more,
    revenueCash: revenueCash + more,
  };
  return { ...part, documents, sums };
}

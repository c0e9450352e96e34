/** The simulator's own truth: sums of a shift, added up document by document. Independent of the server's totals on purpose. */
import type { LocalTime } from '../domain/local-time.ts';
import type { Kopecks } from '../domain/money.ts';
import type { ShiftStart, SimulatedDocument, SimulatedShift } from './model.ts';
import {
  ANNULLED_SALE,
  CASH_IN,
  CASH_OUT,
  CASH_WITHDRAWAL,
  isReceipt,
  PAY_BY_CODE,
  PAY_CARD,
  PAY_CASH,
  SALE,
} from './model.ts';

/** Sums of a shift after the definitions of glossary §5. */
export type ShiftSums = {
  saleSum: Kopecks;
  saleCash: Kopecks;
  saleNoncash: Kopecks;
  saleOther: Kopecks;
  refundSum: Kopecks;
  refundCash: Kopecks;
  refundNoncash: Kopecks;
  revenue: Kopecks;
  revenueCash: Kopecks;
  revenueNoncash: Kopecks;
  drawerSum: Kopecks;
  saleCount: number;
  refundCount: number;
  firstReceiptNumber: number | null;
  lastReceiptNumber: number | null;
  firstReceiptAt: LocalTime | null;
  protectedTotalStart: Kopecks;
  protectedTotalEnd: Kopecks;
};

/** Sums of a shift in which nothing has happened yet. */
export function emptySums(start: Pick<ShiftStart, 'drawerStart' | 'protectedTotalStart'>): ShiftSums {
  return {
    saleSum: 0,
    saleCash: 0,
    saleNoncash: 0,
    saleOther: 0,
    refundSum: 0,
    refundCash: 0,
    refundNoncash: 0,
    revenue: 0,
    revenueCash: 0,
    revenueNoncash: 0,
    drawerSum: start.drawerStart,
    saleCount: 0,
    refundCount: 0,
    firstReceiptNumber: null,
    lastReceiptNumber: null,
    firstReceiptAt: null,
    protectedTotalStart: start.protectedTotalStart,
    protectedTotalEnd: start.protectedTotalStart,
  };
}

/** The sums after one more document; the sums handed in stay as they were. */
export function addDocument(sums: ShiftSums, document: SimulatedDocument): ShiftSums {
  const next = { ...sums };
  if (document.documentType === CASH_IN) next.drawerSum += document.sum;
  if (document.documentType === CASH_OUT) next.drawerSum -= document.sum;
  if (isReceipt(document)) addReceipt(next, document);
  if (document.receiptNumber !== null && (isReceipt(document) || document.documentType === ANNULLED_SALE)) {
    next.firstReceiptNumber ??= document.receiptNumber;
    next.lastReceiptNumber = document.receiptNumber;
    next.firstReceiptAt ??= document.openedAt;
  }
  return next;
}

function addReceipt(next: ShiftSums, document: SimulatedDocument): void {
  const paid = paidByClass(document);
  if (document.documentType === SALE) {
    next.saleSum += document.sum;
    next.saleCash += paid.cash;
    next.saleNoncash += paid.noncash;
    next.saleOther += paid.other;
    next.saleCount += 1;
    next.drawerSum += paid.cash - withdrawnIn(document);
    next.protectedTotalEnd += document.sum;
  } else {
    next.refundSum += document.sum;
    next.refundCash += paid.cash;
    next.refundNoncash += paid.noncash;
    next.refundCount += 1;
    next.drawerSum -= paid.cash;
  }
  next.revenue = next.saleSum - next.refundSum;
  next.revenueCash = next.saleCash - next.refundCash;
  next.revenueNoncash = next.saleNoncash - next.refundNoncash;
}

function paidByClass(document: SimulatedDocument): { cash: Kopecks; noncash: Kopecks; other: Kopecks } {
  const paid = { cash: 0, noncash: 0, other: 0 };
  for (const payment of document.payments) {
    const signed = payment.opCode === 70 || payment.opCode === 74 ? payment.sum : -payment.sum;
    if (payment.paymentTypeCode === PAY_CASH) paid.cash += signed;
    else if ([PAY_CARD, PAY_BY_CODE].includes(payment.paymentTypeCode)) paid.noncash += signed;
    else paid.other += signed;
  }
  return paid;
}

/** Cash handed to the customer with a purchase: it leaves the drawer though it is paid by card. */
function withdrawnIn(document: SimulatedDocument): Kopecks {
  let sum = 0;
  for (const position of document.positions) if (position.opCode === CASH_WITHDRAWAL) sum += position.sum;
  return sum;
}

/** Sums of all documents of a shift. */
export function sumsOf(shift: SimulatedShift): ShiftSums {
  return shift.documents.reduce(addDocument, emptySums(shift));
}

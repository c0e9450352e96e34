/**
 * The sales of a simulated register, in the words of the trade.
 * Amounts in kopecks, quantities in thousandths, times local to the shop without a zone.
 */
import { createHash } from 'node:crypto';
import type { LocalDate, LocalTime } from '../domain/local-time.ts';
import type { Kopecks, Thousandths } from '../domain/money.ts';

export type SimulatedPosition = {
  positionNumber: number;
  /** 50 sale, 58 return, 300 cash paid out with a purchase (data-model §9.2). */
  opCode: number;
  itemCode: string;
  barcode: string;
  name: string;
  departmentCode: number;
  quantity: Thousandths;
  price: Kopecks;
  baseSum: Kopecks;
  /** Whole per cent: 0, 5 or 10. */
  discountPercent: number;
  discount: Kopecks;
  sum: Kopecks;
  /** Whole per cent, included in the sum; 0 = not taxed. */
  taxRate: number;
  taxSum: Kopecks;
};

export type SimulatedPayment = {
  /** 70 payment, 72 change, 74 payout of a return, 80 and 81 cash in and out (data-model §9.3). */
  opCode: number;
  paymentTypeCode: number;
  sum: Kopecks;
  cardNumber: string | null;
};

export type SimulatedDocument = {
  documentType: number;
  documentNumber: number;
  /** Receipts and annulled receipts take numbers; cash documents do not. */
  receiptNumber: number | null;
  cashierCode: string;
  openedAt: LocalTime;
  closedAt: LocalTime;
  sum: Kopecks;
  identifier: string;
  sourceIdentifier: string | null;
  backReason: string | null;
  fiscalDocumentNumber: string | null;
  discountCard: string | null;
  certificate: { number: string; sum: Kopecks } | null;
  positions: SimulatedPosition[];
  cancelledPositions: SimulatedPosition[];
  payments: SimulatedPayment[];
  failedPayments: SimulatedPayment[];
};

/** A document before it has a time: what the trade decides, the clock comes later. */
export type UntimedDocument = Omit<SimulatedDocument, 'openedAt' | 'closedAt'>;

/** Log-on (3), log-off (4) and lock (13) of a cashier (data-model §9.8). */
export type SimulatedLogRecord = { opCode: number; at: LocalTime; cashierCode: string };

/** A log record before it has a time. */
export type UntimedLogRecord = Omit<SimulatedLogRecord, 'at'>;

export type SimulatedCashier = { code: string; name: string };

/** What is known of a shift when it opens. */
export type ShiftStart = {
  registerId: string;
  registerCode: string;
  shiftNumber: number;
  openedAt: LocalTime;
  cashier: SimulatedCashier;
  /** Seed of the receipts of this shift. */
  seed: number;
  firstDocumentNumber: number;
  firstReceiptNumber: number;
  drawerStart: Kopecks;
  protectedTotalStart: Kopecks;
  fiscalSerialNumber: string;
};

export type SimulatedShift = ShiftStart & {
  /** null = still open. */
  closedAt: LocalTime | null;
  documents: SimulatedDocument[];
  securityLog: SimulatedLogRecord[];
};

export const SALE = 1;
export const REFUND = 2;
export const CASH_IN = 3;
export const CASH_OUT = 4;
export const ANNULLED_SALE = 7;
export const REFUND_BY_SALE = 25;

export const PAY_CASH = 1;
export const PAY_CARD = 4;
export const PAY_CERTIFICATE = 6;
/** Payment by a code on the screen: a type that a server may not know yet. */
export const PAY_BY_CODE = 15;

export const CASH_WITHDRAWAL = 300;

/** True for documents that count as receipts in the totals: sales and returns. */
export function isReceipt(document: { documentType: number }): boolean {
  return [SALE, REFUND, REFUND_BY_SALE].includes(document.documentType);
}

/** A uuid that is always the same for the same text. */
export function uuidOf(text: string): string {
  const hex = createHash('sha1').update(text).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

/** A local time so many seconds later on the wall clock (negative: earlier). */
export function addSeconds(time: LocalTime, seconds: number): LocalTime {
  return new Date(Date.parse(`${time}Z`) + seconds * 1000).toISOString().slice(0, 19);
}

/** A calendar date so many days later (negative: earlier). */
export function addDays(date: LocalDate, days: number): LocalDate {
  return addSeconds(`${date}T12:00:00`, days * 86_400).slice(0, 10);
}

/**
 * What a register reports, in the words of the trade: shifts, documents, positions, payments.
 * Pure data: amounts in kopecks, quantities in thousandths, times local to the shop.
 * `raw` is always the JSON text of the record exactly as it stood in the file.
 */
import type { LocalTime } from './local-time.ts';
import type { Kopecks, Thousandths } from './money.ts';

/** One record of the section "shift info" (sales-file §6). */
export type ShiftRecord = {
  registerCode: string;
  shiftNumber: number;
  openedAt: LocalTime | null;
  closedAt: LocalTime | null;
  cashierCode: string | null;
  reported: ReportedSums;
  fiscalDevices: FiscalDevice[];
  users: { code: string; name: string }[];
  raw: string;
};

/** Sums of a shift as the register reported them; null = not reported (never zero). Glossary §5. */
export type ReportedSums = {
  saleSum: Kopecks | null;
  saleCash: Kopecks | null;
  saleNoncash: Kopecks | null;
  saleOther: Kopecks | null;
  refundSum: Kopecks | null;
  refundCash: Kopecks | null;
  refundNoncash: Kopecks | null;
  revenue: Kopecks | null;
  revenueCash: Kopecks | null;
  revenueNoncash: Kopecks | null;
  drawerSum: Kopecks | null;
  saleCount: number | null;
  refundCount: number | null;
  firstReceiptNumber: number | null;
  lastReceiptNumber: number | null;
  firstReceiptAt: LocalTime | null;
};

export type FiscalDevice = {
  serialNumber: string;
  fiscalCashEnd: Kopecks | null;
  protectedTotalStart: Kopecks | null;
  protectedTotalEnd: Kopecks | null;
  fiscalRefundSum: Kopecks | null;
};

/** One record of the section "sales data" (sales-file §7). */
export type DocumentRecord = {
  documentType: number;
  registerCode: string;
  shiftNumber: number | null;
  documentNumber: number | null;
  receiptNumber: number | null;
  cashierCode: string | null;
  openedAt: LocalTime | null;
  closedAt: LocalTime | null;
  /** Total after discounts as reported; when the register did not report it, the sum of the positions. */
  sum: Kopecks;
  sumReported: boolean;
  /** `closed` of the register's table; null = not reported. 0 = still open (data-model §9.6). */
  closedState: number | null;
  identifier: string | null;
  sourceIdentifier: string | null;
  fiscalDocumentNumber: string | null;
  /** `cashType`, for example SSCO. */
  registerKind: string | null;
  backReason: string | null;
  positions: Position[];
  cancelledPositions: Position[];
  payments: Payment[];
  failedPayments: Payment[];
  raw: string;
};

export type Position = {
  positionNumber: number;
  opCode: number;
  itemCode: string;
  barcode: string;
  name: string;
  departmentCode: string;
  quantity: Thousandths;
  price: Kopecks;
  /** Sum before discounts; null = not reported. */
  baseSum: Kopecks | null;
  discount: Kopecks;
  /** Sum after discounts. */
  sum: Kopecks;
  discounts: Discount[];
  taxes: Tax[];
  exciseMark: string | null;
};

export type Discount = {
  discountType: string;
  discountMode: string | null;
  name: string | null;
  /** Rate as decimal text, as reported. */
  size: string | null;
  sum: Kopecks;
};

export type Tax = { /** Rate in per cent as decimal text. */ rate: string | null; sum: Kopecks };

export type Payment = {
  opCode: number;
  paymentTypeCode: number;
  paymentTypeName: string | null;
  /** `valutoperation`; 10 = non-cash (likely). */
  operationKind: number | null;
  sum: Kopecks;
};

/** One record of the section "securitylog info" (sales-file §8). */
export type SecurityLogRecord = {
  opCode: number;
  at: LocalTime;
  cashierCode: string;
  registerCode: string;
  raw: string;
};

/** Section of a sales file a record stood in. */
export type SectionName = 'shift' | 'document' | 'securityLog' | 'unknown';

/** A record that could not be understood: kept for a person, the rest of the package goes on. */
export type SetAsideRecord = {
  section: SectionName;
  /** Place of the record within its section, from 1. */
  ordinal: number;
  /** Stable code of the closed list in `formats/sales-file/reasons.ts`, for example `document.number_missing`. */
  reason: string;
  /** Values for the message of the reason: field, value … */
  details: Record<string, string>;
  registerCode: string | null;
  shiftNumber: number | null;
  raw: string;
};

export type PaymentClass = 'cash' | 'noncash' | 'other';
export type DocumentClass =
  | 'sale'
  | 'refund'
  | 'cashIn'
  | 'cashOut'
  | 'annulSale'
  | 'annulRefund'
  | 'service'
  | 'other';

/** What one document adds to the kept totals that reports read: by department, hour and cashier, payment type, kind of discount. */
import { isClosedDocument } from './document-identity.ts';
import { type DocumentTotals, PAYMENT_SIGNS } from './document-totals.ts';
import { localHourOf } from './local-time.ts';
import { addKopecks, type Kopecks, type Thousandths } from './money.ts';
import type { DocumentClass, DocumentRecord } from './sales.ts';

/** «Отчёт по отделам» (M51). `quantity`, `tax` and the classes are sales less returns; `baseSum` and `discount` are of sales. */
export type DepartmentSlice = {
  departmentCode: string;
  receipts: number;
  positions: number;
  quantity: Thousandths;
  baseSum: Kopecks;
  discount: Kopecks;
  saleSum: Kopecks;
  refundSum: Kopecks;
  tax: Kopecks;
  cash: Kopecks;
  noncash: Kopecks;
  other: Kopecks;
  unmapped: Kopecks;
};

/** `hour` '' = the document has no time, `cashierCode` '' = it names nobody. */
export type HourSlice = {
  hour: string;
  cashierCode: string;
  saleCount: number;
  refundCount: number;
  positions: number;
  discount: Kopecks;
  saleSum: Kopecks;
  refundSum: Kopecks;
  refundCash: Kopecks;
  cancelledCount: number;
  cancelledSum: Kopecks;
  annulledCount: number;
  annulledSum: Kopecks;
};

/** Change is netted (data-model §9.3). */
export type PaymentSlice = {
  paymentTypeCode: number;
  saleCount: number;
  saleSum: Kopecks;
  refundCount: number;
  refundSum: Kopecks;
};

/** Of sales; `name` '' = without one. */
export type DiscountSlice = { discountType: string; name: string; lines: number; sum: Kopecks };

export type DocumentSlices = {
  departments: DepartmentSlice[];
  hour: HourSlice | null;
  payments: PaymentSlice[];
  discounts: DiscountSlice[];
};

/** Closed sales and refunds count in full; annulments and cancelled lines of any document stand in the hour alone. */
export function documentSlices(
  document: DocumentRecord,
  documentClass: DocumentClass,
  totals: DocumentTotals,
): DocumentSlices {
  const counts = (documentClass === 'sale' || documentClass === 'refund') && isClosedDocument(document);
  const side = documentClass === 'refund' ? 'refund' : 'sale';
  return {
    departments: counts ? departmentSlices(document, side, totals) : [],
    hour: hourSlice(document, documentClass, counts ? side : null, totals),
    payments: counts ? paymentSlices(document, side) : [],
    discounts: counts && side === 'sale' ? discountSlices(document) : [],
  };
}

type Side = 'sale' | 'refund';

/**
 * The departments of a receipt. Together they are the total of the document: what its lines do not explain (C4) stands with
 * the largest position, as the kopecks of rounding do.
 */
function departmentSlices(document: DocumentRecord, side: Side, totals: DocumentTotals): DepartmentSlice[] {
  const sign = side === 'sale' ? 1 : -1;
  const slices = new Map<string, DepartmentSlice>();
  const of = (code: string) => {
    const slice = slices.get(code) ?? { departmentCode: code, ...emptyDepartment };
    slices.set(code, slice);
    return slice;
  };
  let left = document.sum;
  let largest: { sum: Kopecks; departmentCode: string } | undefined;
  for (const position of document.positions) {
    const slice = of(position.departmentCode);
    slice.positions += 1;
    slice.quantity = addKopecks(slice.quantity, sign * position.quantity);
    for (const tax of position.taxes) slice.tax = addKopecks(slice.tax, sign * tax.sum);
    if (side === 'sale') {
      slice.baseSum = addKopecks(slice.baseSum, addKopecks(position.sum, position.discount));
      slice.discount = addKopecks(slice.discount, position.discount);
    }
    addTo(slice, side, position.sum);
    left = addKopecks(left, -position.sum);
    if (largest === undefined || position.sum > largest.sum) largest = position;
  }
  if (left !== 0) {
    const slice = of(largest?.departmentCode ?? '');
    addTo(slice, side, left);
    if (side === 'sale') slice.baseSum = addKopecks(slice.baseSum, left);
  }
  for (const cell of totals.cells) {
    const slice = of(cell.departmentCode);
    slice[cell.paymentClass] = addKopecks(slice[cell.paymentClass], addKopecks(cell.saleSum, -cell.refundSum));
  }
  for (const slice of slices.values()) slice.receipts = 1;
  return [...slices.values()];
}

const emptyDepartment = {
  receipts: 0,
  positions: 0,
  quantity: 0,
  baseSum: 0,
  discount: 0,
  saleSum: 0,
  refundSum: 0,
  tax: 0,
  cash: 0,
  noncash: 0,
  other: 0,
  unmapped: 0,
};

function addTo(slice: { saleSum: Kopecks; refundSum: Kopecks }, side: Side, sum: Kopecks): void {
  if (side === 'sale') slice.saleSum = addKopecks(slice.saleSum, sum);
  else slice.refundSum = addKopecks(slice.refundSum, sum);
}

function hourSlice(
  document: DocumentRecord,
  documentClass: DocumentClass,
  side: Side | null,
  totals: DocumentTotals,
): HourSlice | null {
  const annulled = documentClass === 'annulSale' || documentClass === 'annulRefund';
  const cancelled = document.cancelledPositions.length;
  if (side === null && !annulled && cancelled === 0) return null;
  const at = document.closedAt ?? document.openedAt;
  return {
    hour: at === null ? '' : localHourOf(at),
    cashierCode: document.cashierCode ?? '',
    saleCount: side === 'sale' ? 1 : 0,
    refundCount: side === 'refund' ? 1 : 0,
    positions: side === null ? 0 : document.positions.length,
    discount: side === 'sale' ? totals.discount : 0,
    saleSum: side === 'sale' ? document.sum : 0,
    refundSum: side === 'refund' ? document.sum : 0,
    refundCash: side === 'refund' ? totals.paid.cash : 0,
    cancelledCount: cancelled,
    cancelledSum: document.cancelledPositions.reduce((sum, position) => addKopecks(sum, position.sum), 0),
    annulledCount: annulled ? 1 : 0,
    annulledSum: annulled ? document.sum : 0,
  };
}

function paymentSlices(document: DocumentRecord, side: Side): PaymentSlice[] {
  const signs = PAYMENT_SIGNS[side];
  const slices = new Map<number, PaymentSlice>();
  for (const { opCode, paymentTypeCode, sum } of document.payments) {
    if (opCode !== signs.plus && opCode !== signs.minus) continue;
    const slice = slices.get(paymentTypeCode) ?? {
      paymentTypeCode,
      saleCount: side === 'sale' ? 1 : 0,
      saleSum: 0,
      refundCount: side === 'refund' ? 1 : 0,
      refundSum: 0,
    };
    slices.set(paymentTypeCode, slice);
    addTo(slice, side, opCode === signs.plus ? sum : -sum);
  }
  return [...slices.values()];
}

function discountSlices(document: DocumentRecord): DiscountSlice[] {
  const slices = new Map<string, DiscountSlice>();
  for (const position of document.positions)
    for (const { discountType, name, sum } of position.discounts) {
      const key = `${discountType}\n${name ?? ''}`;
      const slice = slices.get(key) ?? { discountType, name: name ?? '', lines: 0, sum: 0 };
      slices.set(key, slice);
      slice.lines += 1;
      slice.sum = addKopecks(slice.sum, sum);
    }
  return [...slices.values()];
}

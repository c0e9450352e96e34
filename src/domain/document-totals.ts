/** What one document adds to the sums of its shift (glossary §5, M51). All amounts in kopecks. */
import { documentFaults, linesApart, paymentsApart } from './document-arithmetic.ts';
import { isClosedDocument } from './document-identity.ts';
import { localHourOf } from './local-time.ts';
import { addKopecks, type Kopecks } from './money.ts';
import type { DocumentClass, DocumentRecord, PaymentClass, Position } from './sales.ts';

/** `unmapped`: money of payment types without a class, and money of the total that no payment line explains. */
export type TotalClass = PaymentClass | 'unmapped';

export type Paid = Record<PaymentClass, Kopecks> & { /** Paid with types that have no class yet. */ unmapped: Kopecks };

/** One cell of the kept totals: local hour × department × payment class. */
export type TotalCell = {
  hour: string;
  departmentCode: string;
  paymentClass: TotalClass;
  saleSum: Kopecks;
  refundSum: Kopecks;
};

export type DocumentTotals = {
  paid: Paid;
  discount: Kopecks;
  cashWithdrawal: Kopecks;
  /** Total less lines, or total less payments when the lines agree; 0 = adds up (C4). */
  sumsDifference: Kopecks;
  /** What contradicts itself in it, as bits of `documentFaultBits`. */
  faults: number;
  cells: TotalCell[];
};

const CASH_WITHDRAWAL = 300;

/** Money opCodes that add and take away, by class of the document (data-model §9.3). */
export const PAYMENT_SIGNS = {
  sale: { plus: 70, minus: 72 },
  refund: { plus: 74, minus: 76 },
  annulSale: { plus: 100, minus: 101 },
  annulRefund: { plus: 100, minus: 101 },
} as const;

/** What a document adds to the revenue of its shift: a closed sale its sum, a closed refund the same less, all else nothing. */
export function revenueOf(document: DocumentRecord, documentClass: DocumentClass): Kopecks {
  if (!isClosedDocument(document)) return 0;
  if (documentClass === 'sale') return document.sum;
  return documentClass === 'refund' ? -document.sum : 0;
}

/** Computes the totals of a document; `classOf` answers null for a payment type without a class. */
export function documentTotals(
  document: DocumentRecord,
  documentClass: DocumentClass,
  classOf: (paymentTypeCode: number) => PaymentClass | null,
): DocumentTotals {
  const paid = paidByClass(document, documentClass, classOf);
  const counts = (documentClass === 'sale' || documentClass === 'refund') && isClosedDocument(document);
  let discount = 0;
  let cashWithdrawal = 0;
  for (const position of document.positions) {
    discount = addKopecks(discount, position.discount);
    if (position.opCode === CASH_WITHDRAWAL) cashWithdrawal = addKopecks(cashWithdrawal, position.sum);
  }
  return {
    paid,
    discount,
    cashWithdrawal: counts && documentClass === 'sale' ? cashWithdrawal : 0,
    sumsDifference: counts ? linesApart(document) || paymentsApart(document, paid) : 0,
    faults: counts ? documentFaults(document, paid) : 0,
    cells: counts ? totalCells(document, documentClass, paid) : [],
  };
}

function paidByClass(
  document: DocumentRecord,
  documentClass: DocumentClass,
  classOf: (code: number) => PaymentClass | null,
): Paid {
  const paid: Paid = { cash: 0, noncash: 0, other: 0, unmapped: 0 };
  if (!Object.hasOwn(PAYMENT_SIGNS, documentClass)) return paid;
  const signs = PAYMENT_SIGNS[documentClass as keyof typeof PAYMENT_SIGNS];
  for (const payment of document.payments) {
    if (payment.opCode !== signs.plus && payment.opCode !== signs.minus) continue;
    const paymentClass = classOf(payment.paymentTypeCode) ?? 'unmapped';
    paid[paymentClass] = addKopecks(paid[paymentClass], payment.opCode === signs.plus ? payment.sum : -payment.sum);
  }
  return paid;
}

/**
 * Spreads the payments over the positions: share = round(position × paid(c) / all positions); the kopecks that rounding
 * leaves go to the largest position, so that each class adds up (M51). The positions are the total of the document unless
 * it contradicts itself (C4), and then dividing by a tiny total would multiply the money. What no class explains is
 * `unmapped`, so that all cells together are always the total of the document.
 */
function totalCells(document: DocumentRecord, documentClass: DocumentClass, paid: Paid): TotalCell[] {
  const hour = localHourOf(document.closedAt ?? document.openedAt ?? '');
  const explained = addKopecks(addKopecks(paid.cash, paid.noncash), paid.other);
  const amounts: [TotalClass, Kopecks][] = [
    ['cash', paid.cash],
    ['noncash', paid.noncash],
    ['other', paid.other],
    ['unmapped', addKopecks(document.sum, -explained)],
  ];
  const cells = new Map<string, TotalCell>();
  for (const [paymentClass, amount] of amounts) {
    if (amount === 0) continue;
    for (const [departmentCode, share] of allocate(amount, document.positions)) {
      const key = `${departmentCode}\n${paymentClass}`;
      const cell = cells.get(key) ?? { hour, departmentCode, paymentClass, saleSum: 0, refundSum: 0 };
      if (documentClass === 'sale') cell.saleSum = addKopecks(cell.saleSum, share);
      else cell.refundSum = addKopecks(cell.refundSum, share);
      cells.set(key, cell);
    }
  }
  return [...cells.values()];
}

/** Department of money that no position carries. */
const NO_DEPARTMENT = '';

function* allocate(amount: Kopecks, positions: readonly Position[]): Generator<[string, Kopecks]> {
  const total = positions.reduce((sum, position) => addKopecks(sum, position.sum), 0);
  const largest = positions.reduce<Position | undefined>(
    (best, position) => (best === undefined || position.sum > best.sum ? position : best),
    undefined,
  );
  let left = amount;
  if (total !== 0)
    for (const position of positions) {
      const share = roundedShare(position.sum, amount, total);
      left = addKopecks(left, -share);
      if (share !== 0) yield [position.departmentCode, share];
    }
  if (left !== 0) yield [largest?.departmentCode ?? NO_DEPARTMENT, left];
}

/** round(part × amount / total), halves away from zero, exactly. */
export function roundedShare(part: Kopecks, amount: Kopecks, total: Kopecks): Kopecks {
  const product = part * amount;
  const doubled = Math.abs(product) * 2 + Math.abs(total);
  if (Number.isSafeInteger(product) && Number.isSafeInteger(doubled)) {
    const rounded = Math.floor(doubled / (Math.abs(total) * 2));
    // The quotient of two safe integers may round up to the next whole number; one exact comparison settles it.
    const exact = rounded * Math.abs(total) * 2 > doubled ? rounded - 1 : rounded;
    return product < 0 !== total < 0 ? -exact : exact;
  }
  const numerator = BigInt(part) * BigInt(amount);
  const denominator = BigInt(total);
  const negative = numerator < 0n !== denominator < 0n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const rounded = Number((n * 2n + d) / (d * 2n));
  return negative ? -rounded : rounded;
}

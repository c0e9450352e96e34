/**
 * What is traded in a shift: an endless, deterministic row of documents that follows from the start of the shift alone.
 * The plain trade is SD-2000: receipts only. The rich trade adds what a shop lives through besides: money put in and
 * taken out, annulled receipts, cancelled positions, cash handed out with a purchase, certificates, a locked screen.
 * The receipts of both are the same, because the additions draw nothing from the generator of the receipts.
 */
import type { Kopecks } from '../domain/money.ts';
import type {
  ShiftStart,
  SimulatedDocument,
  SimulatedPayment,
  SimulatedPosition,
  UntimedDocument,
  UntimedLogRecord,
} from './model.ts';
import {
  ANNULLED_SALE,
  CASH_IN,
  CASH_OUT,
  CASH_WITHDRAWAL,
  PAY_CARD,
  PAY_CASH,
  PAY_CERTIFICATE,
  REFUND_BY_SALE,
  SALE,
  uuidOf,
} from './model.ts';
import type { Good } from './sd2000.ts';
import {
  CATALOGUE,
  createDice,
  drawPositions,
  isRefundOrdinal,
  paysPartlyByCard,
  positionOf,
  refundedOrdinal,
  tendersNote,
} from './sd2000.ts';

/** Money left in the drawer over night, and put in when there is less. */
export const FLOAT: Kopecks = 300_000;
const NOTE: Kopecks = 10_000;
const WITHDRAWAL: Kopecks = 100_000;
const CERTIFICATE: Kopecks = 10_000;

export type TradeStep = { kind: 'document'; document: UntimedDocument } | { kind: 'log'; log: UntimedLogRecord };

/** Numbers and names that every document of the shift gets from its place in the row. */
type Counters = { documentNumber: number; receiptNumber: number };

/** The documents of a shift in order, without end; ask for as many as are sold. Times are given by the caller. */
export function* tradeSteps(start: ShiftStart, rich: boolean): Generator<TradeStep, never> {
  const counters = { documentNumber: start.firstDocumentNumber, receiptNumber: start.firstReceiptNumber };
  const dice = createDice(start.seed);
  const sold: UntimedDocument[] = [];
  if (rich && start.drawerStart < FLOAT) {
    yield document(cashDocument(start, counters, CASH_IN, FLOAT - start.drawerStart));
  }
  for (let ordinal = 0; ; ordinal++) {
    if (rich) yield* interludes(start, counters, ordinal);
    const receipt = isRefundOrdinal(ordinal)
      ? refundOf(start, counters, sold[refundedOrdinal(ordinal)] as UntimedDocument, ordinal)
      : saleOf(start, counters, { ordinal, positions: drawPositions(dice), rich });
    sold.push(receipt);
    yield document(receipt);
  }
}

/** Cash taken out when the shift closes; null when the drawer holds no more than the float. */
export function closingCashOut(
  start: ShiftStart,
  lastDocument: SimulatedDocument | undefined,
  drawerSum: Kopecks,
): UntimedDocument | null {
  if (drawerSum <= FLOAT) return null;
  const documentNumber = (lastDocument?.documentNumber ?? start.firstDocumentNumber - 1) + 1;
  return cashDocument(start, { documentNumber, receiptNumber: 0 }, CASH_OUT, drawerSum - FLOAT);
}

function document(value: UntimedDocument): TradeStep {
  return { kind: 'document', document: value };
}

/** What happens between two receipts of the rich trade. */
function* interludes(start: ShiftStart, counters: Counters, ordinal: number): Generator<TradeStep, void> {
  if (ordinal % 50 === 13) yield document(annulledReceipt(start, counters, ordinal));
  if (ordinal % 200 === 150) {
    yield { kind: 'log', log: { opCode: 13, cashierCode: start.cashier.code } };
    yield { kind: 'log', log: { opCode: 3, cashierCode: start.cashier.code } };
  }
}

function blank(start: ShiftStart, counters: Counters, documentType: number): UntimedDocument {
  const documentNumber = counters.documentNumber++;
  const fiscal = [SALE, REFUND_BY_SALE].includes(documentType);
  const numbered = fiscal || documentType === ANNULLED_SALE;
  return {
    documentType,
    documentNumber,
    receiptNumber: numbered ? counters.receiptNumber++ : null,
    cashierCode: start.cashier.code,
    sum: 0,
    identifier: uuidOf(`${start.registerId} ${start.shiftNumber} ${start.openedAt} ${documentNumber}`),
    sourceIdentifier: null,
    backReason: null,
    fiscalDocumentNumber: fiscal ? String(10_000 + documentNumber) : null,
    discountCard: null,
    certificate: null,
    positions: [],
    cancelledPositions: [],
    payments: [],
    failedPayments: [],
  };
}

function cashDocument(start: ShiftStart, counters: Counters, documentType: number, sum: Kopecks): UntimedDocument {
  const opCode = documentType === CASH_IN ? 80 : 81;
  const backReason = documentType === CASH_IN ? 'Размен' : 'Инкассация';
  return { ...blank(start, counters, documentType), sum, backReason, payments: [pay(opCode, PAY_CASH, sum)] };
}

function saleOf(
  start: ShiftStart,
  counters: Counters,
  draft: { ordinal: number; positions: SimulatedPosition[]; rich: boolean },
): UntimedDocument {
  const { ordinal } = draft;
  const sale = blank(start, counters, SALE);
  sale.positions = draft.positions;
  sale.sum = sumOf(draft.positions);
  sale.payments = paymentsOf(ordinal, sale.sum, sale.documentNumber);
  if (draft.rich) enrich(sale, ordinal);
  return sale;
}

/** Additions of the rich trade to a sale; each keeps goods = payments. */
function enrich(sale: UntimedDocument, ordinal: number): void {
  const nextPosition = sale.positions.length + 1;
  if (ordinal % 15 === 3) sale.discountCard = `7700${String(100_000 + ordinal)}`;
  if (ordinal % 25 === 7) sale.cancelledPositions = [cancelledPosition(nextPosition, ordinal)];
  if (ordinal % 30 === 11) {
    sale.positions = [...sale.positions, withdrawalPosition(nextPosition)];
    sale.sum += WITHDRAWAL;
    sale.payments = [pay(70, PAY_CARD, sale.sum, cardNumberOf(sale.documentNumber))];
  } else if (ordinal % 20 === 5) {
    const byCertificate = Math.min(CERTIFICATE, sale.sum);
    sale.certificate = { number: `99${String(sale.documentNumber).padStart(8, '0')}`, sum: byCertificate };
    sale.payments = [pay(70, PAY_CERTIFICATE, byCertificate)];
    if (sale.sum > byCertificate) sale.payments.push(pay(70, PAY_CASH, sale.sum - byCertificate));
  }
}

function paymentsOf(ordinal: number, sum: Kopecks, documentNumber: number): SimulatedPayment[] {
  const byCard = paysPartlyByCard(ordinal) ? Math.floor(sum / 2) : 0;
  const inCash = sum - byCard;
  const tendered = tendersNote(ordinal) ? Math.ceil(inCash / NOTE) * NOTE : inCash;
  const payments: SimulatedPayment[] = [];
  if (byCard > 0) payments.push(pay(70, PAY_CARD, byCard, cardNumberOf(documentNumber)));
  payments.push(pay(70, PAY_CASH, tendered));
  if (tendered > inCash) payments.push(pay(72, PAY_CASH, tendered - inCash));
  return payments;
}

/** One position of an earlier sale is brought back and paid out in cash. */
function refundOf(start: ShiftStart, counters: Counters, source: UntimedDocument, ordinal: number): UntimedDocument {
  const goods = source.positions.filter((position) => position.opCode === 50);
  const returned = goods[ordinal % goods.length] as SimulatedPosition;
  return {
    ...blank(start, counters, REFUND_BY_SALE),
    sum: returned.sum,
    sourceIdentifier: source.identifier,
    backReason: 'Брак',
    positions: [{ ...returned, positionNumber: 1, opCode: 58 }],
    payments: [pay(74, PAY_CASH, returned.sum)],
  };
}

/** A receipt whose positions were all removed; it keeps its number. Every second one died at the card terminal. */
function annulledReceipt(start: ShiftStart, counters: Counters, ordinal: number): UntimedDocument {
  const removed = [cancelledPosition(1, ordinal), cancelledPosition(2, ordinal + 1)];
  const receipt = { ...blank(start, counters, ANNULLED_SALE), cancelledPositions: removed };
  if (ordinal % 100 === 13) return receipt;
  const failed = pay(70, PAY_CARD, sumOf(removed), cardNumberOf(receipt.documentNumber));
  return { ...receipt, failedPayments: [failed] };
}

function cancelledPosition(positionNumber: number, ordinal: number): SimulatedPosition {
  const good = CATALOGUE[(ordinal * 7) % CATALOGUE.length] as Good;
  return positionOf(good, { positionNumber, opCode: 50, quantity: 1000, discountPercent: 0 });
}

function withdrawalPosition(positionNumber: number): SimulatedPosition {
  const service: Good = {
    itemCode: '900000',
    barcode: '900000',
    name: 'Снятие наличных',
    departmentCode: 0,
    price: WITHDRAWAL,
    taxRate: 0,
  };
  return positionOf(service, { positionNumber, opCode: CASH_WITHDRAWAL, quantity: 1000, discountPercent: 0 });
}

function pay(
  opCode: number,
  paymentTypeCode: number,
  sum: Kopecks,
  cardNumber: string | null = null,
): SimulatedPayment {
  return { opCode, paymentTypeCode, sum, cardNumber };
}

function cardNumberOf(documentNumber: number): string {
  return `220000******${String(documentNumber % 10_000).padStart(4, '0')}`;
}

function sumOf(positions: SimulatedPosition[]): Kopecks {
  return positions.reduce((sum, position) => sum + position.sum, 0);
}

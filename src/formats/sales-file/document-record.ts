/** Section "sales data" (sales-file §7): one document with its positions and payments. */
import type { Kopecks } from '../../domain/money.ts';
import type { Discount, DocumentRecord, Payment, Position, Tax } from '../../domain/sales.ts';
import { type Fields, type Key, key, MONEY } from './fields.ts';
import { plainDecimal } from './json-text.ts';
import { RecordFault } from './record-fault.ts';
import { cashierKey, closedAtKey, openedAtKey, registerCodeKey, shiftNumberKey } from './shift-record.ts';

/** Kinds that are a receipt or a cash document: they have a number and belong to a shift (sales-file §7.1). */
const NUMBERED_TYPES: ReadonlySet<number> = new Set([1, 2, 3, 4, 7, 8, 18, 25]);
/** Cash-in and cash-out: the document sum counts, their lines do not (data-model §9.3). */
const CASH_TYPES: ReadonlySet<number> = new Set([3, 4]);
/** Department of a position that names none, as ERP exports do it (data-model §4). */
const DEFAULT_DEPARTMENT = '1';

const k = {
  documentType: key('docType'),
  documentNumber: key('docNum'),
  receiptNumber: key('checknum', 'receiptNumber'),
  sum: key('docSum', 'sumB'),
  closedState: key('closed'),
  identifier: key('identifier'),
  sourceIdentifier: key('sourceidentifier'),
  fiscalDocumentNumber: key('frdocnum'),
  registerKind: key('cashType'),
  backReason: key('backReason'),
  positions: key('inventPositions'),
  cancelledPositions: key('stornoPositions'),
  payments: key('moneyPositions'),
  failedPayments: key('failedMoneyPositions'),
  positionNumber: key('posNum'),
  opCode: key('opCode'),
  itemCode: key('inventCode', 'code'),
  barcode: key('barCode', 'bcode'),
  name: key('name'),
  department: key('deptCode'),
  quantity: key('quant', 'bquant'),
  price: key('price'),
  // `sume` stood in the place of `posSum` in files of 2017 (sales-file §7.2).
  positionSum: key('posSum', 'sumB', 'sume'),
  baseSum: key('baseSum', 'sumi'),
  discount: key('disc_abs'),
  discounts: key('discountPositions'),
  taxes: key('taxes'),
  exciseMark: key('excisemark'),
  discountType: key('discType'),
  discountMode: key('discMode'),
  discountName: key('discName'),
  discountSize: key('discSize'),
  discountSum: key('discSum'),
  taxRate: key('taxRate'),
  taxSum: key('taxSum'),
  paymentType: key('valCode'),
  paymentTypeName: key('valname'),
  operationKind: key('valutoperation'),
  paymentSum: key('sumB'),
} as const;

/** What a document may leave out because its file says it: the register when all shifts of the file name the same one. */
export type FileContext = { registerCode: string | null };

/** Reads one document. Throws a RecordFault naming the field. */
export function readDocument(fields: Fields, raw: string, context: FileContext): DocumentRecord {
  const documentType = fields.integer(k.documentType);
  if (documentType === null) throw new RecordFault('document.type_missing');
  const registerCode = fields.text(registerCodeKey)?.trim() || context.registerCode;
  if (registerCode === null) throw new RecordFault('record.register_missing');
  const positions = fields.list(k.positions).map((position) => readPosition(position, 'unsigned'));
  const payments = fields.list(k.payments).map(readPayment);
  const total = readTotal(fields, documentType, positions);
  checkedSum(fields, k.payments, k.paymentSum, payments, ({ sum }) => sum);
  checkedSum(fields, k.positions, k.discount, positions, ({ discount }) => discount);
  return {
    documentType,
    registerCode,
    ...readNumbers(fields, documentType),
    receiptNumber: fields.integer(k.receiptNumber),
    cashierCode: fields.text(cashierKey),
    openedAt: fields.time(openedAtKey),
    closedAt: fields.time(closedAtKey),
    sum: total.sum,
    sumReported: total.reported,
    closedState: fields.integer(k.closedState),
    identifier: fields.text(k.identifier),
    sourceIdentifier: fields.text(k.sourceIdentifier),
    fiscalDocumentNumber: fields.text(k.fiscalDocumentNumber),
    registerKind: fields.text(k.registerKind),
    backReason: fields.text(k.backReason),
    positions,
    cancelledPositions: fields.list(k.cancelledPositions).map((position) => readPosition(position, 'signed')),
    payments,
    failedPayments: fields.list(k.failedPayments).map(readFailedPayment),
    raw,
  };
}

function readNumbers(
  fields: Fields,
  documentType: number,
): { shiftNumber: number | null; documentNumber: number | null } {
  const shiftNumber = fields.integer(shiftNumberKey);
  const documentNumber = fields.integer(k.documentNumber);
  if (NUMBERED_TYPES.has(documentType)) {
    const details = { documentType: String(documentType) };
    if (documentNumber === null) throw new RecordFault('document.number_missing', details);
    if (shiftNumber === null) throw new RecordFault('document.shift_missing', details);
  }
  return { shiftNumber, documentNumber };
}

function readTotal(fields: Fields, documentType: number, positions: Position[]): { sum: number; reported: boolean } {
  const reported = unsigned(fields, k.sum, fields.kopecks(k.sum));
  const lines = checkedSum(fields, k.sum, k.positionSum, positions, ({ sum }) => sum);
  if (reported !== null) return { sum: reported, reported: true };
  if (CASH_TYPES.has(documentType)) return fields.missing(k.sum);
  return { sum: lines, reported: false };
}

/** The sum of lines, signs left out. It is held to the limit of one amount, so that many lines cannot do what one may not. */
function checkedSum<T>(
  fields: Fields,
  wanted: Key,
  summed: Key,
  lines: readonly T[],
  amountOf: (line: T) => Kopecks,
): Kopecks {
  let sum = 0;
  for (const line of lines) {
    sum += Math.abs(amountOf(line));
    if (sum > MONEY.max) return fields.tooLarge(wanted, `Σ ${summed.name}`, MONEY.limit);
  }
  return sum;
}

/** Amounts are positive, the kind of the document gives the sign (sales-file F15); a negative one is not guessed at. */
function unsigned<T extends number | null>(fields: Fields, wanted: Key, value: T): T {
  if (value !== null && value < 0) return fields.fail('field.negative', wanted, String(fields.text(wanted)));
  return value;
}

/** Cancelled positions are in no total, so their sign is left as the register wrote it. */
function readPosition(fields: Fields, sign: 'unsigned' | 'signed'): Position {
  const check = sign === 'unsigned' ? unsigned : keep;
  return {
    positionNumber: fields.requiredInteger(k.positionNumber),
    opCode: fields.requiredInteger(k.opCode),
    itemCode: fields.textOrEmpty(k.itemCode),
    barcode: fields.textOrEmpty(k.barcode),
    name: fields.textOrEmpty(k.name),
    departmentCode: fields.text(k.department) || DEFAULT_DEPARTMENT,
    quantity: check(fields, k.quantity, fields.thousandths(k.quantity) ?? fields.missing(k.quantity)),
    price: check(fields, k.price, fields.kopecks(k.price) ?? fields.missing(k.price)),
    baseSum: check(fields, k.baseSum, fields.kopecks(k.baseSum)),
    discount: fields.kopecks(k.discount) ?? 0,
    sum: check(fields, k.positionSum, fields.kopecks(k.positionSum) ?? fields.missing(k.positionSum)),
    discounts: fields.list(k.discounts).map(readDiscount),
    taxes: fields.list(k.taxes).map(readTax),
    exciseMark: fields.text(k.exciseMark),
  };
}

function keep<T extends number | null>(_fields: Fields, _wanted: Key, value: T): T {
  return value;
}

/** A rate in one spelling, so that `10` and `10.00` are one rate; what is no decimal stays as it is. */
function rate(fields: Fields, wanted: Key): string | null {
  const text = fields.text(wanted);
  return text === null ? null : (plainDecimal(text, 2) ?? text);
}

function readDiscount(fields: Fields): Discount {
  return {
    discountType: fields.textOrEmpty(k.discountType),
    discountMode: fields.text(k.discountMode),
    name: fields.text(k.discountName),
    size: rate(fields, k.discountSize),
    sum: fields.kopecks(k.discountSum) ?? 0,
  };
}

function readTax(fields: Fields): Tax {
  return { rate: rate(fields, k.taxRate), sum: fields.kopecks(k.taxSum) ?? 0 };
}

/** A payment line. Its sum may be negative: registers are known to write change once as plus and once as minus (data-model §9.3). */
function readPayment(fields: Fields): Payment {
  return {
    opCode: fields.requiredInteger(k.opCode),
    paymentTypeCode: fields.requiredInteger(k.paymentType),
    paymentTypeName: fields.text(k.paymentTypeName),
    operationKind: fields.integer(k.operationKind),
    sum: fields.kopecks(k.paymentSum) ?? fields.missing(k.paymentSum),
  };
}

/** A payment that did not happen: only its code is sure to be there (sales-file §7.1), and it is in no total. */
function readFailedPayment(fields: Fields): Payment {
  return {
    opCode: fields.requiredInteger(k.opCode),
    paymentTypeCode: fields.integer(k.paymentType) ?? 0,
    paymentTypeName: fields.text(k.paymentTypeName),
    operationKind: fields.integer(k.operationKind),
    sum: fields.kopecks(k.paymentSum) ?? 0,
  };
}

/** The receipt number of a record that was not understood as a whole; null = it names none. Throws a RecordFault. */
export function readReceiptNumber(fields: Fields): number | null {
  return fields.integer(k.receiptNumber);
}

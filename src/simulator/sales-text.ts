/**
 * Writes sales as a register sends them: three sections of records, each one JSON object and a line `---`.
 * A writer of its own, apart from the strict one that writes for the ERP, because registers are not strict: the
 * variations show what a reader has to forgive.
 */
import { formatKopecks, formatThousandths } from '../domain/money.ts';
import type {
  ShiftStart,
  SimulatedDocument,
  SimulatedLogRecord,
  SimulatedPayment,
  SimulatedPosition,
  SimulatedShift,
} from './model.ts';
import { CASH_IN, CASH_OUT, REFUND_BY_SALE } from './model.ts';
import type { ShiftSums } from './shift-sums.ts';
import { sumsOf } from './shift-sums.ts';

/** What a file says about one shift: its head with the sums of that moment, and some of its documents. */
export type ShiftPart = {
  start: ShiftStart;
  /** null = the shift was open at that moment. */
  closedAt: string | null;
  sums: ShiftSums;
  documents: SimulatedDocument[];
  securityLog: SimulatedLogRecord[];
};

export type SalesVariations = {
  lineEnd?: '\n' | '\r\n';
  /** `database`: keys as the columns of a register's database are called (`time_beg`, `sumb` …). */
  names?: 'file' | 'database';
  /** Sections that are not written at all. */
  without?: ('shift' | 'documents' | 'securityLog')[];
  byteOrderMark?: boolean;
  /** A section that no reader knows. */
  unknownSection?: boolean;
  /** The opening time of every shift is not known. */
  withoutOpenTime?: boolean;
};

/** The text of a sales file with all given parts. */
export function writeSalesText(parts: ShiftPart[], variations: SalesVariations = {}): string {
  const without = variations.without ?? [];
  const shifts = parts.map((part) => shiftRecord(part, variations));
  const documents = parts.flatMap((part) => part.documents.map((document) => documentRecord(document, part.start)));
  const log = parts.flatMap((part) => part.securityLog.map((record) => logRecord(record, part.start)));
  let text = variations.byteOrderMark === true ? '\uFEFF' : '';
  if (!without.includes('shift')) text += section('shift info', shifts);
  if (!without.includes('documents'))
    text += section(
      'sales data',
      documents.map((one) => renamed(one, variations)),
    );
  if (!without.includes('securityLog')) text += section('securitylog info', log);
  if (variations.unknownSection === true) text += section('cashierstats info', [{ usercode: '7001', scans: 12 }]);
  return variations.lineEnd === '\r\n' ? text.replaceAll('\n', '\r\n') : text;
}

/** The whole shift as it stands: all documents, closed or not. */
export function wholeShift(shift: SimulatedShift): ShiftPart {
  const { closedAt, documents, securityLog, ...start } = shift;
  return { start, closedAt, sums: sumsOf(shift), documents, securityLog };
}

/** A number that is written exactly as it stands, so that `600.00` keeps its zeros (sales-file F9). */
class Decimal {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Json = string | number | null | Decimal | Json[] | { [key: string]: Json | undefined };
type JsonObject = { [key: string]: Json | undefined };

function money(kopecks: number): Decimal {
  return new Decimal(formatKopecks(kopecks));
}

function print(value: Json): string {
  if (value instanceof Decimal) return value.text;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(print).join(',')}]`;
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${print(member)}`);
  }
  return `{${members.join(',')}}`;
}

function section(name: string, records: JsonObject[]): string {
  // `}---` inside a string would end the record for every reader that splits on it (sales-file F5).
  const body = records.map((record) => `${print(record).replaceAll('}---', '}\\u002d--')}\n---\n`).join('');
  return `### ${name} begin ###\n${body}### ${name} end ###\n`;
}

function shiftRecord(part: ShiftPart, variations: SalesVariations): JsonObject {
  const { start, sums } = part;
  const openedAt = variations.withoutOpenTime === true ? null : start.openedAt;
  const head: JsonObject = {
    cashCode: start.registerCode,
    shift: start.shiftNumber,
    timeBeg: openedAt,
    timeEnd: part.closedAt,
    scode: start.cashier.code,
  };
  return { ...(variations.names === 'database' ? databaseHead(head) : head), ...sumFields(sums), ...ends(start, sums) };
}

function databaseHead(head: JsonObject): JsonObject {
  const { cashCode, shift, timeBeg, timeEnd, scode } = head;
  return { cashcode: cashCode, shiftnum: shift, time_beg: timeBeg, time_end: timeEnd, scode };
}

function sumFields(sums: ShiftSums): JsonObject {
  return {
    sumSale: money(sums.saleSum),
    sumGain: money(sums.revenue),
    sumDrawer: money(sums.drawerSum),
    sumsalecash: money(sums.saleCash),
    sumsalenoncash: money(sums.saleNoncash),
    sumsaleother: money(sums.saleOther),
    sumgaincash: money(sums.revenueCash),
    sumgainnoncash: money(sums.revenueNoncash),
    sumrefund: money(sums.refundSum),
    sumrefundcash: money(sums.refundCash),
    sumrefundnoncash: money(sums.refundNoncash),
    countsale: sums.saleCount,
    countrefund: sums.refundCount,
    checknum1: sums.firstReceiptNumber,
    checknum2: sums.lastReceiptNumber,
    firstchecktime: sums.firstReceiptAt,
  };
}

function ends(start: ShiftStart, sums: ShiftSums): JsonObject {
  return {
    kkms: [
      {
        serialNum: start.fiscalSerialNumber,
        sumCashEnd: money(sums.drawerSum),
        sumProtectedBeg: money(sums.protectedTotalStart),
        sumProtectedEnd: money(sums.protectedTotalEnd),
        sumBack: money(sums.refundSum),
      },
    ],
    users: [{ usercode: start.cashier.code, username: start.cashier.name }],
  };
}

function documentRecord(document: SimulatedDocument, start: ShiftStart): JsonObject {
  const inCash = [CASH_IN, CASH_OUT].includes(document.documentType);
  return {
    docType: document.documentType,
    docNum: document.documentNumber,
    checknum: document.receiptNumber ?? undefined,
    cashCode: start.registerCode,
    shift: start.shiftNumber,
    userCode: document.cashierCode,
    timeBeg: document.openedAt,
    timeEnd: document.closedAt,
    docSum: money(document.sum),
    closed: 1,
    identifier: document.identifier,
    sourceidentifier: document.sourceIdentifier ?? undefined,
    backReason: document.backReason ?? undefined,
    frdocnum: document.fiscalDocumentNumber ?? undefined,
    cashType: inCash || document.documentType === REFUND_BY_SALE ? undefined : 'POS',
    inventPositions: document.positions.map(positionRecord),
    moneyPositions: document.payments.map(paymentRecord),
    failedMoneyPositions: document.failedPayments.map(paymentRecord),
    stornoPositions: document.cancelledPositions.map(positionRecord),
    cardPositions: document.discountCard === null ? [] : [{ number: document.discountCard }],
    certificatePositions: certificatesOf(document),
    couponPositions: [],
  };
}

function certificatesOf(document: SimulatedDocument): Json[] {
  const { certificate } = document;
  return certificate === null ? [] : [{ number: certificate.number, sum: money(certificate.sum) }];
}

function positionRecord(position: SimulatedPosition): JsonObject {
  return {
    posNum: position.positionNumber,
    opCode: position.opCode,
    inventCode: position.itemCode,
    barCode: position.barcode,
    bcode_main: position.barcode,
    name: position.name,
    deptCode: position.departmentCode,
    quant: new Decimal(formatThousandths(position.quantity)),
    price: money(position.price),
    baseSum: money(position.baseSum),
    disc_abs: money(position.discount),
    posSum: money(position.sum),
    discountPositions: position.discount === 0 ? [] : [discountRecord(position)],
    bonusPositions: [],
    taxes: position.taxRate === 0 ? [] : [{ taxRate: money(position.taxRate * 100), taxSum: money(position.taxSum) }],
  };
}

function discountRecord(position: SimulatedPosition): JsonObject {
  return {
    discType: 'percent',
    discMode: '2',
    discName: `Скидка ${position.discountPercent} %`,
    discSize: money(position.discountPercent * 100),
    discSum: money(position.discount),
    checkSum: money(position.baseSum),
  };
}

function paymentRecord(payment: SimulatedPayment): JsonObject {
  return {
    opCode: payment.opCode,
    valCode: payment.paymentTypeCode,
    sumB: money(payment.sum),
    cardnum: payment.cardNumber ?? undefined,
  };
}

function logRecord(record: SimulatedLogRecord, start: ShiftStart): JsonObject {
  return { opcode: record.opCode, optime: record.at, cashiercard: record.cashierCode, cashcode: start.registerCode };
}

/** Keys of a document as the columns of the register's tables are called. */
const DATABASE_NAMES: Record<string, string> = {
  docType: 'doctype',
  docNum: 'docnum',
  cashCode: 'cashcode',
  shift: 'shiftnum',
  userCode: 'scode',
  timeBeg: 'time_beg',
  timeEnd: 'time_end',
  docSum: 'sumb',
};

function renamed(record: JsonObject, variations: SalesVariations): JsonObject {
  if (variations.names !== 'database') return record;
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [DATABASE_NAMES[key] ?? key, value]));
}

/** The documents of a sales file as the ERP books them: only what its reader sees, keyed as the ERP keys them. */
import type { Kopecks } from '../domain/money.ts';
import { parseKopecks } from '../domain/money.ts';

/** One document under the ERP's key: group, register, shift, open date, number; cash documents also by kind. */
export type BookedDocument = {
  key: string;
  zReport: string;
  documentType: number;
  documentNumber: number;
  closedAt: string;
  /** Σ of the goods with the sign of the ERP: returns negative. 0 for cash documents. */
  goods: Kopecks;
  cash: Kopecks;
  noncash: Kopecks;
  /** Sum of a cash-in (plus) or cash-out (minus). */
  moved: Kopecks;
};

/** What "shift info" says to the ERP: the sum it compares its receipts with. */
export type BookedShift = { zReport: string; externalSum: Kopecks; closed: boolean };

export type ErpFile = { shifts: BookedShift[]; documents: BookedDocument[] };

const RECEIPTS = [1, 2, 7, 8, 18, 25];
const NEGATIVE = [2, 7, 25];
const CHANGE = [72, 76, 101];
const CASH = 1;

/** Sales and returns are what an ERP counts of a shift; annulled receipts and cash documents are not. */
export function isCounted({ documentType }: BookedDocument): boolean {
  return [1, 2, 18, 25].includes(documentType);
}

type Json = { [key: string]: unknown };

/** Books a file that the reader's rules accept. `cashDocuments`: the name of the file lets them be read. */
export function bookFile(bytes: Buffer, group: string, cashDocuments: boolean): ErpFile {
  const text = bytes.toString('utf8').replaceAll('\n', '');
  const heads = records(text, 'shift info');
  const openDates = new Map(heads.map((head) => [`${head.cashCode} ${head.shift}`, dateOf(head.timeBeg)]));
  const zReportOf = (record: Json, closedAt: unknown) => {
    const date = openDates.get(`${record.cashCode} ${record.shift}`) ?? dateOf(closedAt);
    return `${group}_${record.cashCode}_${record.shift}_${date}`;
  };
  const shifts = heads.map((head) => ({
    zReport: zReportOf(head, null),
    externalSum: kopecks(head.sumGain),
    closed: dateOf(head.timeEnd) !== null,
  }));
  const documents = records(text, 'sales data').flatMap((record) => {
    const type = Number(record.docType);
    const isCash = type === 3 || type === 4;
    if (!RECEIPTS.includes(type) && !(isCash && cashDocuments)) return [];
    return [bookDocument(record, zReportOf(record, record.timeEnd), type)];
  });
  return { shifts, documents };
}

function bookDocument(record: Json, zReport: string, documentType: number): BookedDocument {
  const documentNumber = Number(record.docNum);
  const isCash = documentType === 3 || documentType === 4;
  const booked = {
    key: `${zReport}_${documentNumber}${isCash ? `_${documentType}` : ''}`,
    zReport,
    documentType,
    documentNumber,
    closedAt: String(record.timeEnd),
  };
  if (isCash) {
    const sum = kopecks(record.docSum);
    return { ...booked, goods: 0, cash: 0, noncash: 0, moved: documentType === 3 ? sum : -sum };
  }
  const sign = NEGATIVE.includes(documentType) ? -1 : 1;
  return { ...booked, ...paid(list(record.moneyPositions), sign), goods: goodsOf(record, sign), moved: 0 };
}

function goodsOf(record: Json, sign: number): Kopecks {
  const lines = new Map(list(record.inventPositions).map((line) => [line.posNum, kopecks(line.posSum)]));
  let sum = 0;
  for (const line of lines.values()) sum += line;
  return sum * sign;
}

function paid(payments: Json[], sign: number): { cash: Kopecks; noncash: Kopecks } {
  const sums = { cash: 0, noncash: 0 };
  for (const payment of payments) {
    const inCash = Number(payment.valCode) === CASH;
    const back = inCash && CHANGE.includes(Number(payment.opCode));
    sums[inCash ? 'cash' : 'noncash'] += kopecks(payment.sumB) * sign * (back ? -1 : 1);
  }
  return sums;
}

/** Records of a section in a text without line feeds: cut at `}---`, as the reader does. */
function records(text: string, name: string): Json[] {
  const begin = text.lastIndexOf(`### ${name} begin ###`);
  const end = text.lastIndexOf(`### ${name} end ###`);
  if (begin < 0 || end < begin) return [];
  const pieces = text.slice(begin + `### ${name} begin ###`.length, end).split('}---');
  const last = pieces.pop() ?? '';
  const whole = pieces.map((piece) => `${piece}}`);
  return [...whole, ...(last === '' ? [] : [last])].map((piece) => JSON.parse(piece, keepDigits) as Json);
}

/** Numbers stay as the text they were written in, so that no kopeck passes through floating point. */
function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

function kopecks(value: unknown): Kopecks {
  const read = parseKopecks(String(value));
  if (!read.ok) throw new Error(`the ERP cannot book the amount ${String(value)}: ${read.fault}`);
  return read.value;
}

/** `ddMMyyyy` of a time, null for no time. */
function dateOf(time: unknown): string | null {
  if (typeof time !== 'string' || time === 'null') return null;
  return time.slice(0, 10).split('-').reverse().join('');
}

/** Writes the sales file of one shift for the ERP, strictly by sales-file §4–8. */
import type { LocalTime } from '../../domain/local-time.ts';
import { formatKopecks, type Kopecks } from '../../domain/money.ts';
import type { FiscalDevice, ReportedSums, SecurityLogRecord } from '../../domain/sales.ts';
import { SALE_OR_RETURN } from './document-rules.ts';
import { jsonString } from './json-text.ts';
import type { ExportReason } from './reasons.ts';
import { type DocumentToWrite, type ExportRefusal, type WriteContext, writeDocument } from './write-document.ts';

/** The shift as the ERP shall see it; `sums` other than the revenue are our extension (F17), null = left out. */
export type ShiftToWrite = {
  registerCode: string;
  shiftNumber: number;
  openedAt: LocalTime | null;
  closedAt: LocalTime | null;
  cashierCode: string | null;
  revenue: Kopecks;
  sums: Omit<ReportedSums, 'revenue'>;
  fiscalDevices: readonly FiscalDevice[];
  users: readonly { code: string; name: string }[];
};

export type SalesFileToWrite = {
  shift: ShiftToWrite;
  documents: Iterable<DocumentToWrite>;
  securityLog: readonly Omit<SecurityLogRecord, 'raw'>[];
  /** True for the payment types that are cash (F16). */
  isCash: WriteContext['isCash'];
};

export type WrittenSalesFile = { ok: true; bytes: Buffer; documents: number };

/** Takes the documents of a file one after another and gives its bytes away as they come, so that neither is held whole. */
export type SalesFileWriter = {
  ok: true;
  /** Null when the document was written, else why the file must not be. */
  add(document: DocumentToWrite): ExportRefusal | null;
  /** What has been written since it was last asked, one piece behind the other. */
  take(): Buffer[];
  /** Ends the file, the rest of which can be taken now; nothing is added afterwards. */
  finish(): { ok: true; documents: number } | ExportRefusal;
};

/**
 * The bytes of the file: UTF-8, LF only, all three sections. A refusal is returned, not thrown: `details.rule` names the
 * rule, `details.document` the document number. Log records are put into time order, as the ERP pairs them (§8).
 */
export function writeSalesFile({ documents, ...file }: SalesFileToWrite): WrittenSalesFile | ExportRefusal {
  const writer = openSalesFile(file);
  if (!writer.ok) return writer;
  for (const document of documents) {
    const refusal = writer.add(document);
    if (refusal !== null) return refusal;
  }
  const written = writer.finish();
  return written.ok ? { ok: true, bytes: Buffer.concat(writer.take()), documents: written.documents } : written;
}

/** The same for documents that come bit by bit. */
export function openSalesFile(file: Omit<SalesFileToWrite, 'documents'>): SalesFileWriter | ExportRefusal {
  const { shift } = file;
  if (shift.openedAt === null) {
    return refuse('export.shift_not_opened', { shiftNumber: String(shift.shiftNumber), rule: 'F14' });
  }
  const context = { registerCode: shift.registerCode, shiftNumber: shift.shiftNumber, isCash: file.isCash };
  const log = [...file.securityLog].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const text = createPieces();
  let [documents, receipts] = [0, 0];
  text.write(section('shift info', [writeShift(shift)]));
  text.write(beginning('sales data'));
  return {
    ok: true,
    add(document) {
      const written = writeDocument(document, context);
      if (!written.ok) return written;
      text.write(record(written.text));
      documents += 1;
      if (SALE_OR_RETURN.has(written.documentType)) receipts += 1;
      return null;
    },
    take: text.take,
    finish() {
      if (receipts === 0 && !hasCashierTime(log)) return refuse('export.nothing_to_read', { rule: '§5' });
      text.write(ending('sales data'));
      text.write(section('securitylog info', log.map(writeLogRecord)));
      text.end();
      return { ok: true, documents };
    },
  };
}

/** Characters that are gathered before they become bytes. */
const PIECE_LENGTH = 64 * 1024;

function createPieces(): { write(more: string): void; take(): Buffer[]; end(): void } {
  let pieces: Buffer[] = [];
  let text = '';
  function encode(): void {
    pieces.push(Buffer.from(text, 'utf8'));
    text = '';
  }
  return {
    write(more) {
      text += more;
      if (text.length >= PIECE_LENGTH) encode();
    },
    take() {
      const taken = pieces;
      pieces = [];
      return taken;
    },
    end: encode,
  };
}

function refuse(reason: ExportReason, details: Record<string, string>): ExportRefusal {
  return { ok: false, reason, details };
}

const beginning = (name: string) => `### ${name} begin ###\n`;
const record = (json: string) => `${json}\n---\n`;
const ending = (name: string) => `### ${name} end ###\n`;

function section(name: string, records: readonly string[]): string {
  return [beginning(name), ...records.map(record), ending(name)].join('');
}

/** A log-on (3) with a later log-off (4) or lock (13) is the time of a cashier (§8). */
function hasCashierTime(log: SalesFileToWrite['securityLog']): boolean {
  const on = log.findIndex((record) => record.opCode === 3);
  return on >= 0 && log.slice(on + 1).some((record) => record.opCode === 4 || record.opCode === 13);
}

type Member = [name: string, json: string] | null;

function object(members: readonly Member[]): string {
  const written = members.filter((member) => member !== null).map(([name, json]) => `${jsonString(name)}:${json}`);
  return `{${written.join(',')}}`;
}

function time(value: LocalTime | null): string {
  return value === null ? 'null' : jsonString(value);
}

function amount(value: Kopecks | null): string {
  return value === null ? 'null' : formatKopecks(value);
}

function known(name: string, value: number | string | null, print: (value: never) => string): Member {
  return value === null ? null : [name, print(value as never)];
}

function writeShift(shift: ShiftToWrite): string {
  const { sums } = shift;
  return object([
    ['cashCode', jsonString(shift.registerCode)],
    ['shift', String(shift.shiftNumber)],
    ['timeBeg', time(shift.openedAt)],
    ['timeEnd', time(shift.closedAt)],
    ['sumGain', formatKopecks(shift.revenue)],
    ['kkms', `[${shift.fiscalDevices.map(writeDevice).join(',')}]`],
    ['users', `[${shift.users.map(writeUser).join(',')}]`],
    known('scode', shift.cashierCode, jsonString),
    known('sumSale', sums.saleSum, formatKopecks),
    known('sumsalecash', sums.saleCash, formatKopecks),
    known('sumsalenoncash', sums.saleNoncash, formatKopecks),
    known('sumsaleother', sums.saleOther, formatKopecks),
    known('sumrefund', sums.refundSum, formatKopecks),
    known('sumrefundcash', sums.refundCash, formatKopecks),
    known('sumrefundnoncash', sums.refundNoncash, formatKopecks),
    known('sumgaincash', sums.revenueCash, formatKopecks),
    known('sumgainnoncash', sums.revenueNoncash, formatKopecks),
    known('sumDrawer', sums.drawerSum, formatKopecks),
    known('countsale', sums.saleCount, String),
    known('countrefund', sums.refundCount, String),
    known('checknum1', sums.firstReceiptNumber, String),
    known('checknum2', sums.lastReceiptNumber, String),
    known('firstchecktime', sums.firstReceiptAt, jsonString),
  ]);
}

function writeDevice(device: FiscalDevice): string {
  return object([
    ['serialNum', jsonString(device.serialNumber)],
    ['sumCashEnd', amount(device.fiscalCashEnd)],
    ['sumProtectedBeg', amount(device.protectedTotalStart)],
    ['sumProtectedEnd', amount(device.protectedTotalEnd)],
    ['sumBack', amount(device.fiscalRefundSum)],
  ]);
}

function writeUser(user: { code: string; name: string }): string {
  return object([
    ['usercode', jsonString(user.code)],
    ['username', jsonString(user.name)],
  ]);
}

function writeLogRecord(record: Omit<SecurityLogRecord, 'raw'>): string {
  return object([
    ['opcode', String(record.opCode)],
    ['optime', jsonString(record.at)],
    ['cashiercard', jsonString(record.cashierCode)],
    ['cashcode', jsonString(record.registerCode)],
  ]);
}

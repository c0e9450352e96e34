/**
 * What the ERP's reader makes of a file, its silent losses included (sales-file §1, §5–8). Shares nothing with our writer,
 * so that a fault of the writer is seen here.
 */
import type { Kopecks } from '../../domain/money.ts';
import { ErpFields, erpSum, Poison } from './erp-fields.ts';
import { type ErpObject, type FirstObject, firstObject } from './erp-json.ts';
import { type ErpSection, type ErpSectionName, erpSectionNames, erpSections, type Span } from './erp-sections.ts';

export type ErpReaderOptions = {
  /** Name the file will have; cash documents are read only from `sale*.json` (§2). */
  fileName: string;
  /** Group of registers: the name of the shop folder, first part of the key of a Z-report. */
  group: string;
  /** True for the payment types that are cash. */
  isCash: (paymentTypeCode: number) => boolean;
  /** Kinds that the ERP books with a minus; which of 7 and 8 is one of them is a setting (data-model §9.1). */
  negativeTypes: ReadonlySet<number>;
};

export const defaultErpReaderOptions: ErpReaderOptions = {
  fileName: 'sale.json',
  group: '',
  isCash: (paymentTypeCode) => paymentTypeCode === 1,
  negativeTypes: new Set([2, 7, 25]),
};

export type ErpProblem = { rule: string; text: string };

export type ErpZReport = {
  /** group _ register _ shift _ open date ddMMyyyy: one shift must give one key (F14). */
  key: string;
  documents: number;
  /** Σ of the goods, returns negative. */
  goods: Kopecks;
};

export type ErpReading = {
  /** `poison_shop` and `poison_all` are the levels 1 and 2 of §5; `empty_deleted` = the reader deletes the file unread. */
  outcome: 'accepted' | 'empty_deleted' | 'poison_shop' | 'poison_all';
  problems: ErpProblem[];
  zReports: ErpZReport[];
  /** Sales and returns, cash-in and cash-out, soft checks that were read. */
  documents: { receipts: number; cashDocuments: number; softChecks: number; total: number };
  /** Receipts with cancelled positions, reported to the ERP once more as cancelled. */
  cancelled: number;
  logRecords: number;
  cashierTimes: number;
  sums: { goods: Kopecks; cash: Kopecks; noncash: Kopecks; cashIn: Kopecks; cashOut: Kopecks };
  fiscalDevice: ErpFiscalDevice | null;
};

export type ErpFiscalDevice = {
  serialNumber: string;
  sums: Record<(typeof FISCAL_SUMS)[number], Kopecks | null>;
};

const FISCAL_SUMS = ['sumCashEnd', 'sumProtectedBeg', 'sumProtectedEnd', 'sumBack'] as const;
const SALE_OR_RETURN = new Set([1, 2, 7, 8, 18, 25]);
const CHANGE = new Set([72, 76, 101]);

/** Reads the bytes as the ERP would. Never throws on any bytes. */
export function readAsErp(bytes: Buffer, options: Partial<ErpReaderOptions> = {}): ErpReading {
  const sections = erpSections(bytes);
  const pass = new ErpPass(bytes, sections, options);
  for (const { name, pieces } of sections) {
    for (const piece of pieces) pass.take(name, firstObject(pieceText(bytes, piece)));
  }
  return pass.finish();
}

/** A piece as the reader sees it, without line feeds. */
export function pieceText(bytes: Buffer, { start, end }: Span): string {
  return bytes.toString('utf8', start, end).replaceAll('\n', '');
}

function emptyReading(): ErpReading {
  return {
    outcome: 'empty_deleted',
    problems: [],
    zReports: [],
    documents: { receipts: 0, cashDocuments: 0, softChecks: 0, total: 0 },
    cancelled: 0,
    logRecords: 0,
    cashierTimes: 0,
    sums: { goods: 0, cash: 0, noncash: 0, cashIn: 0, cashOut: 0 },
    fiscalDevice: null,
  };
}

/** Takes the pieces of a file one by one, section by section in the order of `erpSectionNames`, and keeps only sums. */
export class ErpPass {
  readonly #reading = emptyReading();
  readonly #options: ErpReaderOptions;
  readonly #cashIsRead: boolean;
  /** register and shift → open time. */
  readonly #shifts = new Map<string, string>();
  readonly #taken: Record<ErpSectionName, number> = { 'shift info': 0, 'sales data': 0, 'securitylog info': 0 };
  #fault: Poison | undefined;
  #loggedOn = false;

  constructor(bytes: Buffer, sections: readonly ErpSection[], options: Partial<ErpReaderOptions>) {
    this.#options = { ...defaultErpReaderOptions, ...options };
    this.#cashIsRead = /^sale.*\.json$/.test(this.#options.fileName);
    if (!this.#cashIsRead) this.#note('§2', `cash documents are not read from ${this.#options.fileName}`);
    if (sections.length === 0) this.#note('F2', 'no section is found');
    this.#noteRepeatedSections(bytes);
  }

  /** The next piece of a section, parsed. */
  take(name: ErpSectionName, first: FirstObject): void {
    this.#taken[name] += 1;
    // The first scan goes through the whole file before a fault of the shop shows.
    if (this.#fault?.level === 2) return;
    try {
      this.#read(name, first, `${name} record ${this.#taken[name]}`);
    } catch (error) {
      if (!(error instanceof Poison)) throw error;
      if (this.#fault === undefined || error.level > this.#fault.level) this.#fault = error;
    }
  }

  /** What the reader has made of all of them. */
  finish(): ErpReading {
    const { documents, cashierTimes, problems } = this.#reading;
    if (this.#fault !== undefined) {
      const { level, rule, message } = this.#fault;
      const outcome = level === 1 ? 'poison_shop' : 'poison_all';
      return { ...emptyReading(), outcome, problems: [...problems, { rule, text: message }] };
    }
    documents.total = documents.receipts + documents.cashDocuments + documents.softChecks;
    const isEmpty = documents.receipts === 0 && cashierTimes === 0;
    this.#reading.outcome = isEmpty ? 'empty_deleted' : 'accepted';
    if (isEmpty) this.#note('§5', 'no sale and no cashier time: the file is deleted');
    return this.#reading;
  }

  #note(rule: string, text: string): void {
    this.#reading.problems.push({ rule, text });
  }

  #noteRepeatedSections(bytes: Buffer): void {
    for (const name of erpSectionNames) {
      const count = countOf(bytes, `### ${name} begin ###`);
      if (count > 1) this.#note('F6', `${count} sections "${name}", only the last is read`);
    }
  }

  #read(name: ErpSectionName, first: FirstObject, where: string): void {
    if (!first.ok) throw new Poison(2, 'JSON', `${where} is not valid JSON`);
    const unread = first.rest.trim();
    if (unread !== '') this.#note('F4', `${where}: what follows the first object is not read: ${unread.slice(0, 40)}`);
    if (name === 'sales data') this.#readDocument(first.value, where);
    else if (this.#fault !== undefined) return;
    else if (name === 'shift info') this.#readShift(new ErpFields(first.value, where));
    else this.#readLogRecord(new ErpFields(first.value, where));
  }

  #readDocument(object: ErpObject, where: string): void {
    // The first scan of the pass: a record whose kind cannot be read aborts it for all shops.
    const scanned = new ErpFields(object, where, 2);
    const type = scanned.integer('docType');
    if (type === 16) this.#readSoftCheck(scanned);
    if (this.#fault !== undefined) return;
    const fields = new ErpFields(object, where);
    readCommon(fields);
    if (type === 3 || type === 4) {
      if (this.#cashIsRead) this.#readCashDocument(fields, type);
    } else if (SALE_OR_RETURN.has(type)) this.#readReceipt(fields, type);
  }

  #readSoftCheck(fields: ErpFields): void {
    fields.time('timeEnd');
    for (const position of fields.list('inventPositions')) position.string('additionalbarcode');
    this.#reading.documents.softChecks += 1;
  }

  #readShift(fields: ErpFields): void {
    const registerCode = fields.string('cashCode');
    const shiftNumber = fields.integer('shift');
    const openedAt = fields.time('timeBeg');
    fields.time('timeEnd');
    fields.decimal('sumGain');
    for (const device of fields.list('kkms')) this.#readDevice(device);
    if (openedAt === null) this.#note('F14', `shift ${shiftNumber} without timeBeg is ignored`);
    else this.#shifts.set(`${registerCode} ${shiftNumber}`, openedAt);
  }

  #readDevice(device: ErpFields): void {
    const sums: Partial<ErpFiscalDevice['sums']> = {};
    for (const name of FISCAL_SUMS) {
      const { sum, lost } = device.fiscalSum(name);
      sums[name] = sum;
      if (lost) this.#note('F9', `${name} without a fraction is read as absent`);
    }
    const serialNumber = device.string('serialNum');
    this.#reading.fiscalDevice = { serialNumber, sums: sums as ErpFiscalDevice['sums'] };
  }

  /** What sales, returns, cash-in and cash-out have in common; gives the Z-report of the document. */
  #readHead(fields: ErpFields): ErpZReport {
    fields.integer('docNum');
    fields.string('userCode');
    const registerCode = fields.string('cashCode');
    const shiftNumber = fields.integer('shift');
    const closedAt = fields.time('timeEnd');
    const openedAt = this.#shifts.get(`${registerCode} ${shiftNumber}`);
    if (openedAt !== undefined && closedAt === null)
      fields.fail('§7.1', 'timeEnd is null though the shift is in the file');
    if (openedAt === undefined)
      this.#note('F14', `no shift info for shift ${shiftNumber}: the date of the receipt is taken`);
    const date = (openedAt ?? closedAt ?? '').slice(0, 10).split('-').reverse().join('');
    return this.#zReport([this.#options.group, registerCode, shiftNumber, date].join('_'));
  }

  #zReport(key: string): ErpZReport {
    const known = this.#reading.zReports.find((report) => report.key === key);
    if (known !== undefined) return known;
    const created = { key, documents: 0, goods: 0 };
    this.#reading.zReports.push(created);
    return created;
  }

  #readCashDocument(fields: ErpFields, type: 3 | 4): void {
    this.#readHead(fields).documents += 1;
    const sums = this.#reading.sums;
    if (type === 3) sums.cashIn = erpSum(sums.cashIn, fields.decimal('docSum'));
    else sums.cashOut = erpSum(sums.cashOut, fields.decimal('docSum'));
    this.#reading.documents.cashDocuments += 1;
  }

  #readReceipt(fields: ErpFields, type: number): void {
    const report = this.#readHead(fields);
    const sign = this.#options.negativeTypes.has(type) ? -1 : 1;
    const goods = sign * this.#readPositions(fields);
    report.goods = erpSum(report.goods, goods);
    report.documents += 1;
    const sums = this.#reading.sums;
    sums.goods = erpSum(sums.goods, goods);
    for (const payment of fields.list('moneyPositions')) this.#readPayment(payment, sign);
    for (const card of fields.list('cardPositions')) card.string('number');
    for (const certificate of fields.optionalList('certificatePositions')) {
      certificate.string('number');
      certificate.decimal('sum');
    }
    if (fields.list('stornoPositions').length > 0) this.#reading.cancelled += 1;
    this.#reading.documents.receipts += 1;
  }

  #readPositions(fields: ErpFields): Kopecks {
    const lines = new Map<number, Kopecks>();
    for (const position of fields.list('inventPositions')) {
      const number = position.integer('posNum');
      if (lines.has(number)) this.#note('§7.2', `posNum ${number} is repeated: the last line replaces the others`);
      lines.set(number, readPosition(position));
    }
    return [...lines.values()].reduce((sum, line) => erpSum(sum, line), 0);
  }

  /** The reader takes change off a cash payment; on another code it takes the line for one more payment (F16). */
  #readPayment(payment: ErpFields, sign: 1 | -1): void {
    const opCode = payment.integer('opCode');
    const isCash = this.#options.isCash(payment.integer('valCode'));
    const amount = payment.decimal('sumB') * sign * (CHANGE.has(opCode) && isCash ? -1 : 1);
    if (CHANGE.has(opCode) && !isCash)
      this.#note('F16', 'change on a payment type that is not cash is added as a payment');
    const sums = this.#reading.sums;
    if (isCash) sums.cash = erpSum(sums.cash, amount);
    else sums.noncash = erpSum(sums.noncash, amount);
  }

  #readLogRecord(record: ErpFields): void {
    const opCode = record.integer('opcode');
    record.time('optime');
    record.string('cashiercard');
    record.string('cashcode');
    this.#reading.logRecords += 1;
    if (opCode === 3) this.#loggedOn = true;
    else if (this.#loggedOn && (opCode === 4 || opCode === 13)) {
      this.#reading.cashierTimes += 1;
      this.#loggedOn = false;
    }
  }
}

function countOf(bytes: Buffer, wanted: string): number {
  let count = 0;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + wanted.length)) count += 1;
  return count;
}

function readCommon(fields: ErpFields): void {
  fields.string('cashCode');
  fields.list('stornoPositions');
  for (const failed of fields.optionalList('failedMoneyPositions')) failed.integer('opCode');
}

function readPosition(position: ErpFields): Kopecks {
  const opCode = position.integer('opCode');
  position.string('inventCode');
  position.string('barCode');
  if (opCode === 63 || opCode === 64) position.string('bcode_main');
  position.decimal('quant', 3);
  position.decimal('price');
  position.decimal('disc_abs');
  for (const discount of position.list('discountPositions')) readDiscount(discount);
  for (const bonus of position.list('bonusPositions')) bonus.decimal('amount');
  for (const tax of position.list('taxes')) tax.decimal('taxSum');
  return position.decimal('posSum');
}

function readDiscount(discount: ErpFields): void {
  const type = discount.string('discType');
  discount.decimal('discSum');
  if (type === 'summ' || type === 'price') discount.decimal('checkSum');
  else if (type !== 'bonus') discount.raw('discSize');
}

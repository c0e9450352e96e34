/** What a published file must hold (sales-file §12 "Content"). */
import { ErpNumber, type ErpObject, type ErpValue, isObject } from './erp-json.ts';
import { isReceipt, RECEIPT_TYPES, type Report } from './value-checks.ts';

const CASH_DOCUMENT = ['3', '4'];
const NUMBERED = new Set([...RECEIPT_TYPES, ...CASH_DOCUMENT]);
const FISCAL_SUMS = ['sumCashEnd', 'sumProtectedBeg', 'sumProtectedEnd', 'sumBack'];
const HEAD_FIELDS = ['docNum', 'shift', 'userCode', 'timeEnd'];
const POSITION_FIELDS = ['posNum', 'opCode', 'inventCode', 'barCode', 'quant', 'price', 'posSum', 'disc_abs'];
const POSITION_LISTS = ['discountPositions', 'bonusPositions', 'taxes'];
const RECEIPT_LISTS = ['inventPositions', 'moneyPositions', 'cardPositions'];

/** Checks records one by one: shifts before their documents, log records in the order of the file. */
export class ContentChecks {
  readonly #openedAt: string;
  readonly #shifts = new Set<string>();
  #lastLogTime = '';

  /** `openedAt` is the one open time that every file of the shift must carry (F14). */
  constructor(openedAt: string) {
    this.#openedAt = openedAt;
  }

  get hasShift(): boolean {
    return this.#shifts.size > 0;
  }

  shift(shift: ErpObject, report: Report): void {
    this.#shifts.add(shiftOf(shift));
    demand(shift, ['cashCode', 'shift', 'sumGain'], report);
    demandList(shift, 'kkms', report);
    if (shift.get('timeBeg') !== this.#openedAt)
      report('F14', `timeBeg is not ${this.#openedAt}, the open time of this shift`);
    if (!shift.has('timeEnd')) report('F11', 'the key timeEnd is missing');
    for (const device of objectsOf(shift.get('kkms'))) {
      demand(device, ['serialNum'], report);
      for (const name of FISCAL_SUMS) if (!device.has(name)) report('required', `the key ${name} is missing`);
    }
  }

  document(document: ErpObject, report: Report): void {
    const type = sourceOf(document.get('docType'));
    demand(document, ['docType', 'cashCode'], report);
    demandList(document, 'stornoPositions', report);
    if (NUMBERED.has(type)) {
      demand(document, HEAD_FIELDS, report);
      if (!this.#shifts.has(shiftOf(document)))
        report('F14', 'the file has no shift info for the shift of the document');
    }
    if (document.get('timeEnd') === 'null') report('§7.1', 'timeEnd says that the document is not closed');
    if (CASH_DOCUMENT.includes(type)) demand(document, ['docSum'], report);
    if (isReceipt(document)) {
      for (const list of RECEIPT_LISTS) demandList(document, list, report);
      checkPositions(document, report);
    }
    if (type === '16') checkSoftCheck(document, report);
  }

  /** The reader pairs a log-on with the next log-off, so the records must be in time order (§8). */
  logRecord(record: ErpObject, report: Report): void {
    const time = record.get('optime');
    if (typeof time !== 'string') return;
    if (time < this.#lastLogTime) report('§8', 'earlier than the record before it');
    this.#lastLogTime = time;
  }
}

function sourceOf(value: ErpValue | undefined): string {
  return value instanceof ErpNumber ? value.source : '';
}

function shiftOf(object: ErpObject): string {
  const shift = object.get('shift');
  return `${String(object.get('cashCode'))} ${shift instanceof ErpNumber ? shift.source : String(shift)}`;
}

function demand(object: ErpObject, names: readonly string[], report: Report): void {
  for (const name of names) {
    const value = object.get(name);
    if (value === undefined || value === null) report('required', `${name} is missing`);
  }
}

function objectsOf(value: ErpValue | undefined): ErpObject[] {
  return Array.isArray(value) ? value.filter((item) => isObject(item)) : [];
}

function demandList(object: ErpObject, name: string, report: Report): void {
  if (!Array.isArray(object.get(name))) report('required', `${name} is no list`);
}

function checkSoftCheck(document: ErpObject, report: Report): void {
  demand(document, ['timeEnd'], report);
  demandList(document, 'inventPositions', report);
  for (const position of objectsOf(document.get('inventPositions'))) demand(position, ['additionalbarcode'], report);
}

function checkPositions(document: ErpObject, report: Report): void {
  const numbers = new Set<string>();
  for (const position of objectsOf(document.get('inventPositions'))) {
    const number = sourceOf(position.get('posNum'));
    if (numbers.has(number)) report('§7.2', `posNum ${number} is repeated`);
    numbers.add(number);
    demand(position, POSITION_FIELDS, report);
    for (const list of POSITION_LISTS) demandList(position, list, report);
    for (const tax of objectsOf(position.get('taxes'))) demand(tax, ['taxSum'], report);
    for (const bonus of objectsOf(position.get('bonusPositions'))) demand(bonus, ['amount'], report);
    for (const discount of objectsOf(position.get('discountPositions')))
      demand(discount, ['discType', 'discSum'], report);
  }
}

/** What a published file must hold (sales-file §12 "Content"). */
import { ErpNumber, type ErpObject, type ErpValue, isObject } from './erp-json.ts';
import type { FileRecord, ReadGrammar } from './file-grammar.ts';
import type { ErpProblem } from './read-as-erp.ts';

const SALE_OR_RETURN = ['1', '2', '7', '8', '18', '25'];
const CASH_DOCUMENT = ['3', '4'];
const NUMBERED = new Set([...SALE_OR_RETURN, ...CASH_DOCUMENT]);
const RECEIPTS = new Set(SALE_OR_RETURN);
const FISCAL_SUMS = ['sumCashEnd', 'sumProtectedBeg', 'sumProtectedEnd', 'sumBack'];
const POSITION_FIELDS = ['posNum', 'opCode', 'inventCode', 'barCode', 'quant', 'price', 'posSum', 'disc_abs'];

type Report = (rule: string, text: string) => void;

/** Checks the records; `openedAt` is the one open time that every file of the shift must carry (F14). */
export function checkContent(grammar: ReadGrammar, openedAt: string): ErpProblem[] {
  const problems: ErpProblem[] = [];
  const of = (section: FileRecord['section']): FileRecord[] => grammar.records.filter((r) => r.section === section);
  const shifts = new Set<string>();
  if (of('shift info').length === 0) problems.push({ rule: 'F14', text: 'there is no shift info' });
  for (const record of of('shift info')) {
    const report: Report = (rule, text) => problems.push({ rule, text: `${record.where}: ${text}` });
    checkShift(record.object, openedAt, report);
    shifts.add(shiftOf(record.object));
  }
  for (const record of of('sales data')) {
    const report: Report = (rule, text) => problems.push({ rule, text: `${record.where}: ${text}` });
    checkDocument(record.object, shifts, report);
  }
  checkLogOrder(of('securitylog info'), problems);
  return problems;
}

function shiftOf(object: ErpObject): string {
  const shift = object.shift;
  return `${String(object.cashCode)} ${shift instanceof ErpNumber ? shift.source : String(shift)}`;
}

function demand(object: ErpObject, names: readonly string[], report: Report): void {
  for (const name of names) {
    const value = object[name];
    if (!Object.hasOwn(object, name) || value === null) report('required', `${name} is missing`);
  }
}

function objectsOf(value: ErpValue | undefined): ErpObject[] {
  return Array.isArray(value) ? value.filter((item) => isObject(item)) : [];
}

function demandList(object: ErpObject, name: string, report: Report): void {
  if (!Array.isArray(object[name])) report('required', `${name} is no list`);
}

function checkShift(shift: ErpObject, openedAt: string, report: Report): void {
  demand(shift, ['cashCode', 'shift', 'sumGain'], report);
  demandList(shift, 'kkms', report);
  if (shift.timeBeg !== openedAt) report('F14', `timeBeg is not ${openedAt}, the open time of this shift`);
  if (!Object.hasOwn(shift, 'timeEnd')) report('F11', 'the key timeEnd is missing');
  for (const device of objectsOf(shift.kkms)) {
    demand(device, ['serialNum'], report);
    for (const name of FISCAL_SUMS) if (!Object.hasOwn(device, name)) report('required', `the key ${name} is missing`);
  }
}

function checkDocument(document: ErpObject, shifts: ReadonlySet<string>, report: Report): void {
  const type = document.docType instanceof ErpNumber ? document.docType.source : '';
  demand(document, ['docType', 'cashCode'], report);
  demandList(document, 'stornoPositions', report);
  if (NUMBERED.has(type)) {
    demand(document, ['docNum', 'shift', 'userCode', 'timeEnd'], report);
    if (!shifts.has(shiftOf(document))) report('F14', 'the file has no shift info for the shift of the document');
  }
  if (document.timeEnd === 'null') report('§7.1', 'timeEnd says that the document is not closed');
  if (CASH_DOCUMENT.includes(type)) demand(document, ['docSum'], report);
  if (RECEIPTS.has(type)) {
    for (const list of ['inventPositions', 'moneyPositions', 'cardPositions']) demandList(document, list, report);
    checkPositions(document, report);
  }
  if (type === '16') checkSoftCheck(document, report);
}

function checkSoftCheck(document: ErpObject, report: Report): void {
  demand(document, ['timeEnd'], report);
  demandList(document, 'inventPositions', report);
  for (const position of objectsOf(document.inventPositions)) demand(position, ['additionalbarcode'], report);
}

function checkPositions(document: ErpObject, report: Report): void {
  const numbers = new Set<string>();
  for (const position of objectsOf(document.inventPositions)) {
    const number = position.posNum instanceof ErpNumber ? position.posNum.source : '';
    if (numbers.has(number)) report('§7.2', `posNum ${number} is repeated`);
    numbers.add(number);
    demand(position, POSITION_FIELDS, report);
    for (const list of ['discountPositions', 'bonusPositions', 'taxes']) demandList(position, list, report);
    for (const tax of objectsOf(position.taxes)) demand(tax, ['taxSum'], report);
    for (const bonus of objectsOf(position.bonusPositions)) demand(bonus, ['amount'], report);
    for (const discount of objectsOf(position.discountPositions)) demand(discount, ['discType', 'discSum'], report);
  }
}

/** The reader pairs a log-on with the next log-off, so the records must be in time order (§8). */
function checkLogOrder(records: readonly FileRecord[], problems: ErpProblem[]): void {
  let before = '';
  for (const { object, where } of records) {
    const time = String(object.optime);
    if (time < before) problems.push({ rule: '§8', text: `${where}: earlier than the record before it` });
    before = time;
  }
}

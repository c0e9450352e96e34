/** Forms of values in a published file (sales-file §12 "Values": F9–F13, F15, F16). */
import { ErpNumber, type ErpObject, type ErpValue, isObject } from './erp-json.ts';
import type { FileRecord } from './file-grammar.ts';
import type { ErpProblem } from './read-as-erp.ts';

const STRINGS = new Set([
  'cashCode',
  'userCode',
  'barCode',
  'inventCode',
  'discType',
  'serialNum',
  'cashiercard',
  'cashcode',
]);
const INTEGERS = new Set(['docType', 'docNum', 'shift', 'opCode', 'valCode', 'posNum', 'opcode']);
const TIMES = new Set(['timeBeg', 'timeEnd', 'optime']);
const DECIMALS = new Set(
  'docSum quant price posSum baseSum disc_abs discSize discSum checkSum amount taxRate taxSum sumB'.split(' '),
);
/** Sums of the shift: the revenue and the drawer may be below zero, they are no amounts of a document (F15). */
const SHIFT_DECIMAL = /^sum/i;
const CHANGE = new Set(['72', '76', '101']);

const PLAIN_DECIMAL = /^-?\d+\.\d+$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

type Report = (rule: string, text: string) => void;

/** Checks every value of the records that the reader knows by name. */
export function checkValues(
  records: readonly FileRecord[],
  isCash: (paymentTypeCode: number) => boolean,
): ErpProblem[] {
  const problems: ErpProblem[] = [];
  for (const record of records) {
    const report: Report = (rule, text) => problems.push({ rule, text: `${record.where}: ${text}` });
    walk(record.object, '', (name, value, parent) => {
      if (record.section === 'shift info') checkShiftValue(name, value, report);
      else checkDocumentValue(name, value, parent, report);
      checkCommonValue(name, value, parent, report);
    });
    if (record.section === 'sales data') checkChange(record.object, isCash, report);
  }
  return problems;
}

type Visit = (name: string, value: ErpValue, parent: string) => void;

/** Visits every member; `parent` is the name of the list or object it stands in, '' for the record itself. */
function walk(value: ErpValue, parent: string, visit: Visit): void {
  if (Array.isArray(value)) for (const item of value) walk(item, parent, visit);
  else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      visit(name, member, parent);
      walk(member, name, visit);
    }
  }
}

function checkCommonValue(name: string, value: ErpValue, parent: string, report: Report): void {
  const isNumberOfCard = name === 'number' && (parent === 'cardPositions' || parent === 'certificatePositions');
  if ((STRINGS.has(name) || isNumberOfCard) && typeof value !== 'string') report('F12', `${name} is no string`);
  if (INTEGERS.has(name) && !(value instanceof ErpNumber && /^-?\d+$/.test(value.source))) {
    report('F13', `${name} is no integer`);
  }
  if (TIMES.has(name) && value !== null && value !== 'null' && !(typeof value === 'string' && TIME.test(value))) {
    report(typeof value === 'string' ? 'F10' : 'F11', `${name} is no time of the form yyyy-MM-ddTHH:mm:ss`);
  }
}

function checkShiftValue(name: string, value: ErpValue, report: Report): void {
  if (!SHIFT_DECIMAL.test(name) || value === null) return;
  if (!isPlainDecimal(value)) report('F9', `${name} is no decimal with a fraction`);
}

function checkDocumentValue(name: string, value: ErpValue, parent: string, report: Report): void {
  if (!DECIMALS.has(name) && !(name === 'sum' && parent === 'certificatePositions')) return;
  if (!isPlainDecimal(value)) report('F9', `${name} is no decimal with a fraction`);
  if (value instanceof ErpNumber && value.source.startsWith('-')) report('F15', `${name} is negative`);
}

function isPlainDecimal(value: ErpValue): boolean {
  return value instanceof ErpNumber && PLAIN_DECIMAL.test(value.source);
}

function checkChange(document: ErpObject, isCash: (paymentTypeCode: number) => boolean, report: Report): void {
  const payments = document.moneyPositions;
  if (!Array.isArray(payments)) return;
  for (const payment of payments) {
    if (!isObject(payment)) continue;
    const { opCode, valCode } = payment;
    if (!(opCode instanceof ErpNumber) || !CHANGE.has(opCode.source)) continue;
    if (valCode instanceof ErpNumber && isCash(Number(valCode.source))) continue;
    report('F16', `change (${opCode.source}) stands on a payment type that is not cash`);
  }
}

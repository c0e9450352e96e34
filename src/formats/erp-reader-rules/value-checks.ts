/** Forms of values in a published file (sales-file §12 "Values": F9–F13, F15, F16). */
import { ErpNumber, type ErpObject, type ErpValue, isObject } from './erp-json.ts';
import type { ErpSectionName } from './erp-sections.ts';

/** Says which rule a record breaks and how. */
export type Report = (rule: string, text: string) => void;

type Kind = 'string' | 'integer' | 'time' | 'decimal';

const NAMES: Record<Kind, string> = {
  string: 'cashCode userCode barCode inventCode discType serialNum cashiercard cashcode',
  integer: 'docType docNum shift opCode valCode posNum opcode',
  time: 'timeBeg timeEnd optime',
  decimal: 'docSum quant price posSum baseSum disc_abs discSize discSum checkSum amount taxRate taxSum sumB',
};
const KINDS = new Map(
  (Object.entries(NAMES) as [Kind, string][]).flatMap(([kind, names]) =>
    names.split(' ').map((name): [string, Kind] => [name, kind]),
  ),
);
/** Names that say enough only together with the list they stand in. */
const KINDS_IN_LISTS = new Map<string, Kind>([
  ['cardPositions.number', 'string'],
  ['certificatePositions.number', 'string'],
  ['certificatePositions.sum', 'decimal'],
]);
/** Sums of the shift: the revenue and the drawer may be below zero, they are no amounts of a document (F15). */
const SHIFT_DECIMAL = /^sum/i;
const CHANGE = new Set(['72', '76', '101']);

const INTEGER = /^-?\d+$/;
const PLAIN_DECIMAL = /^-?\d+\.\d+$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

/** Checks every value of a record that the reader knows by name. */
export function checkValues(section: ErpSectionName, record: ErpObject, report: Report): void {
  checkMembers(record, '', section === 'shift info' ? checkShiftValue : checkValue, report);
}

type CheckOne = (name: string, value: ErpValue, kind: Kind | undefined, report: Report) => void;

/** `list` is the name of the list or object it stands in, '' for the record itself. */
function checkMembers(object: ErpObject, list: string, check: CheckOne, report: Report): void {
  for (const [name, value] of object) {
    check(name, value, KINDS.get(name) ?? kindInList(list, name), report);
    if (isObject(value)) checkMembers(value, name, check, report);
    else if (Array.isArray(value)) checkItems(value, name, check, report);
  }
}

function checkItems(items: ErpValue[], list: string, check: CheckOne, report: Report): void {
  for (const item of items) {
    if (isObject(item)) checkMembers(item, list, check, report);
    else if (Array.isArray(item)) checkItems(item, list, check, report);
  }
}

function kindInList(list: string, name: string): Kind | undefined {
  return name === 'number' || name === 'sum' ? KINDS_IN_LISTS.get(`${list}.${name}`) : undefined;
}

function checkShiftValue(name: string, value: ErpValue, kind: Kind | undefined, report: Report): void {
  if (kind !== 'decimal') checkValue(name, value, kind, report);
  if (!SHIFT_DECIMAL.test(name) || value === null) return;
  if (!(value instanceof ErpNumber && PLAIN_DECIMAL.test(value.source)))
    report('F9', `${name} is no decimal with a fraction`);
}

function checkValue(name: string, value: ErpValue, kind: Kind | undefined, report: Report): void {
  switch (kind) {
    case 'string':
      if (typeof value !== 'string') report('F12', `${name} is no string`);
      break;
    case 'integer':
      if (!(value instanceof ErpNumber && INTEGER.test(value.source))) report('F13', `${name} is no integer`);
      break;
    case 'time':
      checkTime(name, value, report);
      break;
    case 'decimal':
      if (!(value instanceof ErpNumber && PLAIN_DECIMAL.test(value.source)))
        report('F9', `${name} is no decimal with a fraction`);
      if (value instanceof ErpNumber && value.source.startsWith('-')) report('F15', `${name} is negative`);
      break;
  }
}

function checkTime(name: string, value: ErpValue, report: Report): void {
  if (value === null || value === 'null' || (typeof value === 'string' && TIME.test(value))) return;
  report(typeof value === 'string' ? 'F10' : 'F11', `${name} is no time of the form yyyy-MM-ddTHH:mm:ss`);
}

/** F16: change lines of a document stand on payment types that are cash. */
export function checkChange(document: ErpObject, isCash: (paymentTypeCode: number) => boolean, report: Report): void {
  const payments = document.get('moneyPositions');
  if (!Array.isArray(payments)) return;
  for (const payment of payments) {
    if (!isObject(payment)) continue;
    const opCode = payment.get('opCode');
    const valCode = payment.get('valCode');
    if (!(opCode instanceof ErpNumber) || !CHANGE.has(opCode.source)) continue;
    if (valCode instanceof ErpNumber && isCash(Number(valCode.source))) continue;
    report('F16', `change (${opCode.source}) stands on a payment type that is not cash`);
  }
}

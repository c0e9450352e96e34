/**
 * Forms of values in a published file (sales-file §12 "Values": F9–F13, F15, F16), each only where the reader reads it: the
 * same name elsewhere is a key that the reader does not know, and may hold anything (F17).
 */
import { ErpNumber, type ErpObject, type ErpValue, isObject } from './erp-json.ts';
import type { ErpSectionName } from './erp-sections.ts';

/** Says which rule a record breaks and how. */
export type Report = (rule: string, text: string) => void;

/** `amount` is positive (F15); `sum` is a sum of the shift, which may be below zero or null. */
type Kind = 'string' | 'integer' | 'time' | 'amount' | 'sum';

/** What the reader reads of an object: its values by their kinds, and the lists in it. */
type Shape = { kinds: ReadonlyMap<string, Kind>; lists: ReadonlyMap<string, Shape> };

/** Names of one kind stand in one text. */
function shape(names: Partial<Record<Kind, string>>, lists: Record<string, Shape> = {}): Shape {
  const kinds = (Object.entries(names) as [Kind, string][]).flatMap(([kind, text]) =>
    text.split(' ').map((name): [string, Kind] => [name, kind]),
  );
  return { kinds: new Map(kinds), lists: new Map(Object.entries(lists)) };
}

const SHIFT = shape(
  { string: 'cashCode', integer: 'shift', time: 'timeBeg timeEnd', sum: 'sumGain' },
  {
    kkms: shape({ string: 'serialNum', sum: 'sumCashEnd sumProtectedBeg sumProtectedEnd sumBack' }),
    users: shape({ string: 'usercode username' }),
  },
);
const LOG_RECORD = shape({ integer: 'opcode', time: 'optime', string: 'cashiercard cashcode' });
const POSITION = shape(
  { integer: 'posNum opCode', string: 'inventCode barCode', amount: 'quant price posSum baseSum disc_abs' },
  {
    discountPositions: shape({ string: 'discType', amount: 'discSize discSum checkSum' }),
    bonusPositions: shape({ amount: 'amount' }),
    taxes: shape({ amount: 'taxSum' }),
  },
);
const HEAD = {
  string: 'cashCode userCode',
  integer: 'docType docNum shift',
  time: 'timeBeg timeEnd',
  amount: 'docSum',
} as const;
const FAILED_PAYMENT = shape({ integer: 'opCode' });
const RECEIPT = shape(HEAD, {
  inventPositions: POSITION,
  stornoPositions: POSITION,
  moneyPositions: shape({ integer: 'valCode opCode', amount: 'sumB' }),
  failedMoneyPositions: FAILED_PAYMENT,
  cardPositions: shape({ string: 'number' }),
  certificatePositions: shape({ string: 'number', amount: 'sum' }),
});
/** Of other kinds the reader takes the head and, in a soft check, the invoice numbers; their goods and payments it leaves. */
const OTHER_DOCUMENT = shape(HEAD, { failedMoneyPositions: FAILED_PAYMENT });

/** Sale or return in the words of sales-file §7.1. */
export const RECEIPT_TYPES: ReadonlySet<string> = new Set(['1', '2', '7', '8', '18', '25']);
const CHANGE = new Set(['72', '76', '101']);

const INTEGER = /^-?\d+$/;
const PLAIN_DECIMAL = /^-?\d+\.\d+$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/;

/** Checks every value of a record that the reader reads. */
export function checkValues(section: ErpSectionName, record: ErpObject, report: Report): void {
  checkObject(record, shapeOf(section, record), report);
}

function shapeOf(section: ErpSectionName, record: ErpObject): Shape {
  if (section === 'shift info') return SHIFT;
  if (section === 'securitylog info') return LOG_RECORD;
  return isReceipt(record) ? RECEIPT : OTHER_DOCUMENT;
}

/** True when the reader reads the goods and the payments of the document. */
export function isReceipt(document: ErpObject): boolean {
  const type = document.get('docType');
  return type instanceof ErpNumber && RECEIPT_TYPES.has(type.source);
}

function checkObject(object: ErpObject, { kinds, lists }: Shape, report: Report): void {
  for (const [name, value] of object) {
    const kind = kinds.get(name);
    if (kind !== undefined) checkValue(name, value, kind, report);
    const items = lists.get(name);
    if (items === undefined || !Array.isArray(value)) continue;
    for (const item of value) if (isObject(item)) checkObject(item, items, report);
  }
}

function checkValue(name: string, value: ErpValue, kind: Kind, report: Report): void {
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
    case 'amount':
      checkDecimal(name, value, report);
      if (value instanceof ErpNumber && value.source.startsWith('-')) report('F15', `${name} is negative`);
      break;
    case 'sum':
      if (value !== null) checkDecimal(name, value, report);
      break;
  }
}

function checkDecimal(name: string, value: ErpValue, report: Report): void {
  if (!(value instanceof ErpNumber && PLAIN_DECIMAL.test(value.source)))
    report('F9', `${name} is no decimal with a fraction`);
}

function checkTime(name: string, value: ErpValue, report: Report): void {
  if (value === null || value === 'null' || (typeof value === 'string' && TIME.test(value))) return;
  report(typeof value === 'string' ? 'F10' : 'F11', `${name} is no time of the form yyyy-MM-ddTHH:mm:ss`);
}

/** F16: change lines of a sale or return stand on payment types that are cash. */
export function checkChange(document: ErpObject, isCash: (paymentTypeCode: number) => boolean, report: Report): void {
  const payments = document.get('moneyPositions');
  if (!isReceipt(document) || !Array.isArray(payments)) return;
  for (const payment of payments) {
    if (!isObject(payment)) continue;
    const opCode = payment.get('opCode');
    const valCode = payment.get('valCode');
    if (!(opCode instanceof ErpNumber) || !CHANGE.has(opCode.source)) continue;
    if (valCode instanceof ErpNumber && isCash(Number(valCode.source))) continue;
    report('F16', `change (${opCode.source}) stands on a payment type that is not cash`);
  }
}

/** What the ERP's reader wants of each field of a document (sales-file §7), as tables for the writer. */
import { type Key, key } from './fields.ts';
import { cashierKey, closedAtKey, openedAtKey, registerCodeKey, shiftNumberKey } from './shift-record.ts';

export type FieldKind = 'text' | 'integer' | 'money' | 'quantity' | 'time' | 'list';

export type FieldRule = {
  key: Key;
  kind: FieldKind;
  /** True = without it the reader stops; the document is not written. */
  required: boolean;
  /** JSON text written when the field is absent or null, where that says the same. */
  whenAbsent?: string;
  /** Rules of the objects of a list. */
  items?: readonly FieldRule[];
};

/** Sale or return in the words of sales-file §7.1. */
export const SALE_OR_RETURN: ReadonlySet<number> = new Set([1, 2, 7, 8, 18, 25]);
export const CASH_DOCUMENTS: ReadonlySet<number> = new Set([3, 4]);
export const SOFT_CHECK = 16;
export const CHANGE_CODES: ReadonlySet<number> = new Set([72, 76, 101]);
export const CERTIFICATE_CODES: ReadonlySet<number> = new Set([63, 64]);

function optional(kind: FieldKind, wanted: Key): FieldRule {
  return { key: wanted, kind, required: false };
}

function required(kind: FieldKind, wanted: Key): FieldRule {
  return { key: wanted, kind, required: true };
}

function list(wanted: Key, items: readonly FieldRule[]): FieldRule {
  return { key: wanted, kind: 'list', required: false, whenAbsent: '[]', items };
}

const opCode = key('opCode');

const discount: readonly FieldRule[] = [
  required('text', key('discType')),
  required('money', key('discSum')),
  optional('money', key('discSize')),
  optional('money', key('checkSum')),
  optional('text', key('discMode')),
  optional('text', key('discName')),
];

const bonus: readonly FieldRule[] = [required('money', key('amount'))];

const tax: readonly FieldRule[] = [optional('money', key('taxRate')), required('money', key('taxSum'))];

const position: readonly FieldRule[] = [
  required('integer', key('posNum')),
  required('integer', opCode),
  required('text', key('inventCode', 'code')),
  { ...required('text', key('barCode', 'bcode')), whenAbsent: '""' },
  optional('text', key('bcode_main')),
  optional('text', key('additionalbarcode')),
  optional('text', key('name')),
  required('quantity', key('quant', 'bquant')),
  required('money', key('price')),
  required('money', key('posSum', 'sumB', 'sume')),
  optional('money', key('baseSum', 'sumi')),
  // Absent = no discount; the writer refuses absence when discounts are listed.
  { ...required('money', key('disc_abs')), whenAbsent: '0.00' },
  list(key('discountPositions'), discount),
  list(key('bonusPositions'), bonus),
  list(key('taxes'), tax),
  optional('text', key('excisemark')),
  optional('text', key('extdocid')),
  optional('text', key('extendetoptions')),
];

/** Cancelled positions are kept as they are: nothing in them is required, what is there has the right form. */
const cancelledPosition = position.map((rule) => ({ ...rule, required: false }));

const payment: readonly FieldRule[] = [
  required('integer', opCode),
  required('integer', key('valCode')),
  required('money', key('sumB')),
  optional('text', key('cardnum')),
  optional('text', key('slip')),
  optional('text', key('additionaldata')),
];

const failedPayment = payment.map((rule) => ({ ...rule, required: rule.key === opCode }));

const card: readonly FieldRule[] = [required('text', key('number'))];

const certificate: readonly FieldRule[] = [required('text', key('number')), required('money', key('sum'))];

/** The rules of a document of this kind. */
export function rulesOf(documentType: number): readonly FieldRule[] {
  const isCash = CASH_DOCUMENTS.has(documentType);
  const numbered = isCash || SALE_OR_RETURN.has(documentType);
  return [
    required('integer', key('docType')),
    required('text', registerCodeKey),
    { key: key('docNum'), kind: 'integer', required: numbered },
    { key: shiftNumberKey, kind: 'integer', required: numbered },
    { key: cashierKey, kind: 'text', required: numbered },
    optional('time', openedAtKey),
    { key: closedAtKey, kind: 'time', required: numbered || documentType === SOFT_CHECK },
    { key: key('docSum', 'sumB'), kind: 'money', required: isCash },
    optional('text', key('backReason')),
    optional('text', key('identifier')),
    optional('text', key('sourceidentifier')),
    optional('text', key('frdocnum')),
    optional('text', key('frDocCopy')),
    optional('text', key('cashType')),
    list(key('inventPositions'), position),
    list(key('moneyPositions'), payment),
    list(key('failedMoneyPositions'), failedPayment),
    list(key('stornoPositions'), cancelledPosition),
    list(key('cardPositions'), card),
    list(key('certificatePositions'), certificate),
    list(key('couponPositions'), []),
  ];
}

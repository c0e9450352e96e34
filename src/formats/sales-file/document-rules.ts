/** What the ERP's reader wants of each field of a document (sales-file §7), as tables for the writer. */
import { type Key, key } from './fields.ts';
import { cashierKey, closedAtKey, openedAtKey, registerCodeKey, shiftNumberKey } from './shift-record.ts';

/** `rate`: the reader does not read it, so what is no decimal stays as it came. */
export type FieldKind = 'text' | 'integer' | 'money' | 'quantity' | 'rate' | 'time' | 'list';

export type FieldRule = {
  key: Key;
  kind: FieldKind;
  /** True = without it the reader stops; the document is not written. */
  required: boolean;
  /** JSON text written when the field is absent or null, where that says the same. */
  whenAbsent?: string;
  /** JSON text that is enough in its place while the other field is there and not empty. */
  standIn?: { beside: Key; text: string };
  /** What becomes of an amount below zero (F15); without it the document is not written. */
  negative?: 'absolute' | 'kept';
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

/** The rules of objects that the reader does not read through: nothing in them is required, what is there has its form. */
function lenient(rules: readonly FieldRule[], negative: FieldRule['negative']): FieldRule[] {
  return rules.map((rule) => ({
    ...rule,
    required: false,
    ...(negative === undefined ? {} : { negative }),
    ...(rule.items === undefined ? {} : { items: lenient(rule.items, negative) }),
  }));
}

const opCode = key('opCode');
const barcode = key('barCode', 'bcode');

const discount: readonly FieldRule[] = [
  required('text', key('discType')),
  required('money', key('discSum')),
  optional('money', key('discSize')),
  optional('money', key('checkSum')),
  optional('text', key('discMode')),
  optional('text', key('discName')),
];

const bonus: readonly FieldRule[] = [required('money', key('amount'))];

const tax: readonly FieldRule[] = [optional('rate', key('taxRate')), required('money', key('taxSum'))];

const position: readonly FieldRule[] = [
  required('integer', key('posNum')),
  required('integer', opCode),
  // An ERP that works by barcode knows the item without its code (sales-file §7.2).
  { ...required('text', key('inventCode', 'code')), standIn: { beside: barcode, text: '""' } },
  { ...required('text', barcode), whenAbsent: '""' },
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

/** Registers write cancelled positions with a minus as well; they are in no sum, so the amount alone says it (F15). */
const cancelledPosition = lenient(position, 'absolute');

const payment: readonly FieldRule[] = [
  required('integer', opCode),
  required('integer', key('valCode')),
  required('money', key('sumB')),
  optional('text', key('cardnum')),
  optional('text', key('slip')),
  optional('text', key('additionaldata')),
];

/** A payment that failed is in no sum; the reader takes its code (sales-file §7.1). */
const failedPayment = lenient(payment, 'absolute').map((rule) => ({ ...rule, required: rule.key === opCode }));

const card: readonly FieldRule[] = [required('text', key('number'))];

const certificate: readonly FieldRule[] = [required('text', key('number')), required('money', key('sum'))];

type Kind = 'receipt' | 'cash' | 'softCheck' | 'other';

function documentRules(kind: Kind): readonly FieldRule[] {
  const isCash = kind === 'cash';
  const isReceipt = kind === 'receipt';
  const numbered = isCash || isReceipt;
  // The goods and payments of other documents are not read (sales-file §7.1, data-model §9.3), so they stop nothing.
  const items = (rules: readonly FieldRule[]) => (isReceipt ? rules : lenient(rules, 'kept'));
  return [
    required('integer', key('docType')),
    required('text', registerCodeKey),
    { key: key('docNum'), kind: 'integer', required: numbered },
    { key: shiftNumberKey, kind: 'integer', required: numbered },
    { key: cashierKey, kind: 'text', required: numbered },
    optional('time', openedAtKey),
    { key: closedAtKey, kind: 'time', required: numbered || kind === 'softCheck' },
    { key: key('docSum', 'sumB'), kind: 'money', required: isCash },
    optional('text', key('backReason')),
    optional('text', key('identifier')),
    optional('text', key('sourceidentifier')),
    optional('text', key('frdocnum')),
    optional('text', key('frDocCopy')),
    optional('text', key('cashType')),
    list(key('inventPositions'), items(position)),
    list(key('moneyPositions'), items(payment)),
    list(key('failedMoneyPositions'), failedPayment),
    list(key('stornoPositions'), cancelledPosition),
    list(key('cardPositions'), items(card)),
    list(key('certificatePositions'), items(certificate)),
    list(key('couponPositions'), []),
  ];
}

const rules: Record<Kind, readonly FieldRule[]> = {
  receipt: documentRules('receipt'),
  cash: documentRules('cash'),
  softCheck: documentRules('softCheck'),
  other: documentRules('other'),
};

/** The rules of a document of this kind. */
export function rulesOf(documentType: number): readonly FieldRule[] {
  if (SALE_OR_RETURN.has(documentType)) return rules.receipt;
  if (CASH_DOCUMENTS.has(documentType)) return rules.cash;
  return documentType === SOFT_CHECK ? rules.softCheck : rules.other;
}

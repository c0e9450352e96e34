/**
 * Writes one document for the ERP from the text the register sent, so that every key we do not know survives (F17),
 * and brings what the ERP reads into the form it needs. What cannot be brought there without guessing is refused.
 */
import { type LocalTime, parseLocalTime } from '../../domain/local-time.ts';
import { formatKopecks, type Kopecks, parseDecimal } from '../../domain/money.ts';
import {
  CERTIFICATE_CODES,
  CHANGE_CODES,
  type FieldRule,
  rulesOf,
  SALE_OR_RETURN,
  SOFT_CHECK,
} from './document-rules.ts';
import { JsonNumber, type JsonObject, type JsonValue } from './exact-json.ts';
import { ExportFault } from './export-fault.ts';
import { Fields, type Key, key, spellingOf } from './fields.ts';
import { jsonString, jsonText, plainDecimal } from './json-text.ts';
import { setMember } from './members.ts';
import { shapeOf } from './object-shape.ts';
import type { ExportReason } from './reasons.ts';
import { RecordFault, shown } from './record-fault.ts';
import { parseRecord } from './reread.ts';
import { settlePayments } from './settle-payments.ts';
import { cashierKey, closedAtKey, registerCodeKey, shiftNumberKey } from './shift-record.ts';

/** A document as it was received, with values that the database knows better. */
export type DocumentToWrite = {
  raw: string;
  overrides?: {
    registerCode?: string;
    shiftNumber?: number;
    documentNumber?: number;
    cashierCode?: string;
    closedAt?: LocalTime;
    sum?: Kopecks;
  };
};

export type WriteContext = {
  registerCode: string;
  shiftNumber: number;
  /** True for the payment types that are cash; change may stand only on them (F16). */
  isCash: (paymentTypeCode: number) => boolean;
};

export type ExportRefusal = { ok: false; reason: ExportReason; details: Record<string, string> };
export type WrittenDocument = { ok: true; text: string; documentType: number };

const k = {
  documentType: key('docType'),
  documentNumber: key('docNum'),
  sum: key('docSum', 'sumB'),
  positions: key('inventPositions'),
  payments: key('moneyPositions'),
  positionNumber: key('posNum'),
  opCode: key('opCode'),
  paymentType: key('valCode'),
  mainBarcode: key('bcode_main'),
  additionalBarcode: key('additionalbarcode'),
  discount: key('disc_abs'),
  discounts: key('discountPositions'),
  discountType: key('discType'),
  discountSize: key('discSize'),
  discountedSum: key('checkSum'),
} as const;

/** The JSON text of one document, without line feeds; a refusal names the rule and the document. */
export function writeDocument(document: DocumentToWrite, context: WriteContext): WrittenDocument | ExportRefusal {
  let number = '?';
  try {
    const members = parseRecord(document.raw);
    applyOverrides(members, document.overrides ?? {}, context);
    const fields = new Fields(members);
    number = fields.text(k.documentNumber) ?? '?';
    const documentType = fields.integer(k.documentType);
    if (documentType === null) throw new ExportFault('export.field_missing', { field: 'docType', rule: '§7.1' });
    checkOwner(fields, context);
    checkContent(fields, documentType, context);
    if (SALE_OR_RETURN.has(documentType)) settleList(members, context);
    // Spelled exactly as in "shift info": the reader joins the two by this text.
    setMember(members, registerCodeKey, context.registerCode);
    return { ok: true, text: writeObject(members, rulesOf(documentType), ''), documentType };
  } catch (error) {
    if (error instanceof ExportFault) {
      return { ok: false, reason: error.reason, details: { document: number, ...error.details } };
    }
    if (error instanceof RecordFault) return refusalOfFault(error, number);
    throw error;
  }
}

function refusalOfFault(fault: RecordFault, document: string): ExportRefusal {
  const { field, value } = fault.details;
  if (field === undefined)
    return { ok: false, reason: 'export.record_unreadable', details: { document, cause: fault.reason } };
  return { ok: false, reason: 'export.bad_value', details: { document, field, value: value ?? '', rule: '§7' } };
}

type Overrides = NonNullable<DocumentToWrite['overrides']>;

function applyOverrides(members: JsonObject, overrides: Overrides, context: WriteContext): void {
  set(members, registerCodeKey, overrides.registerCode);
  set(members, shiftNumberKey, numberOf(overrides.shiftNumber));
  set(members, k.documentNumber, numberOf(overrides.documentNumber));
  set(members, cashierKey, overrides.cashierCode);
  set(members, closedAtKey, overrides.closedAt);
  set(members, k.sum, overrides.sum === undefined ? undefined : new JsonNumber(formatKopecks(overrides.sum)));
  if (new Fields(members).text(registerCodeKey) === null) set(members, registerCodeKey, context.registerCode);
}

function numberOf(value: number | undefined): JsonNumber | undefined {
  return value === undefined ? undefined : new JsonNumber(String(value));
}

function set(members: JsonObject, wanted: Key, value: JsonValue | undefined): void {
  if (value !== undefined) setMember(members, wanted, value);
}

function settleList(members: JsonObject, context: WriteContext): void {
  const spelling = spellingOf(members, k.payments);
  const payments = spelling === undefined ? null : members.get(spelling);
  // `checkContent` has read the list, so it holds objects.
  if (spelling === undefined || !Array.isArray(payments)) return;
  members.set(spelling, settlePayments(payments as JsonObject[], context.isCash));
}

/** One file holds one shift of one register; a document of another would be booked to a wrong Z-report (F14). */
function checkOwner(fields: Fields, context: WriteContext): void {
  const registerCode = fields.text(registerCodeKey)?.trim() ?? '';
  if (registerCode !== context.registerCode) {
    throw new ExportFault('export.foreign_document', { field: 'cashCode', value: shown(registerCode), rule: 'F14' });
  }
  const shiftNumber = fields.integer(shiftNumberKey);
  if (shiftNumber !== null && shiftNumber !== context.shiftNumber) {
    throw new ExportFault('export.foreign_document', { field: 'shift', value: String(shiftNumber), rule: 'F14' });
  }
  if (fields.time(closedAtKey) === null) throw new ExportFault('export.not_closed', { rule: '§7.1' });
}

function checkContent(fields: Fields, documentType: number, context: WriteContext): void {
  const isReceipt = SALE_OR_RETURN.has(documentType);
  const positions = fields.list(k.positions);
  const numbers = new Set<number>();
  for (const position of positions) {
    const number = position.integer(k.positionNumber);
    if (isReceipt && number !== null && numbers.has(number)) {
      throw new ExportFault('export.position_repeated', { position: String(number), rule: '§7.2' });
    }
    if (number !== null) numbers.add(number);
    if (isReceipt && CERTIFICATE_CODES.has(position.integer(k.opCode) ?? 0)) {
      demand(position, k.mainBarcode, '§7.2');
    }
    if (documentType === SOFT_CHECK) demand(position, k.additionalBarcode, '§7.2');
    if (isReceipt) checkDiscounts(position);
  }
  for (const payment of fields.list(k.payments)) if (isReceipt) checkChange(payment, context);
}

function demand(fields: Fields, wanted: Key, rule: string): void {
  if (!fields.text(wanted)) throw new ExportFault('export.field_missing', { field: fields.pathOf(wanted), rule });
}

/** The rate of a discount is computed by the ERP from other fields for each type (data-model §9.7). */
function checkDiscounts(position: Fields): void {
  const discounts = position.list(k.discounts);
  for (const discount of discounts) {
    const type = discount.text(k.discountType);
    if (type === 'summ' || type === 'price') demand(discount, k.discountedSum, '§7.2');
    else if (type !== 'bonus') demand(discount, k.discountSize, '§7.2');
  }
  // An absent total says "no discount" only when no discount is listed.
  if (discounts.length > 0) demand(position, k.discount, '§7.2');
}

function checkChange(payment: Fields, context: WriteContext): void {
  const opCode = payment.integer(k.opCode);
  const paymentType = payment.integer(k.paymentType);
  if (opCode === null || paymentType === null || !CHANGE_CODES.has(opCode) || context.isCash(paymentType)) return;
  throw new ExportFault('export.change_on_noncash', {
    opCode: String(opCode),
    paymentTypeCode: String(paymentType),
    rule: 'F16',
  });
}

function writeObject(members: JsonObject, rules: readonly FieldRule[], path: string): string {
  const shape = shapeOf(members, rules);
  let written = '';
  let index = 0;
  for (const value of members.values()) {
    const member = shape.members[index];
    index += 1;
    if (member === undefined) continue;
    const text = member.rule === undefined ? jsonText(value) : writeField(value, member.rule, members, path);
    if (text !== undefined) written += `${written === '' ? '' : ','}${member.label}${text}`;
  }
  for (const { rule, label } of shape.absent) {
    const text = writeAbsent(rule, members, path);
    if (text !== undefined) written += `${written === '' ? '' : ','}${label}${text}`;
  }
  return `{${written}}`;
}

function writeAbsent(rule: FieldRule, members: JsonObject, path: string): string | undefined {
  if (rule.whenAbsent !== undefined) return rule.whenAbsent;
  if (rule.standIn !== undefined && new Fields(members, path).text(rule.standIn.beside)) return rule.standIn.text;
  if (rule.required) throw new ExportFault('export.field_missing', { field: `${path}${rule.key.name}`, rule: '§7' });
  return undefined;
}

/** The value in the form of its kind; undefined = leave the key out, because null says no more than absence. */
function writeField(value: JsonValue, rule: FieldRule, members: JsonObject, path: string): string | undefined {
  if (value === null) return rule.kind === 'time' && !rule.required ? 'null' : writeAbsent(rule, members, path);
  const field = `${path}${rule.key.name}`;
  switch (rule.kind) {
    case 'text':
      return writeText(value, field);
    case 'integer':
      return writeInteger(value, field);
    case 'money':
      return writeDecimal(value, 2, field, rule.negative);
    case 'quantity':
      return writeDecimal(value, 3, field, rule.negative);
    case 'rate':
      return plainDecimal(sourceOf(value) ?? '', 2) ?? jsonText(value);
    case 'time':
      return writeTime(value, field);
    case 'list':
      return writeList(value, rule.items ?? [], field);
  }
}

function bad(field: string, value: JsonValue, rule: string): never {
  throw new ExportFault('export.bad_value', { field, value: shown(jsonText(value)), rule });
}

function writeText(value: JsonValue, field: string): string {
  if (typeof value === 'string') return jsonString(value);
  if (value instanceof JsonNumber) return jsonString(value.source);
  return bad(field, value, 'F12');
}

function sourceOf(value: JsonValue): string | null {
  if (value instanceof JsonNumber) return value.source;
  return typeof value === 'string' ? value : null;
}

function writeInteger(value: JsonValue, field: string): string {
  const source = sourceOf(value);
  const read = source === null ? null : parseDecimal(source, 0);
  return read?.ok ? String(read.value) : bad(field, value, 'F13');
}

function writeDecimal(value: JsonValue, minDigits: number, field: string, negative: FieldRule['negative']): string {
  const source = sourceOf(value);
  const text = source === null ? null : plainDecimal(source, minDigits);
  if (text === null) return bad(field, value, 'F9');
  if (!text.startsWith('-') || negative === 'kept') return text;
  if (negative === undefined) {
    throw new ExportFault('export.negative_amount', { field, value: shown(text), rule: 'F15' });
  }
  return text.slice(1);
}

function writeTime(value: JsonValue, field: string): string {
  if (value === '' || (typeof value === 'string' && value.toLowerCase() === 'null')) return 'null';
  const read = typeof value === 'string' ? parseLocalTime(value) : null;
  return read?.ok ? jsonString(read.value) : bad(field, value, 'F10');
}

function writeList(value: JsonValue, items: readonly FieldRule[], field: string): string {
  if (!Array.isArray(value)) return bad(field, value, '§7');
  const texts = value.map((item, index) => {
    if (items.length === 0) return jsonText(item);
    if (!(item instanceof Map)) return bad(`${field}[${index}]`, item, '§7');
    return writeObject(item, items, `${field}[${index}].`);
  });
  return `[${texts.join(',')}]`;
}

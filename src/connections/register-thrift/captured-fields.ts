/** A call of unknown layout, field by field, so that a person can tell which is which. */
import { Thrift } from 'thrift';
import type { CapturedField } from '../../../contracts/wire-descriptions.ts';
import { fieldsOfMessage, protocolOf, type ThriftField } from './wire-fields.ts';

/** Longest value shown, in characters. */
const MAX_SHOWN = 120;
/** Fields shown of one message. */
const MAX_FIELDS = 1000;

/** The fields from the outside in; undefined when the bytes are no message. */
export function capturedFields(message: Buffer): CapturedField[] | undefined {
  const fields = fieldsOfMessage(protocolOf(message), message);
  return fields && flat(fields, '').slice(0, MAX_FIELDS);
}

function flat(fields: readonly ThriftField[], prefix: string): CapturedField[] {
  return fields.flatMap(({ number, type, value }) => {
    const path = `${prefix}${number}`;
    const inner = value !== null && typeof value === 'object' && !Buffer.isBuffer(value) ? flat(value, `${path}.`) : [];
    const length = Buffer.isBuffer(value) ? value.byteLength : (SIZES[type] ?? 0);
    return [{ path, type: NAMES[type] ?? String(type), length, raw: shown(value) }, ...inner];
  });
}

const { BOOL, BYTE, DOUBLE, I16, I32, I64, STRING, STRUCT, LIST, SET, MAP } = Thrift.Type;
const NAMES: Readonly<Record<number, string>> = {
  [BOOL]: 'bool',
  [BYTE]: 'byte',
  [DOUBLE]: 'double',
  [I16]: 'i16',
  [I32]: 'i32',
  [I64]: 'i64',
  [STRING]: 'bytes',
  [STRUCT]: 'struct',
  [LIST]: 'list',
  [SET]: 'set',
  [MAP]: 'map',
};
const SIZES: Readonly<Record<number, number>> = { [BOOL]: 1, [BYTE]: 1, [DOUBLE]: 8, [I16]: 2, [I32]: 4, [I64]: 8 };

/** A ZIP by its name, text as text, everything else in hexadecimal; the beginning of what is long. */
function shown(value: ThriftField['value']): string {
  if (typeof value === 'string') return value;
  if (!Buffer.isBuffer(value)) return '';
  if (value.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'ZIP';
  const start = value.subarray(0, MAX_SHOWN * 4);
  const text = start.toString('utf8');
  const readable = !/[\p{Cc}]/u.test(text) && !text.slice(0, -1).includes('\ufffd');
  return (readable ? text : start.toString('hex')).slice(0, MAX_SHOWN);
}

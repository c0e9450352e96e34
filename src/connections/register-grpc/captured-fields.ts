/** A message of unknown layout, field by field, so that a person can tell which is which. */
import type { CapturedField } from '../../../contracts/wire-descriptions.ts';
import { type Field, fieldsOf, LENGTH_DELIMITED, VARINT } from './protobuf-fields.ts';

/** Longest value shown, in characters. */
const MAX_SHOWN = 120;

/** The fields in their order; undefined when the bytes are no message. */
export function capturedFields(message: Buffer): CapturedField[] | undefined {
  return fieldsOf(message)?.map((field) => {
    const { number, type, bytes } = field;
    return {
      path: String(number),
      type: TYPES[type] ?? String(type),
      length: bytes.byteLength,
      raw: shownValue(field),
    };
  });
}

const TYPES: Readonly<Record<number, string>> = { 0: 'varint', 1: 'fixed64', 2: 'bytes', 5: 'fixed32' };

function shownValue({ type, bytes }: Field): string {
  if (type === VARINT) {
    let value = 0n;
    for (const [index, byte] of bytes.entries()) value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    return String(BigInt.asIntN(64, value));
  }
  return type === LENGTH_DELIMITED ? shownBytes(bytes) : bytes.toString('hex');
}

/** A ZIP by its name, text as text, everything else in hexadecimal; the beginning of what is long. */
function shownBytes(bytes: Buffer): string {
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'ZIP';
  const start = bytes.subarray(0, MAX_SHOWN * 4);
  const text = start.toString('utf8');
  const readable = !/[\p{Cc}]/u.test(text) && !text.slice(0, -1).includes('\ufffd');
  return (readable ? text : start.toString('hex')).slice(0, MAX_SHOWN);
}

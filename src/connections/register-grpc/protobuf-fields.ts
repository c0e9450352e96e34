/** The fields of a protobuf message as they stand in its bytes, for a look at a layout that may not be ours. */

/** `type`: 0 varint, 1 and 5 fixed, 2 bytes with their length. `bytes` are the contents of the field without tag and length. */
export type Field = { readonly number: number; readonly type: number; readonly bytes: Buffer };

export const VARINT = 0;
export const LENGTH_DELIMITED = 2;
const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 };

/** A message of so many fields is none of ours. */
const MAX_FIELDS = 1000;

/** The fields in their order; undefined when the bytes can not be read to their end, or hold the groups of old times. */
export function fieldsOf(message: Buffer): Field[] | undefined {
  const fields: Field[] = [];
  for (let at = 0; at < message.byteLength; ) {
    const tag = readVarint(message, at);
    if (tag === undefined || tag.value < 8 || fields.length >= MAX_FIELDS) return undefined;
    const [number, type] = [Math.floor(tag.value / 8), tag.value % 8];
    const value = type === VARINT || type === LENGTH_DELIMITED ? readVarint(message, tag.end) : undefined;
    const length = type === LENGTH_DELIMITED ? value?.value : (FIXED_BYTES[type] ?? (value && value.end - tag.end));
    if (length === undefined) return undefined;
    const begin = type === LENGTH_DELIMITED ? (value?.end ?? tag.end) : tag.end;
    at = begin + length;
    if (at > message.byteLength) return undefined;
    fields.push({ number, type, bytes: message.subarray(begin, at) });
  }
  return fields;
}

const MAX_VARINT_BYTES = 10;

/** The number at a place and where it ends; values above 2^53 are inexact, which no tag and no length is. */
function readVarint(message: Buffer, at: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = 0; index < MAX_VARINT_BYTES; index += 1) {
    const byte = message[at + index];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: at + index + 1 };
  }
  return undefined;
}

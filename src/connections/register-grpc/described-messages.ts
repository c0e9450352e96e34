/** Values in and out of messages by the numbers of a description, which may be another than that of the contract. */
import type { WireDescription, WireField, WireMessage } from '../../../contracts/wire-descriptions.ts';
import { type Field, fieldsOf, LENGTH_DELIMITED, VARINT } from './protobuf-fields.ts';

/** How a field of a type travels. */
export function wireTypeOf({ type }: WireField): number {
  return type === 'string' || type === 'bytes' ? LENGTH_DELIMITED : VARINT;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a field, the last one when it comes twice; '' when it is not there. Throws TypeError for what is no UTF-8. */
export function textOf(fields: readonly Field[], described: WireField | undefined): string {
  const found =
    described && fields.findLast(({ number, type }) => number === described.number && type === wireTypeOf(described));
  if (found === undefined || described === undefined) return '';
  return described.type === 'string' ? utf8.decode(found.bytes) : integerText(found.bytes, described.type);
}

/** The number of a field; undefined when it is not there. */
export function numberOf(fields: readonly Field[], described: WireField | undefined): number | undefined {
  const text = textOf(fields, described);
  return text === '' ? undefined : Number(text);
}

function integerText(varint: Buffer, type: string): string {
  let value = 0n;
  for (const [index, byte] of varint.entries()) value |= BigInt(byte & 0x7f) << BigInt(7 * index);
  if (type.startsWith('sint')) return String((value >> 1n) ^ -(value & 1n));
  return String(type.startsWith('uint') ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value));
}

/** What a register sends with its handshake. Throws for bytes that are no message. */
export function readRegisterId(bytes: Buffer, { messages }: WireDescription): string {
  const fields = fieldsOf(bytes);
  if (fields === undefined) throw new TypeError('a handshake that can not be read');
  return textOf(fields, messages.Handshake?.cashId);
}

type Value = string | boolean | readonly (string | number)[];

/** A message of the values that the description has a number for; an empty value is not written, as proto3 does. */
export function writeMessage(described: WireMessage | undefined, values: Readonly<Record<string, Value>>): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(values)) {
    const field = described?.[name];
    if (field !== undefined) parts.push(...writeField(field, value));
  }
  return Buffer.concat(parts);
}

function writeField({ number, type }: WireField, value: Value): Buffer[] {
  if (value === '' || value === false || (typeof value === 'object' && value.length === 0)) return [];
  if (value === true) return [varint(number * 8 + VARINT), varint(1)];
  if (typeof value === 'string') return delimited(number, Buffer.from(value));
  if (type === 'string') return value.flatMap((one) => delimited(number, Buffer.from(String(one))));
  const isZigzag = type.startsWith('sint');
  return delimited(number, Buffer.concat(value.map((one) => varint(Number(one) * (isZigzag ? 2 : 1)))));
}

function delimited(number: number, bytes: Buffer): Buffer[] {
  return [varint(number * 8 + LENGTH_DELIMITED), varint(bytes.byteLength), bytes];
}

/** A whole number from 0 on. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

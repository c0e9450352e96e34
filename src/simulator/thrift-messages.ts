/**
 * Just enough of Thrift's binary protocol for a register: reads a call, writes a reply with one number.
 * Values of any type are read by field number, so a caller may leave out or add what it likes.
 */

export type ThriftValue = string | number | boolean | bigint | ThriftStruct | ThriftValue[];
export type ThriftStruct = Map<number, ThriftValue>;
export type ThriftCall = { name: string; sequence: number; args: ThriftStruct };

/** What was read from the front of a buffer; `used` bytes belong to it. */
export type ThriftRead = { call: ThriftCall; used: number };

const VERSION = 0x8001_0000;
const CALL = 1;
const REPLY = 2;
const EXCEPTION = 3;
const [STOP, BOOL, BYTE, DOUBLE, I16, I32, I64, STRING, STRUCT, MAP, SET, LIST] = [
  0, 2, 3, 4, 6, 8, 10, 11, 12, 13, 14, 15,
];
/** Structures inside each other that are still read. */
const MAX_DEPTH = 16;

class NotEnough extends Error {}

/** Reads one call; null when the buffer does not hold it whole yet. Throws on anything that is not a call. */
export function readCall(buffer: Buffer): ThriftRead | null {
  const reader = createReader(buffer);
  try {
    const first = reader.i32();
    const strict = first < 0;
    if (strict && (first & 0xffff_0000) >>> 0 !== VERSION) throw new Error('not the binary protocol of Thrift');
    const name = strict ? reader.text() : reader.bytes(first).toString('utf8');
    const type = strict ? first & 0xff : reader.byte();
    if (type !== CALL) throw new Error(`not a call: message type ${type}`);
    const sequence = reader.i32();
    return { call: { name, sequence, args: reader.struct(0) }, used: reader.position() };
  } catch (error) {
    if (error instanceof NotEnough) return null;
    throw error;
  }
}

function createReader(buffer: Buffer) {
  let at = 0;

  function bytes(length: number): Buffer {
    if (length < 0) throw new Error(`a negative length: ${length}`);
    if (at + length > buffer.length) throw new NotEnough();
    at += length;
    return buffer.subarray(at - length, at);
  }

  const byte = () => bytes(1).readUInt8(0);
  const i32 = () => bytes(4).readInt32BE(0);
  const text = () => bytes(i32()).toString('utf8');

  function list(depth: number): ThriftValue[] {
    const type = byte();
    return Array.from({ length: i32() }, () => value(type, depth));
  }

  function map(depth: number): ThriftValue[] {
    const [keys, values] = [byte(), byte()];
    return Array.from({ length: i32() }, () => [value(keys, depth), value(values, depth)]);
  }

  function value(type: number, depth: number): ThriftValue {
    if (depth > MAX_DEPTH) throw new Error('structures are too deep');
    if (type === BOOL) return byte() !== 0;
    if (type === BYTE) return bytes(1).readInt8(0);
    if (type === DOUBLE) return bytes(8).readDoubleBE(0);
    if (type === I16) return bytes(2).readInt16BE(0);
    if (type === I32) return i32();
    if (type === I64) return bytes(8).readBigInt64BE(0);
    if (type === STRING) return text();
    if (type === STRUCT) return struct(depth + 1);
    if (type === LIST || type === SET) return list(depth + 1);
    if (type === MAP) return map(depth + 1);
    throw new Error(`an unknown type: ${type}`);
  }

  function struct(depth: number): ThriftStruct {
    const fields: ThriftStruct = new Map();
    for (let type = byte(); type !== STOP; type = byte()) fields.set(bytes(2).readInt16BE(0), value(type, depth));
    return fields;
  }

  return { byte, bytes, i32, text, struct, position: () => at };
}

/** The reply to a call whose result is a number. */
export function writeReply(call: ThriftCall, result: number): Buffer {
  return Buffer.concat([messageHead(REPLY, call), Buffer.from([I32, 0, 0]), int32(result), Buffer.from([STOP])]);
}

/** The answer to a call of a method that does not exist (application exception 1). */
export function writeUnknownMethod(call: ThriftCall): Buffer {
  const message = textField(1, `Invalid method name: '${call.name}'`);
  const type = Buffer.concat([Buffer.from([I32, 0, 2]), int32(1)]);
  return Buffer.concat([messageHead(EXCEPTION, call), message, type, Buffer.from([STOP])]);
}

function messageHead(type: number, { name, sequence }: ThriftCall): Buffer {
  return Buffer.concat([int32((VERSION | type) >> 0), lengthAndText(name), int32(sequence)]);
}

function textField(number: number, value: string): Buffer {
  return Buffer.concat([Buffer.from([STRING, 0, number]), lengthAndText(value)]);
}

function lengthAndText(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([int32(bytes.length), bytes]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

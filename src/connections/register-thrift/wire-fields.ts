/** The fields of a Thrift message as they stand in its bytes, for a layout that is described or not known at all. */
import { TFramedTransport, Thrift, type TProtocol } from 'thrift';
import type { WireField } from '../../../contracts/wire-descriptions.ts';
import { openProtocol } from './codec.ts';
import { thriftType } from './described-structure.ts';
import type { Protocol } from './message-scan.ts';

/** `value`: text of a number or bool, the bytes of a string, the fields of a structure; null for containers. */
export type ThriftField = {
  readonly number: number;
  readonly type: number;
  readonly value: string | Buffer | readonly ThriftField[] | null;
};

/** A message with more is none that we know. */
const MAX_FIELDS = 10_000;
const MAX_DEPTH = 32;

/** The arguments of a call; undefined when the bytes can not be read to their end. */
export function fieldsOfMessage(protocol: Protocol, message: Buffer): ThriftField[] | undefined {
  try {
    const input = openProtocol(protocol, new TFramedTransport(message));
    input.readMessageBegin();
    return readFields(input, { left: MAX_FIELDS }, 0);
  } catch {
    // Whatever the codec stumbled over: these bytes are no message.
    return undefined;
  }
}

/** How a message on disk speaks: the two protocols begin with different bytes. */
export function protocolOf(message: Buffer): Protocol {
  return message[0] === 0x82 ? 'compact' : 'binary';
}

/** The text of a field of a described number and type; '' when it is not there or of another type. */
export function textOfField(fields: readonly ThriftField[], described: WireField | undefined): string {
  const found = fields.find(
    ({ number, type }) => described && number === described.number && type === thriftType(described),
  );
  if (found === undefined) return '';
  const { value } = found;
  return Buffer.isBuffer(value) ? value.toString('utf8') : typeof value === 'string' ? value : '';
}

type Count = { left: number };

function readFields(input: TProtocol, count: Count, depth: number): ThriftField[] {
  if (depth > MAX_DEPTH) throw new RangeError('structures inside each other');
  const fields: ThriftField[] = [];
  input.readStructBegin();
  for (;;) {
    const { ftype, fid } = input.readFieldBegin();
    if (ftype === Thrift.Type.STOP) break;
    fields.push({ number: fid, type: ftype, value: readValue(input, ftype, count, depth) });
    input.readFieldEnd();
  }
  input.readStructEnd();
  return fields;
}

function readValue(input: TProtocol, type: number, count: Count, depth: number): ThriftField['value'] {
  count.left -= 1;
  if (count.left < 0) throw new RangeError('too many values');
  const { BOOL, BYTE, DOUBLE, I16, I32, I64, STRING, STRUCT, LIST, SET, MAP } = Thrift.Type;
  switch (type) {
    case BOOL:
      return String(input.readBool());
    case BYTE:
      return String(input.readByte());
    case DOUBLE:
      return String(input.readDouble());
    case I16:
      return String(input.readI16());
    case I32:
      return String(input.readI32());
    case I64:
      return String(BigInt.asIntN(64, BigInt(`0x${input.readI64().toOctetString()}`)));
    case STRING:
      return input.readBinary();
    case STRUCT:
      return readFields(input, count, depth + 1);
    case LIST:
    case SET: {
      const { etype, size } = type === LIST ? input.readListBegin() : input.readSetBegin();
      for (let index = 0; index < size; index += 1) readValue(input, etype, count, depth + 1);
      return null;
    }
    case MAP: {
      const { ktype, vtype, size } = input.readMapBegin();
      for (let index = 0; index < size; index += 1) {
        readValue(input, ktype, count, depth + 1);
        readValue(input, vtype, count, depth + 1);
      }
      return null;
    }
    default:
      throw new TypeError(`a type ${type}`);
  }
}

/** Structures written by the numbers and types of a description, which may be another than that of the contract. */
import { Int64, Thrift, type TProtocol } from 'thrift';
import type { WireDescription, WireField } from '../../../contracts/wire-descriptions.ts';
import type { Structure } from './codec.ts';

export type DescribedValue =
  | string
  | number
  | boolean
  | readonly number[]
  | { readonly message: string; readonly values: DescribedValues };
export type DescribedValues = Readonly<Record<string, DescribedValue | undefined>>;
type Written = Pick<Structure, 'write'>;

/** Type on the wire of a type of a description. */
export function thriftType({ type }: WireField): number {
  return TYPES[type] ?? Thrift.Type.STRING;
}

const TYPES: Readonly<Record<string, number>> = {
  bool: Thrift.Type.BOOL,
  i16: Thrift.Type.I16,
  i32: Thrift.Type.I32,
  enum: Thrift.Type.I32,
  i64: Thrift.Type.I64,
  struct: Thrift.Type.STRUCT,
};

/** A message of the values that the description has a number for; an undefined value is not written. */
export function describedStructure(description: WireDescription, message: string, values: DescribedValues): Written {
  return {
    write(output) {
      writeStructure(output, description, message, values);
    },
  };
}

/** The answer of a method: field 0 of its result is the message. */
export function describedResult(description: WireDescription, message: string, values: DescribedValues): Written {
  return {
    write(output) {
      output.writeStructBegin('result');
      output.writeFieldBegin('success', Thrift.Type.STRUCT, 0);
      writeStructure(output, description, message, values);
      output.writeFieldEnd();
      output.writeFieldStop();
      output.writeStructEnd();
    },
  };
}

function writeStructure(
  output: TProtocol,
  description: WireDescription,
  message: string,
  values: DescribedValues,
): void {
  const fields = Object.entries(description.messages[message] ?? {}).toSorted(([, a], [, b]) => a.number - b.number);
  output.writeStructBegin(message);
  for (const [name, field] of fields) {
    const value = values[name];
    if (value === undefined) continue;
    output.writeFieldBegin(name, Array.isArray(value) ? Thrift.Type.LIST : thriftType(field), field.number);
    writeValue(output, description, field, value);
    output.writeFieldEnd();
  }
  output.writeFieldStop();
  output.writeStructEnd();
}

function writeValue(output: TProtocol, description: WireDescription, field: WireField, value: DescribedValue): void {
  if (Array.isArray(value)) {
    output.writeListBegin(thriftType(field), value.length);
    for (const one of value) writeValue(output, description, field, one);
    output.writeListEnd();
  } else if (typeof value === 'object' && 'message' in value) {
    writeStructure(output, description, value.message, value.values);
  } else if (field.type === 'bool') output.writeBool(value === true);
  else if (field.type === 'i16') output.writeI16(Number(value));
  else if (field.type === 'i32' || field.type === 'enum') output.writeI32(Number(value));
  else if (field.type === 'i64') output.writeI64(new Int64(Number(value)));
  else output.writeString(String(value));
}

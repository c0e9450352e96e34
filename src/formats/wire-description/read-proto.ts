/** A .proto file or a descriptor set, read with the library of gRPC's own loader. */
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor/index.js';
import { DescriptionFault, type RawDescription, type RawField } from './raw-description.ts';

/** Which message plays which part, by the method that has it: the names of messages do not travel on the wire. */
const PARTS = {
  HandshakeRequest: { method: 'handshake', request: 'Handshake', response: 'HandshakeResponse' },
  Sales: { method: 'load', request: 'SalesPackage', response: 'SalesResponse' },
} as const;

/** Reads the text of a .proto. Throws a DescriptionFault. */
export function readProto(text: string): RawDescription {
  let root: protobuf.Root;
  try {
    const parsed = protobuf.parse(text, { keepCase: true });
    const others = (parsed.imports ?? []).filter((name) => !name.startsWith('google/protobuf/'));
    if (others.length > 0) throw new DescriptionFault('description.imports', { files: others.join(', ') });
    root = parsed.root;
  } catch (cause) {
    if (cause instanceof DescriptionFault) throw cause;
    throw unreadable('proto', cause);
  }
  return collect(root);
}

/** Reads a descriptor set, as `protoc --include_imports --descriptor_set_out` writes it. Throws a DescriptionFault. */
export function readDescriptorSet(bytes: Uint8Array): RawDescription {
  let root: protobuf.Root;
  try {
    const set = descriptor.FileDescriptorSet.decode(bytes);
    root = (protobuf.Root as unknown as { fromDescriptor(set: unknown): protobuf.Root }).fromDescriptor(set);
  } catch (cause) {
    throw unreadable('descriptor', cause);
  }
  return collect(root);
}

function unreadable(format: 'proto' | 'descriptor', cause: unknown): DescriptionFault {
  const detail = cause instanceof Error ? cause.message.slice(0, 200) : String(cause);
  return new DescriptionFault(`description.unreadable_${format}`, { detail });
}

function collect(root: protobuf.Root): RawDescription {
  const found: protobuf.ReflectionObject[] = [];
  walk(root, found);
  const types = found.filter((one) => one instanceof protobuf.Type);
  const services = found.filter((one) => one instanceof protobuf.Service);
  const messages: RawDescription['messages'] = new Map();
  for (const [serviceName, { method, ...parts }] of Object.entries(PARTS)) {
    const called = services.find(({ name }) => name === serviceName)?.methods[method];
    for (const [side, ours] of Object.entries(parts)) {
      const theirs = side === 'request' ? called?.requestType : called?.responseType;
      const type = findType(types, theirs) ?? findType(types, ours);
      if (type !== undefined) messages.set(ours, fieldsOf(type, root));
    }
  }
  return { messages, typeOfSales: salesTypes(found) };
}

function walk(at: protobuf.NamespaceBase, found: protobuf.ReflectionObject[]): void {
  for (const one of at.nestedArray) {
    found.push(one);
    if (one instanceof protobuf.Namespace) walk(one, found);
  }
}

/** By its name with or without a package. */
function findType(types: readonly protobuf.Type[], wanted: string | undefined): protobuf.Type | undefined {
  const name = wanted?.split('.').at(-1);
  return types.find((type) => type.name === name);
}

function fieldsOf(type: protobuf.Type, root: protobuf.Root): Map<string, RawField> {
  return new Map(
    type.fieldsArray.map((field) => [
      field.name,
      { number: field.id, type: typeName(field, root), repeated: field.repeated },
    ]),
  );
}

/** `enum` for every enum, `message` for every message, else the word of the file. */
function typeName({ type, parent }: protobuf.Field, root: protobuf.Root): string {
  if (type in protobuf.types.basic) return type;
  const found = (parent ?? root).lookup(type);
  if (found instanceof protobuf.Enum) return 'enum';
  return found instanceof protobuf.Type ? 'message' : type;
}

function salesTypes(found: readonly protobuf.ReflectionObject[]): Map<string, number> | null {
  const type = found.find((one) => one instanceof protobuf.Enum && one.name === 'TypeOfSales');
  return type instanceof protobuf.Enum ? new Map(Object.entries(type.values)) : null;
}

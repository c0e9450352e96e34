/** What a person brings, as a description: a .proto, a descriptor set, a .thrift, or a table of numbers. Face of this folder. */
import type { DescriptionKind, WireDescription } from '../../../contracts/wire-descriptions.ts';
import { checkDescription } from './check-description.ts';
import { DescriptionFault, type DescriptionProblem, type RawDescription } from './raw-description.ts';
import { readTable } from './read-table.ts';
import { readThrift } from './read-thrift.ts';

export type { DescriptionProblem } from './raw-description.ts';

export type DescriptionFormat = 'proto' | 'descriptor' | 'thrift' | 'table';

export type ReadDescription =
  | { ok: true; format: DescriptionFormat; description: WireDescription }
  | { ok: false; problems: DescriptionProblem[] };

/** Largest description in bytes. */
export const MAX_DESCRIPTION_BYTES = 1024 * 1024;

/** Reads and checks; `now` is the description in force, over which a table is read. What is wrong with it is in the answer. */
export async function readDescription(
  kind: DescriptionKind,
  bytes: Uint8Array,
  now: WireDescription,
): Promise<ReadDescription> {
  try {
    const format = formatOf(kind, bytes);
    const checked = checkDescription(kind, await readAs(format, kind, bytes, now));
    return checked.ok ? { ok: true, format, description: checked.description } : checked;
  } catch (cause) {
    if (cause instanceof DescriptionFault) return { ok: false, problems: [cause.problem] };
    throw cause;
  }
}

async function readAs(
  format: DescriptionFormat,
  kind: DescriptionKind,
  bytes: Uint8Array,
  now: WireDescription,
): Promise<RawDescription> {
  const text = new TextDecoder().decode(bytes);
  if (format === 'descriptor' || format === 'proto') {
    // Its library is large, and a server is brought a description once in its life, if at all.
    const { readDescriptorSet, readProto } = await import('./read-proto.ts');
    return format === 'proto' ? readProto(text) : readDescriptorSet(bytes);
  }
  return format === 'thrift' ? readThrift(text) : readTable(kind, text, now);
}

/** Told by the content: a descriptor set is no text, a file has definitions, everything else is a table. */
function formatOf(kind: DescriptionKind, bytes: Uint8Array): DescriptionFormat {
  if (bytes.byteLength === 0) throw new DescriptionFault('description.empty', {});
  if (bytes.byteLength > MAX_DESCRIPTION_BYTES)
    throw new DescriptionFault('description.too_large', { limit: MAX_DESCRIPTION_BYTES });
  const text = textOf(bytes);
  if (text === undefined) {
    if (kind !== 'grpc') throw new DescriptionFault('description.not_text', {});
    return 'descriptor';
  }
  if (kind === 'grpc')
    return /^\s*(syntax|edition|package|message|service|enum|import)\b/m.test(text) ? 'proto' : 'table';
  return /^\s*(namespace|include|struct|service|enum|typedef|exception)\b/m.test(text) ? 'thrift' : 'table';
}

/** Undefined when the bytes are no text: not UTF-8, or with control characters. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells a binary file
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    // It says so by throwing.
    return undefined;
  }
}

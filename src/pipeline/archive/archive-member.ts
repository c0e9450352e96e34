/**
 * One package inside an archive: a part of a tar, packed as a gzip member of its own that says how long it is. Members one
 * after another are one gzip file and one tar to every other program (RFC 1952 §2.2), and each can be read alone.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import tar from 'tar-stream';

/** A file as it lies in an archive; `mtimeMs` is UTC, kept in whole seconds. */
export type TarFile = { readonly name: string; readonly bytes: Buffer; readonly mtimeMs: number };

/** Header of ten bytes, two of length, a subfield `SM` with the length of the member. */
export const MEMBER_HEADER_BYTES = 20;
const TRAILER_BYTES = 8;
const END_OF_TAR = Buffer.alloc(1024);

/** Packages are packed already: longer ones are stored, in short ones the headings are worth the effort. */
const STORED_FROM_BYTES = 16 * 1024;

/** Files as one member; the same files make the same bytes. */
export async function encodeMember(files: readonly TarFile[]): Promise<Buffer> {
  return packMember(await tarOf(files));
}

/** What ends an archive. */
export function encodeEnd(): Buffer {
  return packMember(END_OF_TAR);
}

async function tarOf(files: readonly TarFile[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const { name, bytes, mtimeMs } of files) {
    const mtime = new Date(Math.floor(mtimeMs / 1000) * 1000);
    pack.entry({ name, mtime, mode: 0o640, uid: 0, gid: 0, size: bytes.byteLength }, bytes);
  }
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  const whole = Buffer.concat(chunks);
  return whole.subarray(0, whole.byteLength - END_OF_TAR.byteLength);
}

function packMember(content: Buffer): Buffer {
  const packed = deflateRawSync(content, { level: content.byteLength >= STORED_FROM_BYTES ? 0 : 1 });
  const member = Buffer.alloc(MEMBER_HEADER_BYTES + packed.byteLength + TRAILER_BYTES);
  // Deflate with an extra field, no time and an unknown system: nothing of the machine is in the bytes.
  member.set([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, 0x53, 0x4d, 4, 0]);
  member.writeUInt32LE(member.byteLength, 16);
  member.set(packed, MEMBER_HEADER_BYTES);
  member.writeUInt32LE(crc32(content), member.byteLength - 8);
  member.writeUInt32LE(content.byteLength, member.byteLength - 4);
  return member;
}

/** Length in bytes of the member that begins so; undefined when it is none of ours. */
export function memberLength(header: Buffer): number | undefined {
  if (header.byteLength < MEMBER_HEADER_BYTES) return undefined;
  const isOurs = header.readUInt32BE(0) === 0x1f8b0804 && header.readUInt32BE(12) === 0x534d0400;
  const length = header.readUInt32LE(16);
  return isOurs && length >= MEMBER_HEADER_BYTES + TRAILER_BYTES ? length : undefined;
}

/** The files of a member; `end` for what ends an archive, undefined when the bytes are not those that were written. */
export async function decodeMember(member: Buffer): Promise<TarFile[] | 'end' | undefined> {
  const content = unpackMember(member);
  if (content === undefined) return undefined;
  if (content.equals(END_OF_TAR)) return 'end';
  try {
    return await filesOf(content);
  } catch (cause) {
    if (cause instanceof Error) return undefined;
    throw cause;
  }
}

function unpackMember(member: Buffer): Buffer | undefined {
  if (memberLength(member.subarray(0, MEMBER_HEADER_BYTES)) !== member.byteLength) return undefined;
  const size = member.readUInt32LE(member.byteLength - 4);
  try {
    const packed = member.subarray(MEMBER_HEADER_BYTES, -TRAILER_BYTES);
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
    const isWhole = content.byteLength === size && crc32(content) === member.readUInt32LE(member.byteLength - 8);
    return isWhole ? content : undefined;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return undefined;
    throw cause;
  }
}

async function filesOf(content: Buffer): Promise<TarFile[]> {
  const extract = tar.extract();
  extract.end(Buffer.concat([content, END_OF_TAR]));
  const files: TarFile[] = [];
  for await (const entry of extract) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, mtime, type } = entry.header;
    // Nothing but files is ever packed: a link would make a file out of what it points at.
    if (type !== 'file') throw new TypeError(`${name} is a ${type}`);
    files.push({ name, bytes: Buffer.concat(chunks), mtimeMs: mtime?.getTime() ?? 0 });
  }
  return files;
}

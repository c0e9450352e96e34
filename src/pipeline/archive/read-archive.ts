/** Reading an archive back: member by member from the beginning, or one alone by its place. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { hasCode } from '../../platform/durable-file.ts';
import { decodeMember, MEMBER_HEADER_BYTES, memberLength, type TarFile } from './archive-member.ts';

/** Where a member lies, in bytes of the archive. */
export type MemberPlace = { readonly offset: number; readonly length: number };
export type ReadMember = MemberPlace & { readonly files: readonly TarFile[] };

/** The bytes are not those of an archive: cut off, changed, or something else. */
export class ArchiveDamaged extends Error {
  override name = 'ArchiveDamaged';
  readonly offset: number;

  constructor(path: string, offset: number) {
    super(`${path} is damaged at byte ${offset}`);
    this.offset = offset;
  }
}

/** The members of an archive in order. Throws `ArchiveDamaged` where the first damage is, and what the disk throws. */
export async function* membersOf(path: string): AsyncGenerator<ReadMember> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    let offset = 0;
    for (;;) {
      const header = await readAt(file, offset, MEMBER_HEADER_BYTES);
      const length = memberLength(header);
      if (length === undefined || offset + length > size) throw new ArchiveDamaged(path, offset);
      const files = await decodeMember(await readAt(file, offset, length));
      if (files === undefined) throw new ArchiveDamaged(path, offset);
      if (files !== 'end') yield { offset, length, files };
      else if (offset + length === size) return;
      else throw new ArchiveDamaged(path, offset);
      offset += length;
    }
  } finally {
    await file.close();
  }
}

/** One member; undefined when the archive is gone. Throws `ArchiveDamaged`. */
export async function readMember(
  path: string,
  { offset, length }: MemberPlace,
): Promise<readonly TarFile[] | undefined> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw cause;
  }
  try {
    const files = await decodeMember(await readAt(file, offset, length));
    if (files === undefined || files === 'end') throw new ArchiveDamaged(path, offset);
    return files;
  } finally {
    await file.close();
  }
}

async function readAt(file: Awaited<ReturnType<typeof open>>, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

const CHUNK_BYTES = 1024 * 1024;

/** Size in bytes and SHA-256 (hex) of a whole file; undefined when it is gone. */
export async function fingerprint(path: string): Promise<{ size: number; sha256: string } | undefined> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw cause;
  }
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, size);
      if (bytesRead === 0) return { size, sha256: hash.digest('hex') };
      hash.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
    }
  } finally {
    await file.close();
  }
}

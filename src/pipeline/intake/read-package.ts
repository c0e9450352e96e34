/** Reading packages back from the folders. */
import { open, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { hasCode } from '../../platform/durable-file.ts';
import { type Damage, decodeHeader, decodePackage, MAX_HEADER_BYTES, type PackageHeader } from './package-file.ts';
import type { PackageReason } from './reason-file.ts';

/** A package from a folder. `damaged`: the bytes are no longer those that were stored. `missing`: it was moved or removed. */
export type ReadResult =
  | { readonly kind: 'package'; readonly header: PackageHeader; readonly body: Uint8Array }
  | { readonly kind: 'damaged'; readonly damage: Damage; readonly reason: PackageReason }
  | { readonly kind: 'missing' };

/** A whole package, its body held to size and hash. Rejects when the disk can not be read. */
export async function readPackage(path: string): Promise<ReadResult> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return { kind: 'missing' };
    throw cause;
  }
  return decodeRead(basename(path), bytes);
}

/** The bytes of a package file as what reading it answers. */
export function decodeRead(name: string, bytes: Buffer): ReadResult {
  const decoded = decodePackage(bytes);
  if (typeof decoded !== 'string') return { kind: 'package', ...decoded };
  return {
    kind: 'damaged',
    damage: decoded,
    reason: { code: 'package.file_damaged', params: { name, damage: decoded } },
  };
}

/** The beginning of a package file: its size in bytes, and where the body begins after a header that can be read. */
export type PackageHead = {
  readonly fileSize: number;
  readonly head: { readonly header: PackageHeader; readonly bodyAt: number } | undefined;
};

/** The header alone, unverified; undefined when the file is missing or has none. */
export async function readPackageHeader(path: string): Promise<PackageHeader | undefined> {
  return (await readPackageHead(path))?.head?.header;
}

/** Size and header of a file, unverified; undefined when it is missing. */
export async function readPackageHead(path: string): Promise<PackageHead | undefined> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw cause;
  }
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(MAX_HEADER_BYTES), 0, MAX_HEADER_BYTES, 0);
    return { fileSize: size, head: decodeHeader(buffer.subarray(0, bytesRead)) };
  } finally {
    await file.close();
  }
}

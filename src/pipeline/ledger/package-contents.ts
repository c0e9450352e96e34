/** A package from the queue, opened and read: pure reading, before any transaction begins. */
import { readSalesFile, type SalesFileContents } from '../../formats/sales-file/sales-file.ts';
import { openSalesBody, type PackageLimits } from '../../formats/sales-package/sales-package.ts';
import type { MessageCode, MessageParams } from '../../messages/messages.ts';
import type { BytesAside } from '../../platform/memory/bytes-aside.ts';
import { withLargeBytes } from '../../platform/memory/collect.ts';
import { freeNow } from '../../platform/memory/growing-bytes.ts';
import type { Intake, PackageHeader } from '../intake/intake.ts';

/** Bytes of text for each byte of a package: those of real registers are packed some nine times smaller. */
const UNPACKED = 8;

export type Reason = { code: MessageCode; params: MessageParams };

export type OpenedPackage =
  | ({ name: string; header: PackageHeader } & ReadBody)
  /** Of wrong format (M39 `broken`); `header` is null when not even that could be read. */
  | { kind: 'broken'; name: string; header: PackageHeader | null; reason: Reason }
  /** Somebody took the file away. */
  | { kind: 'missing'; name: string };

/** Reads a waiting package. Throws only for failures of the disk. */
export async function openPackage(intake: Intake, name: string, limits: PackageLimits): Promise<OpenedPackage> {
  const read = await intake.read('waiting', name);
  if (read.kind === 'missing') return { kind: 'missing', name };
  if (read.kind === 'damaged') {
    const header = (await intake.readHeader('waiting', name)) ?? null;
    return { kind: 'broken', name, header, reason: read.reason };
  }
  const { header } = read;
  if (header.content === 'frame' || header.content === 'empty') {
    const code = header.content === 'frame' ? 'package.unknown_frame' : 'package.empty_frame';
    return { kind: 'broken', name, header, reason: header.fault ?? { code, params: {} } };
  }
  const open = () => openBody(read.body, limits, intake.putAside);
  const opened = await withLargeBytes(read.body.byteLength * UNPACKED, open);
  return { ...opened, name, header };
}

/** `free` gives the memory of the text back now and makes `contents` useless; to be called when they are written. */
export type ReadBody = { kind: 'contents'; contents: SalesFileContents; textBytes: number; free(): void };

export type OpenedBody = ReadBody | { kind: 'broken'; reason: Reason };

/** From so many bytes on a text lies in a file while its documents are read: else it takes as much memory as all the rest. */
const LARGE_TEXT_BYTES = 4 * 1024 * 1024;

type PutAside = Intake['putAside'];

/** Unpacks and reads the bytes of a package within limits; a large text lies where it is put aside, when it can be. */
export async function openBody(bytes: Uint8Array, limits: PackageLimits, putAside?: PutAside): Promise<OpenedBody> {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const opened = await openSalesBody(body, limits);
  if (!opened.ok) return { kind: 'broken', reason: { code: opened.reason, params: opened.details } };
  const contents = readSalesFile(opened.text);
  if (!contents.ok) return { kind: 'broken', reason: { code: contents.reason, params: contents.details } };
  const { text } = opened;
  const textBytes = text.length;
  const isLarge = putAside !== undefined && textBytes >= LARGE_TEXT_BYTES;
  const aside = isLarge ? moveAside(contents, text, putAside) : undefined;
  return { kind: 'contents', contents, textBytes, free: aside?.close ?? (() => freeNow(text)) };
}

/** Undefined = the text stays in memory: a disk that is full or away is no reason to load nothing. */
function moveAside(contents: SalesFileContents, text: Buffer, putAside: PutAside): BytesAside | undefined {
  let aside: BytesAside | undefined;
  try {
    contents.moveText(() => {
      aside = putAside(text);
      return aside;
    });
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    return undefined;
  }
  if (aside !== undefined) freeNow(text);
  return aside;
}

/** A package on disk: one line of JSON about it, a line feed, then the bytes exactly as they came. */
import { createHash, hash } from 'node:crypto';
import type { MessageCode, MessageParams } from '../../messages/messages.ts';

/** Through which door a package came. */
export type Door = 'grpc' | 'file' | 'thrift' | 'queue';

/** What the sender said the package holds: local times of the shop or shift numbers, both as text and unchecked. */
export type PackageRange =
  | { readonly kind: 'dates' | 'shifts'; readonly from: string; readonly to: string }
  | { readonly kind: 'none' };

/**
 * `archive`: the ZIP of a register (registers §10). `frame`: a message whose layout was not understood, kept whole so that
 * it can be read once the layout is known; a register would not send it again (T1). `empty`: the same for a message whose
 * layout was understood and which has no sales file.
 */
export type PackageContent = 'archive' | 'frame' | 'empty';

/** What is wrong with a message, as a code of the catalogue and its values. */
export type PackageFault = { readonly code: MessageCode; readonly params: MessageParams };

export type PackageHeader = {
  readonly version: 1;
  readonly door: Door;
  readonly content: PackageContent;
  readonly packageId: string;
  /** Ids as the sender wrote them; nobody has checked that they are known. */
  readonly registerId: string;
  readonly shopId: string;
  readonly shopCode: string | null;
  readonly range: PackageRange;
  readonly transferStateId: string | null;
  readonly fileName: string | null;
  /** Code of the server of a store that brought it; absent = the register, a broker or a person did. */
  readonly serverCode?: string;
  /** Why the door took it for no package of sales; only with `frame`. */
  readonly fault?: PackageFault;
  /** UTC with milliseconds. */
  readonly receivedAt: string;
  /** Size in bytes and SHA-256 (hex) of the body. */
  readonly size: number;
  readonly sha256: string;
};

export type StoredPackage = { readonly header: PackageHeader; readonly body: Uint8Array };

/** No header comes near this size; a longer first line is not ours. */
export const MAX_HEADER_BYTES = 64 * 1024;

/** Longer than any name that `packageFileName` makes, and than no file system takes. */
const LONGEST_NAME = 200;

export const PACKAGE_SUFFIX = '.sales';

const LINE_FEED = 0x0a;

/** SHA-256 of a body as 64 hex digits. */
export function hashBody(body: Uint8Array): string {
  return hash('sha256', body, 'hex');
}

/**
 * The file name of a package: register id and content, so that the same content is found again without an index (A3).
 * Always a plain name inside its folder, at most 120 characters, whatever the register id holds.
 */
export function packageFileName(registerId: string, sha256: string): string {
  return `${safeRegisterId(registerId)}_${sha256.slice(0, 40)}${PACKAGE_SUFFIX}`;
}

const PLAIN_ID = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/;

/** An id that is no plain file name keeps its readable part and gets a fingerprint, so that two ids never become one. */
function safeRegisterId(registerId: string): string {
  if (PLAIN_ID.test(registerId)) return registerId;
  const readable = registerId.slice(0, 40).replace(/[^A-Za-z0-9_]/g, '_');
  const fingerprint = createHash('sha256').update(registerId).digest('hex').slice(0, 12);
  return `${readable || 'register'}~${fingerprint}`;
}

/** True for names that this station gives to packages. */
export function isPackageName(name: string): boolean {
  return name.length <= LONGEST_NAME && /^[A-Za-z0-9_][A-Za-z0-9_.~-]*_[0-9a-f]{40}\.sales$/.test(name);
}

/** The first line of a package file with its line feed. */
export function encodeHeader(header: PackageHeader): Buffer {
  return Buffer.from(`${JSON.stringify(header)}\n`);
}

/** The header at the beginning of a file and where the body begins; undefined when there is none. */
export function decodeHeader(bytes: Buffer): { header: PackageHeader; bodyAt: number } | undefined {
  const end = bytes.subarray(0, MAX_HEADER_BYTES).indexOf(LINE_FEED);
  if (end < 0) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8', 0, end));
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
  return isHeader(value) ? { header: value, bodyAt: end + 1 } : undefined;
}

function isHeader(value: unknown): value is PackageHeader {
  if (typeof value !== 'object' || value === null) return false;
  const header = value as Partial<Record<keyof PackageHeader, unknown>>;
  const texts = [header.door, header.content, header.packageId, header.registerId, header.shopId, header.receivedAt];
  return (
    header.version === 1 &&
    texts.every((text) => typeof text === 'string') &&
    typeof header.range === 'object' &&
    header.range !== null &&
    Number.isSafeInteger(header.size) &&
    typeof header.sha256 === 'string'
  );
}

/** Why a file is not the package it was when it was stored. */
export type Damage = 'no_header' | 'wrong_size' | 'wrong_hash';

/** A whole file as a package, its body held to the size and hash of the header. */
export function decodePackage(bytes: Buffer): StoredPackage | Damage {
  const found = decodeHeader(bytes);
  if (found === undefined) return 'no_header';
  const body = bytes.subarray(found.bodyAt);
  if (body.byteLength !== found.header.size) return 'wrong_size';
  if (hashBody(body) !== found.header.sha256) return 'wrong_hash';
  return { header: found.header, body };
}

/** The ZIP a register sends (registers §10): safe opening within limits. */
import { constants, crc32, inflateRawSync } from 'node:zlib';
import { type Entry, fromBufferPromise, type ZipFile as OpenedZip } from 'yauzl';
import type { PackageReason } from './reasons.ts';

export type { PackageReason } from './reasons.ts';

export type PackageLimits = {
  /** Entries in the directory of the ZIP, the skipped ones included. */
  maxEntries: number;
  /** Bytes of the sales file when expanded. */
  maxExpandedBytes: number;
  /** Expanded bytes per packed byte; asked only above `ratioFromBytes` expanded, because small texts pack very well. */
  maxRatio: number;
  ratioFromBytes: number;
};

export const defaultPackageLimits: PackageLimits = {
  maxEntries: 16,
  maxExpandedBytes: 256 * 1024 * 1024,
  maxRatio: 200,
  ratioFromBytes: 1024 * 1024,
};

export type PackageRefusal = { ok: false; reason: PackageReason; details: Record<string, string> };
export type OpenedPackage = {
  ok: true;
  /** Last part of the entry's path; null for a plain sales file. Never a path: registers send paths of their own disks. */
  entryName: string | null;
  text: Buffer;
};

const STORED = 0;
const DEFLATED = 8;
const SHOWN_NAME_LENGTH = 100;

/**
 * Opens what came as a package: a ZIP, or a plain sales file brought by hand. Never throws on any bytes.
 * The plain text shares its memory with `body`.
 */
export async function openSalesBody(
  body: Buffer,
  limits: PackageLimits = defaultPackageLimits,
): Promise<OpenedPackage | PackageRefusal> {
  if (body.length === 0) return refuse('package.empty');
  if (body.toString('latin1', 0, 2) === 'PK') return openSalesPackage(body, limits);
  if (!looksLikeSalesFile(body)) return refuse('package.not_a_zip');
  if (body.length > limits.maxExpandedBytes) return tooLarge(limits);
  return { ok: true, entryName: null, text: body };
}

/** A sales file is text with a section marker; the marker may follow other text, but not a whole disk of it. */
function looksLikeSalesFile(body: Buffer): boolean {
  const beginning = body.subarray(0, 64 * 1024);
  return beginning.includes('###') && !beginning.includes(0);
}

/**
 * Opens the ZIP of a register and gives the one sales file in it. Paths are ignored, other entries are skipped,
 * and nothing the archive says of itself is believed: sizes and checksum are counted on the real output.
 * Never throws on any bytes.
 */
export async function openSalesPackage(
  body: Buffer,
  limits: PackageLimits = defaultPackageLimits,
): Promise<OpenedPackage | PackageRefusal> {
  if (body.length === 0) return refuse('package.empty');
  const chosen = await chooseEntry(body, limits);
  if (!chosen.ok) return chosen;
  const { zip, entry, name } = chosen;
  const declared = checkDeclared(entry, name, limits);
  if (declared !== undefined) return declared;
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = body.subarray(fileDataStart, fileDataStart + entry.compressedSize);
    return await unpack(packed, entry, name, limits);
  } catch (error) {
    return refuseContent(causeOf(error));
  }
}

type Chosen = { ok: true; zip: OpenedZip; entry: Entry; name: string };

async function chooseEntry(body: Buffer, limits: PackageLimits): Promise<Chosen | PackageRefusal> {
  try {
    // Names are left as bytes: the library would refuse paths like "../x.json", we never use the path.
    const zip = await fromBufferPromise(body, { decodeStrings: false, validateEntrySizes: false });
    if (zip.entryCount > limits.maxEntries) {
      return refuse('package.too_many_entries', { count: String(zip.entryCount), limit: String(limits.maxEntries) });
    }
    const found: { entry: Entry; name: string }[] = [];
    for await (const entry of zip.eachEntry()) {
      const name = lastPart(entry);
      if (/\.json$/i.test(name) && !name.startsWith('._')) found.push({ entry, name });
    }
    const [first] = found;
    if (first === undefined) return refuse('package.no_sales_file', { count: String(zip.entryCount) });
    if (found.length > 1) return refuse('package.several_sales_files', { count: String(found.length) });
    return { ok: true, zip, ...first };
  } catch (error) {
    return refuseDirectory(body, causeOf(error));
  }
}

function refuseDirectory(body: Buffer, cause: string): PackageRefusal {
  if (/strong encryption/.test(cause)) return refuse('package.encrypted', { entry: '' });
  if (!/not found/.test(cause)) return refuse('package.damaged', { cause });
  const begunAsZip = body.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'));
  return refuse(begunAsZip ? 'package.cut' : 'package.not_a_zip');
}

function refuseContent(cause: string): PackageRefusal {
  return /overflows file bounds|unexpected EOF/i.test(cause)
    ? refuse('package.cut')
    : refuse('package.damaged', { cause });
}

function lastPart(entry: Entry): string {
  const name = entry.fileNameRaw.toString('utf8');
  return (name.split(/[\\/]/).at(-1) ?? '').slice(-SHOWN_NAME_LENGTH);
}

function checkDeclared(entry: Entry, name: string, limits: PackageLimits): PackageRefusal | undefined {
  if (entry.isEncrypted()) return refuse('package.encrypted', { entry: name });
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    return refuse('package.unsupported_method', { entry: name, method: String(entry.compressionMethod) });
  }
  if (entry.uncompressedSize === 0) return refuse('package.empty_sales_file', { entry: name });
  return checkSize(entry.uncompressedSize, entry.compressedSize, limits);
}

function checkSize(expanded: number, packed: number, limits: PackageLimits): PackageRefusal | undefined {
  if (expanded > limits.maxExpandedBytes) return tooLarge(limits);
  if (expanded > limits.ratioFromBytes && expanded > packed * limits.maxRatio) {
    return refuse('package.ratio_too_high', { limit: String(limits.maxRatio) });
  }
  return undefined;
}

async function unpack(
  packed: Buffer,
  entry: Entry,
  name: string,
  limits: PackageLimits,
): Promise<OpenedPackage | PackageRefusal> {
  const lies = { entry: name, declared: String(entry.uncompressedSize) };
  let text = packed;
  if (entry.compressionMethod === DEFLATED) {
    const inflated = inflate(packed, entry.uncompressedSize, limits);
    if (inflated === 'more') return refuse('package.size_lies', lies);
    if (inflated === 'cut') return refuse('package.cut');
    text = inflated;
  }
  if (text.length !== entry.uncompressedSize) return refuse('package.size_lies', lies);
  if (crc32(text) !== entry.crc32) return refuse('package.wrong_checksum', { entry: name });
  return { ok: true, entryName: name, text };
}

/**
 * Inflates into memory of the declared size, which is within the limits; stops at the first byte beyond it. In one piece: a
 * stream would leave as many bytes again behind for a later collection.
 */
function inflate(packed: Buffer, declared: number, limits: PackageLimits): Buffer | 'more' | 'cut' {
  const size = Math.min(declared, limits.maxExpandedBytes);
  try {
    return inflateRawSync(packed, { chunkSize: Math.max(size, constants.Z_MIN_CHUNK), maxOutputLength: size });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') return 'more';
    if (code === 'Z_BUF_ERROR') return 'cut';
    throw error;
  }
}

function tooLarge(limits: PackageLimits): PackageRefusal {
  return refuse('package.too_large', { limit: String(limits.maxExpandedBytes) });
}

function refuse(reason: PackageReason, details: Record<string, string> = {}): PackageRefusal {
  return { ok: false, reason, details };
}

function causeOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

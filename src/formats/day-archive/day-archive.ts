/**
 * The archive of a business day of a shop: lines of JSON, to be read in many years by any program.
 *
 *   {"archive":"smena.sales-day","version":1,"schema":"…","shopId":"…","shopCode":"12","businessDate":"2023-03-14","shiftIds":[7,8]}
 *   {"section":"shift"}
 *   {…one row of the table, by column…}
 *   {"section":"document"} …
 *   {"manifest":{"sections":[{"name":"shift","rows":2,"sha256":"…"},…],"sums":{…}},"sha256":"…"}
 *
 * Money is in kopecks. The hash of a section is over its rows with their line feeds, the one at the end over all lines before.
 * Nothing in it tells when it was written, so the same rows always give the same bytes.
 */
import { createHash, type Hash } from 'node:crypto';

export const ARCHIVE_VERSION = 1;

/** The tables of an archive in their order. */
export const sectionNames = [
  'shift',
  'document',
  'document_raw',
  'position',
  'discount',
  'payment',
  'set_aside',
] as const;
export type SectionName = (typeof sectionNames)[number];

export type ArchiveRow = Record<string, string | number | null>;

export type ArchiveHeader = {
  /** The last migration of the database that the rows come from. */
  schema: string;
  shopId: string;
  shopCode: string;
  businessDate: string;
  shiftIds: number[];
};

/** What the rows add up to; money in kopecks. `saleSum`, `refundSum`: of closed receipts. */
export type ArchiveSums = {
  documents: number;
  saleSum: number;
  refundSum: number;
  positionSum: number;
  discountSum: number;
  paymentSum: number;
};

export type ArchiveManifest = {
  sections: { name: SectionName; rows: number; sha256: string }[];
  sums: ArchiveSums;
};

/** What is wrong with an archive; the text is for the log of the operator. */
export class DamagedArchive extends Error {
  override name = 'DamagedArchive';
}

function noSums(): ArchiveSums {
  return { documents: 0, saleSum: 0, refundSum: 0, positionSum: 0, discountSum: 0, paymentSum: 0 };
}

function addRow(sums: ArchiveSums, section: SectionName, row: ArchiveRow): void {
  const add = (key: keyof ArchiveSums, value: unknown) => {
    sums[key] += Number(value ?? 0);
    if (!Number.isSafeInteger(sums[key])) throw new RangeError(`the sum ${key} of an archive is too large`);
  };
  if (section === 'document') {
    add('documents', 1);
    const finished = row['closed_at'] !== null && row['closed_state'] !== 0;
    if (finished && row['document_class'] === 'sale') add('saleSum', row['document_sum']);
    if (finished && row['document_class'] === 'refund') add('refundSum', row['document_sum']);
  }
  if (section === 'position') add('positionSum', row['position_sum']);
  if (section === 'discount') add('discountSum', row['discount_sum']);
  if (section === 'payment') add('paymentSum', row['payment_sum']);
}

export type ArchiveWriter = {
  /** The lines so far are begun with a new section. */
  section(name: SectionName): string;
  row(row: ArchiveRow): string;
  /** The last line. */
  end(): { line: string; manifest: ArchiveManifest };
};

/** Writes an archive line by line; the first one is that of the header. */
export function openArchiveWriter(header: ArchiveHeader): { first: string; writer: ArchiveWriter } {
  const whole = createHash('sha256');
  const sums = noSums();
  const sections: ArchiveManifest['sections'] = [];
  let current: { name: SectionName; rows: number; hash: Hash } | null = null;
  const keep = (line: string): string => {
    whole.update(line);
    return line;
  };
  const close = () => {
    if (current !== null) sections.push({ name: current.name, rows: current.rows, sha256: current.hash.digest('hex') });
    current = null;
  };
  const { schema, shopId, shopCode, businessDate, shiftIds } = header;
  const named = { archive: 'smena.sales-day', version: ARCHIVE_VERSION };
  const first = keep(`${JSON.stringify({ ...named, schema, shopId, shopCode, businessDate, shiftIds })}\n`);
  const writer: ArchiveWriter = {
    section(name) {
      close();
      current = { name, rows: 0, hash: createHash('sha256') };
      return keep(`${JSON.stringify({ section: name })}\n`);
    },
    row(row) {
      if (current === null) throw new Error('a row needs a section');
      const line = keep(`${JSON.stringify(row)}\n`);
      current.rows += 1;
      current.hash.update(line);
      addRow(sums, current.name, row);
      return line;
    },
    end() {
      close();
      const manifest = { sections, sums };
      return { line: `${JSON.stringify({ manifest, sha256: whole.digest('hex') })}\n`, manifest };
    },
  };
  return { first, writer };
}

export type ArchivePart =
  | { kind: 'header'; header: ArchiveHeader }
  | { kind: 'row'; section: SectionName; row: ArchiveRow; line: string }
  | { kind: 'end'; manifest: ArchiveManifest };

/**
 * Reads the lines of an archive (without their line feeds) and checks every count, sum and hash on the way; what was answered
 * before the end is to be trusted only after it. Throws DamagedArchive.
 */
export async function* readArchive(lines: AsyncIterable<string>): AsyncGenerator<ArchivePart> {
  const checker = openChecker();
  let number = 0;
  let ended = false;
  for await (const line of lines) {
    number += 1;
    if (ended) throw new DamagedArchive('there are lines after the end');
    const value = parseLine(line, number);
    if (number === 1) yield { kind: 'header', header: headerOf(value, line, checker) };
    else if (typeof value['section'] === 'string' && Object.keys(value).length === 1)
      checker.section(value['section'], line);
    else if (value['manifest'] !== undefined) {
      yield { kind: 'end', manifest: checker.end(value) };
      ended = true;
    } else yield { kind: 'row', section: checker.row(value as ArchiveRow, line), row: value as ArchiveRow, line };
  }
  if (!ended) throw new DamagedArchive('it ends before its last line');
}

function parseLine(line: string, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new DamagedArchive(`line ${number} is not JSON`, { cause });
  }
  throw new DamagedArchive(`line ${number} is not an object`);
}

function headerOf(value: Record<string, unknown>, line: string, checker: Checker): ArchiveHeader {
  if (value['archive'] !== 'smena.sales-day') throw new DamagedArchive('it is no archive of a sales day');
  if (value['version'] !== ARCHIVE_VERSION)
    throw new DamagedArchive(`its version ${String(value['version'])} is not known`);
  checker.take(line);
  const { schema, shopId, shopCode, businessDate, shiftIds } = value as ArchiveHeader;
  return { schema, shopId, shopCode, businessDate, shiftIds };
}

type Checker = {
  take(line: string): void;
  section(name: string, line: string): void;
  row(row: ArchiveRow, line: string): SectionName;
  end(value: Record<string, unknown>): ArchiveManifest;
};

function openChecker(): Checker {
  const whole = createHash('sha256');
  const sums = noSums();
  const sections: ArchiveManifest['sections'] = [];
  let current: { name: SectionName; rows: number; hash: Hash } | null = null;
  const take = (line: string) => void whole.update(`${line}\n`);
  const close = () => {
    if (current !== null) sections.push({ name: current.name, rows: current.rows, sha256: current.hash.digest('hex') });
  };
  return {
    take,
    section(name, line) {
      const known = sectionNames.find((one) => one === name);
      if (known === undefined) throw new DamagedArchive(`its section ${name} is not known`);
      close();
      current = { name: known, rows: 0, hash: createHash('sha256') };
      take(line);
    },
    row(row, line) {
      if (current === null) throw new DamagedArchive('a row stands before the first section');
      take(line);
      current.rows += 1;
      current.hash.update(`${line}\n`);
      addRow(sums, current.name, row);
      return current.name;
    },
    end(value) {
      close();
      if (value['sha256'] !== whole.digest('hex')) throw new DamagedArchive('its hash is not that of its lines');
      const told = JSON.stringify(value['manifest']);
      if (told !== JSON.stringify({ sections, sums })) throw new DamagedArchive('its manifest is not that of its rows');
      return { sections, sums };
    },
  };
}

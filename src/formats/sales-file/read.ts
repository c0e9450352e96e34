/** Reads a sales file as registers send it (sales-file §4–8, registers §10): forgiving in form, exact in values. */
import { isUtf8 } from 'node:buffer';
import type {
  DocumentRecord,
  SectionName,
  SecurityLogRecord,
  SetAsideRecord,
  ShiftRecord,
} from '../../domain/sales.ts';
import { type FileContext, readDocument } from './document-record.ts';
import type { JsonObject } from './exact-json.ts';
import { Fields } from './fields.ts';
import { bytesOfRecords, isForeign } from './not-utf8.ts';
import { piecesOf } from './pieces.ts';
import { defaultReadLimits, type ReadLimits } from './read-limits.ts';
import type { FileReason, RecordReason, sectionNames } from './reasons.ts';
import { RecordFault } from './record-fault.ts';
import { findSections, recordsOf, type Section, type Span } from './sections.ts';
import { readSecurityLogRecord } from './security-log-record.ts';
import { readShift } from './shift-record.ts';

/** Of a record that is too large only the beginning is kept; the package on disk has the whole. */
const KEPT_OF_TOO_LARGE = 64 * 1024;

export type SalesFileContents = {
  ok: true;
  shifts: ShiftRecord[];
  /** Read while it is walked, so that a large file never becomes objects at once. Can be walked again, not twice at a time. */
  documents: Iterable<DocumentRecord | SetAsideRecord>;
  /**
   * From now on documents are read from what `put` answers, which holds the same bytes, and the text may be freed. Where the
   * text must stay, `put` is not called.
   */
  moveText(put: () => FileBytes): void;
  securityLog: SecurityLogRecord[];
  /** Records of the sections "shift info" and "securitylog info" that were not understood, and records outside of sections. */
  setAside: SetAsideRecord[];
  /** Sections that nobody knows, and remarks outside of all sections (`OUTSIDE_NAME`). */
  unknownSections: UnknownSection[];
};

/** The bytes of a file between two places of it; good until the next call. */
export type FileBytes = { slice(start: number, end: number): Buffer };

export type UnknownSection = { name: string; raw: string };

/** Stands in the place of a name; the catalogue of messages makes it a name in the reader's language. */
const OUTSIDE_NAME = '@section.no_name' satisfies `@${keyof typeof sectionNames}`;

export type SalesFileRefusal = { ok: false; reason: FileReason; details: Record<string, string> };

/** True for a record that was not understood. */
export function isSetAside(
  record: DocumentRecord | ShiftRecord | SecurityLogRecord | SetAsideRecord,
): record is SetAsideRecord {
  return 'reason' in record;
}

/**
 * Reads the bytes of a sales file. Never throws on any bytes: a file that cannot be trusted as a whole is a refusal
 * (`file.*`), a record that cannot be understood becomes a SetAsideRecord. Two sections of one kind are both read.
 */
export function readSalesFile(
  text: Buffer,
  limits: ReadLimits = defaultReadLimits,
): SalesFileContents | SalesFileRefusal {
  const clean = isUtf8(text);
  const found = findSections(text);
  if (!clean && isForeign(text, found, limits)) return { ok: false, reason: 'file.not_utf8', details: {} };
  if (!found.ok) return found;
  const source: Source = { text, clean, sections: found.sections, limits };
  const noContext: FileContext = { registerCode: null };
  const shifts = hold(readSection(source, 'shift', readShift, noContext), limits);
  if (shifts === undefined) return tooMany('shift info', limits);
  const context: FileContext = { registerCode: soleRegister(shifts.records) };
  const log = hold(readSection(source, 'securityLog', readSecurityLogRecord, context), limits);
  if (log === undefined) return tooMany('securitylog info', limits);
  const outside = readOutside(source, found.outside);
  return {
    ok: true,
    shifts: shifts.records,
    ...openDocuments(source, context),
    securityLog: log.records,
    setAside: [...shifts.setAside, ...log.setAside, ...outside.records],
    unknownSections: [...unknownSections(source), ...outside.remarks],
  };
}

/** Records whose places are noted, so that the text can lie elsewhere; more would take as much memory as the text. */
const MOST_NOTED = 100_000;

function openDocuments(source: Source, context: FileContext): Pick<SalesFileContents, 'documents' | 'moveText'> {
  let bytes: FileBytes = inMemory(source.text);
  let spans: Iterable<Span> = { [Symbol.iterator]: () => spansOf(source, 'document') };
  return {
    documents: {
      [Symbol.iterator]: () => readSpans({ ...source, bytes }, spans, 'document', readDocument, context),
    },
    moveText(put) {
      const noted = source.clean ? noteSpans(spans) : undefined;
      if (noted === undefined) return;
      bytes = put();
      spans = noted;
    },
  };
}

function inMemory(text: Buffer): FileBytes {
  return { slice: (start, end) => text.subarray(start, end) };
}

function noteSpans(spans: Iterable<Span>): Iterable<Span> | undefined {
  const places: number[] = [];
  for (const { start, end } of spans) {
    if (places.length >= 2 * MOST_NOTED) return undefined;
    places.push(start, end);
  }
  const noted = Uint32Array.from(places);
  return {
    *[Symbol.iterator]() {
      for (let at = 0; at < noted.length; at += 2) yield { start: noted[at] ?? 0, end: noted[at + 1] ?? 0 };
    },
  };
}

type Source = { text: Buffer /** UTF-8 throughout. */; clean: boolean; sections: Section[]; limits: ReadLimits };
type ReadOne<T> = (fields: Fields, raw: string, context: FileContext) => T;

function soleRegister(shifts: ShiftRecord[]): string | null {
  const codes = new Set(shifts.map((shift) => shift.registerCode));
  return codes.size === 1 ? (shifts[0]?.registerCode ?? null) : null;
}

function unknownSections({ text, sections }: Source): UnknownSection[] {
  return sections
    .filter((section) => section.kind === 'unknown')
    .map((section) => ({ name: section.name, raw: text.toString('utf8', section.start, section.end) }));
}

/** Text outside of sections: what holds a brace may be sales, so that a person has to look at it; else it is a remark. */
function readOutside(
  { text, clean, limits }: Source,
  spans: readonly Span[],
): { records: SetAsideRecord[]; remarks: UnknownSection[] } {
  const records: SetAsideRecord[] = [];
  const remarks: UnknownSection[] = [];
  for (const span of spans) {
    const place = { section: 'unknown', ordinal: records.length + 1 } as const;
    const bytes = text.subarray(span.start, span.end);
    if (bytes.length > limits.maxRecordBytes) records.push(tooLarge(place, inMemory(text), span, limits));
    else if (!bytes.includes('{')) remarks.push({ name: OUTSIDE_NAME, raw: bytes.toString() });
    else {
      const details = clean || isUtf8(bytes) ? {} : bytesKept(bytes);
      records.push(setAside(place, 'section.outside', details, bytes.toString()));
    }
  }
  return { records, remarks };
}

type Held<T> = { records: T[]; setAside: SetAsideRecord[] };

function hold<T extends object>(records: Iterable<T | SetAsideRecord>, limits: ReadLimits): Held<T> | undefined {
  const result: Held<T> = { records: [], setAside: [] };
  for (const record of records) {
    if ('reason' in record) result.setAside.push(record);
    else result.records.push(record);
    if (result.records.length + result.setAside.length > limits.maxHeldRecords) return undefined;
  }
  return result;
}

function tooMany(section: string, limits: ReadLimits): SalesFileRefusal {
  return { ok: false, reason: 'file.too_many_records', details: { section, limit: String(limits.maxHeldRecords) } };
}

function readSection<T extends object>(
  source: Source,
  kind: Exclude<SectionName, 'unknown'>,
  readOne: ReadOne<T>,
  context: FileContext,
): Generator<T | SetAsideRecord> {
  const bytes = inMemory(source.text);
  return readSpans({ ...source, bytes }, spansOf(source, kind), kind, readOne, context);
}

/** What stands between the separators of all sections of a kind. */
function* spansOf({ text, sections, limits }: Source, kind: Section['kind']): Generator<Span> {
  for (const section of sections) if (section.kind === kind) yield* recordsOf(text, section, limits.maxRecordBytes);
}

type Readable = Pick<Source, 'clean' | 'limits'> & { bytes: FileBytes };

function* readSpans<T extends object>(
  source: Readable,
  spans: Iterable<Span>,
  section: SectionName,
  readOne: ReadOne<T>,
  context: FileContext,
): Generator<T | SetAsideRecord> {
  const { limits } = source;
  let ordinal = 0;
  for (const span of spans) {
    if (span.end - span.start > limits.maxRecordBytes) {
      ordinal += 1;
      yield tooLarge({ section, ordinal }, source.bytes, span, limits);
      continue;
    }
    for (const read of readSpan(source, span, readOne, context)) {
      ordinal += 1;
      if (read instanceof Unread) yield setAside({ section, ordinal }, read.fault.reason, read.fault.details, read.raw);
      else yield read;
    }
  }
}

class Unread {
  readonly fault: RecordFault;
  readonly raw: string;

  constructor(fault: RecordFault, raw: string) {
    this.fault = fault;
    this.raw = raw;
  }
}

/** Reads what stands between two separators; records that are not UTF-8 are left unread one by one. */
function* readSpan<T>(
  { bytes: file, clean, limits }: Readable,
  { start, end }: Span,
  readOne: ReadOne<T>,
  context: FileContext,
): Generator<T | Unread> {
  const bytes = file.slice(start, end);
  if (clean || isUtf8(bytes)) yield* readChunk(bytes.toString(), limits, readOne, context);
  else {
    for (const record of bytesOfRecords(bytes, limits.maxDepth)) {
      if (isUtf8(record)) yield* readChunk(record.toString(), limits, readOne, context);
      else yield new Unread(new RecordFault('record.not_utf8', bytesKept(record)), record.toString());
    }
  }
}

/** The bytes as they came, for programs: text cannot show them. Of many the beginning, the package has the whole. */
function bytesKept(bytes: Buffer): { bytes: string } {
  return { bytes: bytes.subarray(0, KEPT_OF_TOO_LARGE).toString('base64') };
}

/** One record, or several when the separators between them stand on no line of their own or are missing. */
function* readChunk<T>(
  chunk: string,
  limits: ReadLimits,
  readOne: ReadOne<T>,
  context: FileContext,
): Generator<T | Unread> {
  for (const piece of piecesOf(chunk, limits.maxDepth)) {
    const raw = chunk.slice(piece.start, piece.end);
    yield 'fault' in piece ? new Unread(piece.fault, raw) : readMembers(piece.members, raw, readOne, context);
  }
}

function readMembers<T>(members: JsonObject, raw: string, readOne: ReadOne<T>, context: FileContext): T | Unread {
  try {
    return readOne(new Fields(members), raw, context);
  } catch (error) {
    if (error instanceof RecordFault) return new Unread(error, raw);
    throw error;
  }
}

type Place = Pick<SetAsideRecord, 'section' | 'ordinal'>;

function tooLarge(place: Place, file: FileBytes, { start, end }: Span, { maxRecordBytes }: ReadLimits): SetAsideRecord {
  const details = { size: String(end - start), limit: String(maxRecordBytes) };
  const kept = file.slice(start, Math.min(end, start + KEPT_OF_TOO_LARGE));
  return setAside(place, 'record.too_large', details, kept.toString());
}

function setAside(place: Place, reason: RecordReason, details: Record<string, string>, raw: string): SetAsideRecord {
  const shiftNumber = /"(?:shift|shiftnum)"\s*:\s*"?(\d{1,15})\b/i.exec(raw)?.[1];
  return {
    ...place,
    reason,
    details,
    registerCode: /"cash_?code"\s*:\s*"?([^"\s,}]{1,40})/i.exec(raw)?.[1] ?? null,
    shiftNumber: shiftNumber === undefined ? null : Number(shiftNumber),
    raw,
  };
}

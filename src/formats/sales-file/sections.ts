/**
 * Cuts a sales file into sections and records by bytes, without making text of the whole file (it may have 256 MiB).
 * Forgiving where the grammar of sales-file §4 is strict: LF, CRLF or CR, spaces around markers and separators, any order
 * of sections, several sections of one kind, unknown sections, a separator right behind the brace or missing at the end.
 */

/** Bytes `start` (inclusive) … `end` (exclusive) of the file. */
export type Span = { start: number; end: number };
export type Section = Span & { kind: 'shift' | 'document' | 'securityLog' | 'unknown'; name: string };
export type FoundSections =
  | { ok: true; sections: Section[]; outside: Span[] }
  | {
      ok: false;
      reason: 'file.no_sections' | 'file.cut' | 'file.section_not_begun' | 'file.too_many_sections';
      details: Record<string, string>;
    };

const KINDS: Record<string, Section['kind']> = {
  shiftinfo: 'shift',
  salesdata: 'document',
  securityloginfo: 'securityLog',
};

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const HASH = 0x23;
const DASH = 0x2d;

/** A real file has three; more than this is no sales file but an attack on memory. */
const MAX_SECTIONS = 1_000;

const MARKER = /^###[ \t]*(\S.{0,100}?)[ \t]+(begin|end)[ \t]*###/i;
const LONGEST_MARKER = 160;

type Marker = { at: number; after: number; name: string; edge: 'begin' | 'end' };

/**
 * Finds the sections and the text outside of them. A section that is begun and not ended means that the file was cut, one
 * that is ended and not begun that a marker was spoiled: it is not known then which text is sales, so nothing can be trusted.
 */
export function findSections(bytes: Buffer): FoundSections {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const sections: Section[] = [];
  const outside: Span[] = [];
  let open: Marker | undefined;
  let outsideFrom = start;
  for (const marker of markersOf(bytes, start)) {
    if (open === undefined) {
      if (marker.edge === 'end') return refusal('file.section_not_begun', { section: marker.name });
      addText(outside, bytes, outsideFrom, marker.at);
      open = marker;
      continue;
    }
    if (marker.edge === 'begin' || fold(marker.name) !== fold(open.name)) break;
    sections.push({ kind: KINDS[fold(open.name)] ?? 'unknown', name: open.name, start: open.after, end: marker.at });
    outsideFrom = marker.after;
    open = undefined;
    if (sections.length > MAX_SECTIONS) return refusal('file.too_many_sections', { limit: String(MAX_SECTIONS) });
  }
  if (open !== undefined) return refusal('file.cut', { section: open.name });
  if (sections.length === 0) return refusal('file.no_sections', {});
  addText(outside, bytes, outsideFrom, bytes.length);
  return { ok: true, sections, outside };
}

type FoundNothing = Extract<FoundSections, { ok: false }>;

function refusal(reason: FoundNothing['reason'], details: Record<string, string>): FoundNothing {
  return { ok: false, reason, details };
}

/** Adds the span without the white space around it, if anything is left. */
function addText(spans: Span[], bytes: Buffer, from: number, to: number): void {
  const text = trimmed(bytes, skipWhite(bytes, from, to), to);
  if (text !== undefined) spans.push(text);
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_]+/g, '');
}

/** Markers stand at the start of a line; a `###` inside a string never does, because strings hold no line ends. */
function* markersOf(bytes: Buffer, start: number): Generator<Marker> {
  for (let at = bytes.indexOf('###', start); at >= 0; ) {
    let next = at + 1;
    if (startsLine(bytes, at, start)) {
      const match = MARKER.exec(bytes.toString('latin1', at, at + LONGEST_MARKER));
      if (match !== null) {
        const [whole, name = '', edge = ''] = match;
        next = at + whole.length;
        yield {
          at,
          after: next,
          name: Buffer.from(name, 'latin1').toString('utf8'),
          edge: edge.toLowerCase() === 'begin' ? 'begin' : 'end',
        };
      }
    }
    at = bytes.indexOf('###', next);
  }
}

function startsLine(bytes: Buffer, at: number, floor: number): boolean {
  const before = skipSpacesBack(bytes, at, floor);
  return before === floor || isLineEnd(bytes[before - 1]);
}

function skipSpacesBack(bytes: Buffer, from: number, floor: number): number {
  let at = from;
  while (at > floor && (bytes[at - 1] === SPACE || bytes[at - 1] === TAB)) at -= 1;
  return at;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === LF || byte === CR;
}

function isWhite(byte: number | undefined): boolean {
  return byte === SPACE || byte === LF || byte === CR || byte === TAB;
}

function skipWhite(bytes: Buffer, from: number, ceiling: number): number {
  let at = from;
  while (at < ceiling && isWhite(bytes[at])) at += 1;
  return at;
}

/** The records of a section, white space around them left out; usually one JSON object each. */
export function* recordsOf(file: Buffer, section: Span, maxRecordBytes: number): Generator<Span> {
  // Searches end with the section: many sections without separators must not each search the rest of the file.
  const bytes = file.subarray(0, section.end);
  let start = skipWhite(bytes, section.start, section.end);
  let balance = new Balance(bytes, start);
  for (let at = nextSeparator(bytes, start, section); at >= 0; at = nextSeparator(bytes, at + 3, section)) {
    if (!endsRecord(bytes, balance, start, at, section, maxRecordBytes)) continue;
    const record = trimmed(bytes, start, at);
    if (record !== undefined) yield record;
    start = skipWhite(bytes, at + 3, section.end);
    balance = new Balance(bytes, start);
  }
  const last = trimmed(bytes, start, section.end);
  if (last !== undefined) yield last;
}

/** The next `---` that ends a line and either begins it or follows a brace. */
function nextSeparator(bytes: Buffer, from: number, section: Span): number {
  for (let at = bytes.indexOf('---', from); at >= 0 && at + 3 <= section.end; at = bytes.indexOf('---', at + 1)) {
    let after = at + 3;
    while (after < section.end && (bytes[after] === SPACE || bytes[after] === TAB)) after += 1;
    if (after < section.end && !isLineEnd(bytes[after])) continue;
    const before = skipSpacesBack(bytes, at, section.start);
    if (before === section.start || isLineEnd(bytes[before - 1]) || bytes[before - 1] === CLOSING_BRACE) return at;
  }
  return -1;
}

/**
 * A `---` on a line of its own separates when the record before it is complete, or when a new record or the end of the
 * section follows. Else it stands inside a string with raw line breaks, and the broken record is kept in one piece.
 */
function endsRecord(
  bytes: Buffer,
  balance: Balance,
  start: number,
  at: number,
  section: Span,
  maxRecordBytes: number,
): boolean {
  const next = skipWhite(bytes, at + 3, section.end);
  const follows = bytes[next];
  if (next >= section.end || follows === OPENING_BRACE || follows === DASH || follows === HASH) return true;
  return at - start > maxRecordBytes || balance.isCompleteAt(at);
}

function trimmed(bytes: Buffer, start: number, to: number): Span | undefined {
  let end = to;
  while (end > start && isWhite(bytes[end - 1])) end -= 1;
  return end > start ? { start, end } : undefined;
}

/** Counts braces outside strings, going on from where the last question ended. */
class Balance {
  readonly #bytes: Buffer;
  #at: number;
  #depth = 0;
  #inString = false;

  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  isCompleteAt(end: number): boolean {
    for (; this.#at < end; this.#at += 1) {
      const byte = this.#bytes[this.#at];
      if (this.#inString) {
        if (byte === 0x5c) this.#at += 1;
        else if (byte === 0x22) this.#inString = false;
      } else if (byte === 0x22) this.#inString = true;
      else if (byte === OPENING_BRACE) this.#depth += 1;
      else if (byte === CLOSING_BRACE) this.#depth -= 1;
    }
    return this.#depth === 0 && !this.#inString;
  }
}

/**
 * How the ERP's reader cuts a file: by patterns over the text without line feeds (sales-file §5). Here the line feeds stay
 * in their places and are stepped over, so that a large file is not copied.
 */

export type ErpSectionName = 'shift info' | 'sales data' | 'securitylog info';
export const erpSectionNames: readonly ErpSectionName[] = ['shift info', 'sales data', 'securitylog info'];

/** Bytes `start` (inclusive) … `end` (exclusive) of the file. */
export type Span = { start: number; end: number };

/** A section as the reader sees it: its pieces, one JSON text each. */
export type ErpSection = { name: ErpSectionName; pieces: Span[] };

/**
 * Characters that end a line for the reader's pattern. It spans the whole text, so one of them anywhere lets it find
 * no section at all (F2, F3).
 */
export const PATTERN_STOPPERS: readonly string[] = ['\r', '\u0085', '\u2028', '\u2029'];

const LF = 0x0a;
const HASH = 0x23;
const CLOSING_BRACE = 0x7d;
const SEPARATOR = Buffer.from('}---');

/** The sections that the reader finds, in the order of `erpSectionNames`. */
export function erpSections(bytes: Buffer): ErpSection[] {
  if (PATTERN_STOPPERS.some((stopper) => bytes.includes(stopper))) return [];
  const found: ErpSection[] = [];
  for (const name of erpSectionNames) {
    // The pattern is greedy: the last end, and before it the last begin (F6).
    const end = lastMarker(bytes, `### ${name} end ###`, bytes.length);
    const begin = end === undefined ? undefined : lastMarker(bytes, `### ${name} begin ###`, end.start);
    if (begin === undefined || end === undefined) continue;
    found.push({ name, pieces: piecesOf(bytes, { start: begin.end, end: end.start }) });
  }
  return found;
}

function lastMarker(bytes: Buffer, marker: string, before: number): Span | undefined {
  const wanted = Buffer.from(marker);
  for (let at = before; at > 0; ) {
    at = bytes.lastIndexOf(HASH, at - 1);
    if (at < 0) return undefined;
    const end = endOfMatch(bytes, at, wanted, before);
    if (end >= 0) return { start: at, end };
  }
  return undefined;
}

/** The place behind `wanted` when it stands at `at`, line feeds inside it not counted; -1 when it does not. */
function endOfMatch(bytes: Buffer, at: number, wanted: Buffer, ceiling: number): number {
  let place = at;
  for (const byte of wanted) {
    while (place < ceiling && bytes[place] === LF) place += 1;
    if (place >= ceiling || bytes[place] !== byte) return -1;
    place += 1;
  }
  return place;
}

/** How often the reader would cut between `start` and `end`. */
export function countSeparators(bytes: Buffer): number {
  let count = 0;
  for (const _ of separators(bytes, { start: 0, end: bytes.length })) count += 1;
  return count;
}

/** Each `}---`: the span of the brace up to the last dash. */
function* separators(bytes: Buffer, { start, end }: Span): Generator<Span> {
  for (let at = bytes.indexOf(CLOSING_BRACE, start); at >= 0 && at < end; at = bytes.indexOf(CLOSING_BRACE, at + 1)) {
    const after = endOfMatch(bytes, at, SEPARATOR, end);
    if (after >= 0) yield { start: at, end: after };
  }
}

/** The pieces the reader parses: cut at `}---`, the brace kept; nothing between the markers is no record (F4, F7, F8). */
function piecesOf(bytes: Buffer, section: Span): Span[] {
  const pieces: Span[] = [];
  let start = skipLineFeeds(bytes, section.start, section.end);
  for (const separator of separators(bytes, section)) {
    pieces.push({ start, end: separator.start + 1 });
    start = skipLineFeeds(bytes, separator.end, section.end);
  }
  if (start < section.end) pieces.push({ start, end: section.end });
  return pieces;
}

function skipLineFeeds(bytes: Buffer, from: number, ceiling: number): number {
  let at = from;
  while (at < ceiling && bytes[at] === LF) at += 1;
  return at;
}

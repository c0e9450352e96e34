/** Cuts text of a section into records where separators between them stand on no line of their own or are missing. */
import { type JsonObject, parseJsonAt } from './exact-json.ts';
import { RecordFault } from './record-fault.ts';

/** Characters `start` (inclusive) … `end` (exclusive): an object, or text that is none and why. */
export type Piece = { start: number; end: number } & ({ members: JsonObject } | { fault: RecordFault });

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const COMMA = 0x2c;
const DASH = 0x2d;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** The objects of the text in their order. Behind a fault reading goes on where the next record can be told to begin. */
export function* piecesOf(text: string, maxDepth: number): Generator<Piece> {
  for (let start = skipSeparators(text, 0); start < text.length; ) {
    const piece = pieceAt(text, start, maxDepth);
    yield piece;
    start = skipSeparators(text, piece.end);
  }
}

function pieceAt(text: string, start: number, maxDepth: number): Piece {
  try {
    const { value, end } = parseJsonAt(text, start, maxDepth);
    if (value instanceof Map) return { start, end, members: value };
    throw new RecordFault('record.not_an_object');
  } catch (fault) {
    if (!(fault instanceof RecordFault)) throw fault;
    return { start, end: endOfBroken(text, start, maxDepth), fault };
  }
}

/** White space of any text. Not U+0085 and U+00A0: the text may be bytes, and there they are parts of letters. */
function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code === 0xfeff || code === 0x2028 || code === 0x2029;
}

function skipSeparators(text: string, from: number): number {
  for (let at = from; ; ) {
    if (isBlank(text.charCodeAt(at))) at += 1;
    else if (text.startsWith('---', at)) at += 3;
    else return at;
  }
}

/** The end of a record that is no JSON: before the separator or white space in front of the next record. */
function endOfBroken(text: string, start: number, maxDepth: number): number {
  const next = nextRecord(text, start, maxDepth);
  for (let end = next; ; ) {
    if (isBlank(text.charCodeAt(end - 1))) end -= 1;
    else if (next < text.length && end - 3 > start && text.startsWith('---', end - 3)) end -= 3;
    else return end;
  }
}

/**
 * Where the record behind a broken one begins; the end of the text when that cannot be told. In valid JSON a brace opens at
 * the start of a line only behind `[`, `,` or `:`, and never behind another brace, so elsewhere it begins a record. Strings
 * end with their line at the latest. The parser stops at such a place, too, so no text is read more than a few times.
 */
function nextRecord(text: string, start: number, maxDepth: number): number {
  let depth = 0;
  let inString = false;
  let startsLine = false;
  let before = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) {
      inString = false;
      startsLine = true;
    } else if (code !== DASH && !isBlank(code)) {
      if (inString) {
        if (code === BACKSLASH && text.charCodeAt(at + 1) >= 0x20) at += 1;
        inString = code !== QUOTE;
      } else if (code === OPENING_BRACE) {
        const isRecord = startsLine
          ? !opensValue(before) && (depth <= 0 || isWholeRecord(text, at, maxDepth))
          : before === CLOSING_BRACE && depth <= 0;
        if (isRecord) return at;
        depth += 1;
      } else if (code === CLOSING_BRACE) depth -= 1;
      else inString = code === QUOTE;
      startsLine = false;
      before = code;
    }
  }
  return text.length;
}

function opensValue(code: number): boolean {
  return code === OPENING_BRACKET || code === COMMA || code === COLON;
}

/** Tells a record that misses its last brace from one that misses a comma inside: a whole record stands behind the former. */
function isWholeRecord(text: string, start: number, maxDepth: number): boolean {
  try {
    const next = skipSeparators(text, parseJsonAt(text, start, maxDepth).end);
    return next >= text.length || text.charCodeAt(next) === OPENING_BRACE;
  } catch (fault) {
    if (fault instanceof RecordFault) return false;
    throw fault;
  }
}

/** The grammar of a published file, line by line (sales-file §4, F1–F8). What stands in the records is not looked at here. */
import { isUtf8 } from 'node:buffer';
import { countSeparators, type ErpSectionName, erpSectionNames, type Span } from './erp-sections.ts';
import type { ErpProblem } from './read-as-erp.ts';

export type ReadGrammar = { problems: ErpProblem[]; records: Record<ErpSectionName, Span[]> };

const BROKEN_LINES: readonly (readonly [rule: string, what: string, letters: readonly string[]])[] = [
  ['F2', 'a carriage return: line ends must be LF only', ['\r']],
  ['F3', 'a raw U+0085, U+2028 or U+2029', ['\u0085', '\u2028', '\u2029']],
];

const LF = 0x0a;
const HASH = 0x23;
const DASH = 0x2d;

/** Reads the file strictly; every departure is a problem. */
export function readGrammar(bytes: Buffer): ReadGrammar {
  const result: ReadGrammar = { problems: [], records: { 'shift info': [], 'sales data': [], 'securitylog info': [] } };
  const report = (rule: string, text: string): void => void result.problems.push({ rule, text });
  if (!isUtf8(bytes)) report('F1', 'the file is not UTF-8');
  for (const [rule, what, letters] of BROKEN_LINES) if (letters.some((one) => bytes.includes(one))) report(rule, what);
  const seen = new Set<ErpSectionName>();
  let section: SectionReader | undefined;
  for (const line of linesOf(bytes)) {
    const marker = markerAt(bytes, line);
    if (section === undefined) {
      if (marker?.edge === 'begin') section = new SectionReader(bytes, marker.name, line.end + 1, result, seen);
      else if (marker !== undefined) report('§4', `"${marker.name}" ends without a beginning`);
    } else if (marker === undefined) section.take(line);
    else {
      section.close(marker, line.start);
      section = undefined;
    }
  }
  if (section !== undefined) report('§4', `"${section.name}" has no end: the file is cut`);
  checkSeparators(bytes, result);
  return result;
}

/** The lines without their line feeds, the empty one behind the last line feed too; a BOM belongs to no line. */
function* linesOf(bytes: Buffer): Generator<Span> {
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let end = bytes.indexOf(LF, start); end >= 0; end = bytes.indexOf(LF, start)) {
    yield { start, end };
    start = end + 1;
  }
  yield { start, end: bytes.length };
}

type Marker = { name: ErpSectionName; edge: 'begin' | 'end' };

const MARKERS = new Map<string, Marker>(
  erpSectionNames.flatMap((name) =>
    (['begin', 'end'] as const).map((edge): [string, Marker] => [`### ${name} ${edge} ###`, { name, edge }]),
  ),
);
const LONGEST_MARKER = Math.max(...[...MARKERS.keys()].map((marker) => marker.length));

function markerAt(bytes: Buffer, { start, end }: Span): Marker | undefined {
  if (bytes[start] !== HASH || end - start > LONGEST_MARKER) return undefined;
  return MARKERS.get(bytes.toString('latin1', start, end));
}

/** Every `}---` of the text without line feeds must end a record: the reader splits on nothing else. */
function checkSeparators(bytes: Buffer, { problems, records }: ReadGrammar): void {
  const splits = countSeparators(bytes);
  const count = erpSectionNames.reduce((sum, name) => sum + records[name].length, 0);
  if (splits === count) return;
  problems.push({ rule: 'F5', text: `${splits} separators "}---" for ${count} records` });
}

class SectionReader {
  readonly name: ErpSectionName;
  readonly #bytes: Buffer;
  readonly #result: ReadGrammar;
  /** Where the record or what is left behind the last one begins. */
  #from: number;

  constructor(bytes: Buffer, name: ErpSectionName, from: number, result: ReadGrammar, seen: Set<ErpSectionName>) {
    this.name = name;
    this.#bytes = bytes;
    this.#result = result;
    this.#from = from;
    if (seen.has(name)) this.#problem('F6', 'the section stands twice');
    seen.add(name);
  }

  take({ start, end }: Span): void {
    const bytes = this.#bytes;
    const separates =
      end - start === 3 && bytes[start] === DASH && bytes[start + 1] === DASH && bytes[start + 2] === DASH;
    if (!separates) return;
    const record = { start: this.#from, end: Math.max(this.#from, start - 1) };
    this.#result.records[this.name].push(record);
    if (record.end === record.start || bytes[record.end - 1] !== 0x7d) {
      const which = this.#result.records[this.name].length;
      this.#problem('F4', `record ${which}: the brace is not directly before the separator`);
    }
    this.#from = end + 1;
  }

  close(marker: Marker, markerStart: number): void {
    if (marker.edge !== 'end' || marker.name !== this.name)
      this.#problem('§4', 'the section does not end before the next marker');
    const left = this.#bytes.toString('utf8', this.#from, markerStart).replaceAll('\n', '');
    if (left === '') return;
    if (left.trim() === '') this.#problem('F7', 'there is white space where a record would stand');
    else this.#problem('F8', 'text after the last separator');
  }

  #problem(rule: string, text: string): void {
    this.#result.problems.push({ rule, text: `${this.name}: ${text}` });
  }
}

/** A sales file line by line for people: what each line is, and which problems of the check are about it. */
import { type ErpSectionName, erpSectionNames } from './erp-sections.ts';
import type { ErpProblem } from './read-as-erp.ts';

export type MarkedLine = {
  /** From 1. */
  number: number;
  text: string;
  kind: 'section' | 'record' | 'separator' | 'other';
  section: ErpSectionName | null;
  /** Number of the record in its section, from 1. */
  record: number | null;
  problems: string[];
};

/** The rules by which a file is checked (sales-file §5); of F17 there is nothing to check. */
export const rulesOfTheReader: readonly string[] = Array.from({ length: 16 }, (_, index) => `F${index + 1}`);

/** The lines from `from` on (counted from 1), at most `count`, and how many there are. A problem stands at the first line of its record. */
export function markLines(
  bytes: Buffer,
  problems: readonly ErpProblem[],
  { from, count }: { from: number; count: number },
): { lines: MarkedLine[]; total: number } {
  const lines: MarkedLine[] = [];
  let section: ErpSectionName | null = null;
  let record = 1;
  let number = 0;
  let isFirst = true;
  for (const text of textLines(bytes)) {
    number += 1;
    const marker = markerOf(text);
    const isSeparator = section !== null && text === '---';
    const line = lineOf(text, marker, section, isSeparator);
    const at = line.kind === 'record' || line.kind === 'separator' ? record : null;
    const own = at === null || line.section === null || !isFirst ? [] : problemsOf(problems, line.section, at);
    if (number >= from && lines.length < count) lines.push({ ...line, number, record: at, problems: own });
    if (line.kind === 'record') isFirst = false;
    if (isSeparator) {
      record += 1;
      isFirst = true;
    }
    if (marker === null) continue;
    section = marker.edge === 'begin' ? marker.name : null;
    record = 1;
    isFirst = true;
  }
  return { lines, total: number };
}

function lineOf(
  text: string,
  marker: ReturnType<typeof markerOf>,
  section: ErpSectionName | null,
  isSeparator: boolean,
): Pick<MarkedLine, 'text' | 'kind' | 'section'> {
  if (marker !== null) return { text, kind: 'section', section: marker.name };
  if (section === null) return { text, kind: 'other', section: null };
  return { text, kind: isSeparator ? 'separator' : 'record', section };
}

/** Without the empty line behind the last line feed. */
function* textLines(bytes: Buffer): Generator<string> {
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
    yield bytes.toString('utf8', start, end);
    start = end + 1;
  }
  if (start < bytes.length) yield bytes.toString('utf8', start);
}

function markerOf(text: string): { name: ErpSectionName; edge: 'begin' | 'end' } | null {
  for (const name of erpSectionNames)
    for (const edge of ['begin', 'end'] as const) if (text === `### ${name} ${edge} ###`) return { name, edge };
  return null;
}

/** Problems name their record: `sales data: record 2: …`. */
function problemsOf(problems: readonly ErpProblem[], section: ErpSectionName, record: number): string[] {
  const head = new RegExp(`^${section}\\W+(?:record )?${record}\\b`);
  return problems.filter(({ text }) => head.test(text)).map(({ rule, text }) => `${rule}: ${text}`);
}

/** The grammar of a published file, line by line (sales-file §4, F1–F8), and its records for the further checks. */
import { isUtf8 } from 'node:buffer';
import { type ErpObject, firstObject, hasRepeatedMember } from './erp-json.ts';
import { type ErpSectionName, erpSectionNames } from './erp-sections.ts';
import type { ErpProblem } from './read-as-erp.ts';

export type FileRecord = { section: ErpSectionName; where: string; object: ErpObject };
export type ReadGrammar = { problems: ErpProblem[]; records: FileRecord[]; sections: ErpSectionName[] };

const BROKEN_LINES: readonly (readonly [string, string, RegExp])[] = [
  ['F2', 'a carriage return: line ends must be LF only', /\r/],
  ['F3', 'a raw U+0085, U+2028 or U+2029', /[\u0085\u2028\u2029]/],
];

/** Reads the file strictly; every departure is a problem. */
export function readGrammar(bytes: Buffer): ReadGrammar {
  const result: ReadGrammar = { problems: [], records: [], sections: [] };
  if (!isUtf8(bytes)) result.problems.push({ rule: 'F1', text: 'the file is not UTF-8' });
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  for (const [rule, what, pattern] of BROKEN_LINES) if (pattern.test(text)) result.problems.push({ rule, text: what });
  let section: SectionReader | undefined;
  for (const line of text.split('\n')) {
    const marker = markerOf(line);
    if (section === undefined) {
      if (marker?.edge === 'begin') section = new SectionReader(marker.name, result);
      else if (marker !== undefined)
        result.problems.push({ rule: '§4', text: `"${marker.name}" ends without a beginning` });
    } else if (marker === undefined) section.take(line);
    else {
      section.close(marker);
      section = undefined;
    }
  }
  if (section !== undefined)
    result.problems.push({ rule: '§4', text: `"${section.name}" has no end: the file is cut` });
  checkSeparators(text, result);
  return result;
}

function markerOf(line: string): { name: ErpSectionName; edge: 'begin' | 'end' } | undefined {
  for (const name of erpSectionNames) {
    if (line === `### ${name} begin ###`) return { name, edge: 'begin' };
    if (line === `### ${name} end ###`) return { name, edge: 'end' };
  }
  return undefined;
}

/** Every `}---` of the text without line feeds must end a record: the reader splits on nothing else. */
function checkSeparators(text: string, result: ReadGrammar): void {
  const splits = text.replaceAll('\n', '').split('}---').length - 1;
  if (splits !== result.records.length) {
    result.problems.push({ rule: 'F5', text: `${splits} separators "}---" for ${result.records.length} records` });
  }
}

class SectionReader {
  readonly name: ErpSectionName;
  readonly #result: ReadGrammar;
  #lines: string[] = [];
  #count = 0;

  constructor(name: ErpSectionName, result: ReadGrammar) {
    this.name = name;
    this.#result = result;
    if (result.sections.includes(name)) this.#problem('F6', 'the section stands twice');
    result.sections.push(name);
  }

  take(line: string): void {
    if (line !== '---') {
      this.#lines.push(line);
      return;
    }
    this.#count += 1;
    this.#record(this.#lines.join('\n'));
    this.#lines = [];
  }

  close(marker: { name: ErpSectionName; edge: 'begin' | 'end' }): void {
    if (marker.edge !== 'end' || marker.name !== this.name)
      this.#problem('§4', 'the section does not end before the next marker');
    const left = this.#lines.join('');
    if (left === '') return;
    if (left.trim() === '') this.#problem('F7', 'there is white space where a record would stand');
    else this.#problem('F8', 'text after the last separator');
  }

  #record(text: string): void {
    const where = `${this.name} record ${this.#count}`;
    if (!text.endsWith('}'))
      this.#problem('F4', `record ${this.#count}: the brace is not directly before the separator`);
    const first = firstObject(text);
    if (!first.ok || first.rest.trim() !== '') {
      this.#problem('JSON', `record ${this.#count} is not one JSON object`);
      return;
    }
    const { value } = first;
    if (hasRepeatedMember(text, value)) this.#problem('JSON', `record ${this.#count} names a member twice`);
    this.#result.records.push({ section: this.name, where, object: value });
  }

  #problem(rule: string, text: string): void {
    this.#result.problems.push({ rule, text: `${this.name}: ${text}` });
  }
}

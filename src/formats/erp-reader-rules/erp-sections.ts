/** How the ERP's reader cuts a file: by patterns over the text without line feeds (sales-file §5). */

export type ErpSectionName = 'shift info' | 'sales data' | 'securitylog info';
export const erpSectionNames: readonly ErpSectionName[] = ['shift info', 'sales data', 'securitylog info'];

/**
 * Characters that end a line for the reader's pattern. It spans the whole text, so one of them anywhere lets it find
 * no section at all (F2, F3).
 */
const PATTERN_STOPPERS = /[\r\u0085\u2028\u2029]/;

/** The contents of the sections as the reader sees them; a section it does not find is absent. */
export function erpSections(text: string): Map<ErpSectionName, string> {
  const found = new Map<ErpSectionName, string>();
  const line = text.replaceAll('\n', '');
  if (PATTERN_STOPPERS.test(line)) return found;
  for (const name of erpSectionNames) {
    // The pattern is greedy: the last end, and before it the last begin (F6).
    const end = line.lastIndexOf(`### ${name} end ###`);
    const opening = `### ${name} begin ###`;
    const begin = end < 0 ? -1 : line.lastIndexOf(opening, end - opening.length);
    if (begin >= 0) found.set(name, line.slice(begin + opening.length, end));
  }
  return found;
}

/** The pieces the reader parses: split on `}---`, the brace put back; nothing between the markers is no record (F4, F7, F8). */
export function erpPieces(section: string): string[] {
  const pieces = section.split('}---');
  const last = pieces.pop() ?? '';
  const records = pieces.map((piece) => `${piece}}`);
  return last === '' ? records : [...records, last];
}

/** One line of a CSV file for a spreadsheet or a program. */

/** How lines are written: for people semicolons, for programs commas (RFC 4180). */
export type CsvForm = 'people' | 'rfc4180';

const SEPARATORS = { people: ';', rfc4180: ',' } as const;

/** A line of texts; each is made harmless. */
export function csvLine(cells: readonly string[], form: CsvForm = 'people'): string {
  return csvCells(cells.map(harmless), form);
}

/** A line of cells as they are, in quotation marks where needed. */
export function csvCells(cells: readonly string[], form: CsvForm): string {
  const separator = SEPARATORS[form];
  const isSpecial = (cell: string) => cell.includes(separator) || /["\t\r\n]/.test(cell);
  const quoted = cells.map((cell) => (isSpecial(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
  return `${quoted.join(separator)}\r\n`;
}

/**
 * What a spreadsheet would take for a formula, also behind blanks and in the wide letters of East Asia, gets an apostrophe, whoever the
 * file is for: every spreadsheet opens it. Inside a text too, where one that is set to another separator would begin a cell. A program that
 * needs texts as they are reads the JSON.
 */
export function harmless(text: string): string {
  const inside = text.replace(/([,;\t\r\n])(?=[=+\-@\uff0b\uff0d\uff1d\uff20])/g, "$1'");
  return /^[\s\p{Cf}\p{Cc}]*[=+\-@\uff0b\uff0d\uff1d\uff20]|^[\t\r\n]/u.test(text) ? `'${inside}` : inside;
}

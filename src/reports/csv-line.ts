/** One line of a CSV file for a spreadsheet or a program. */

/** How lines are written: for people semicolons, for programs commas (RFC 4180). */
export type CsvForm = 'people' | 'rfc4180';

/** For people a cell that a spreadsheet would take for a formula gets an apostrophe. */
export function csvLine(cells: readonly string[], form: CsvForm = 'people'): string {
  const [separator, special] = form === 'people' ? [';', /[";\r\n]/] : [',', /[",\r\n]/];
  const safe = form === 'rfc4180' ? cells : cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell));
  return `${safe.map((cell) => (special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(separator)}\r\n`;
}

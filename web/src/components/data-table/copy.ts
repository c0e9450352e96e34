import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from './column.ts';

/** A printed number as a spreadsheet of the same language reads it: no groups, ASCII minus; what is missing is empty. */
export function plainNumber(language: Language, text: string): string {
  const plain = text.replace(/[\u00a0\u202f≈\s]/g, '').replace(/\u2212/g, '-');
  if (plain === '—') return '';
  return language === 'en' ? plain.replaceAll(',', '') : plain;
}

/** Tabs and line ends would break the table they are pasted into. */
function plainText(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ');
}

/** Rows as tab-separated text with headings, as a spreadsheet takes it from the clipboard. */
export function toTsv<Row>(language: Language, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const headings = columns.map((column) =>
    plainText(column.group === undefined ? column.heading : `${column.group}: ${column.heading}`),
  );
  const lines = rows.map((row) =>
    columns.map((column) =>
      column.kind === 'number' ? plainNumber(language, column.text(row)) : plainText(column.text(row)),
    ),
  );
  return [headings, ...lines].map((cells) => cells.join('\t')).join('\r\n');
}

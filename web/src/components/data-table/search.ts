import { useMemo } from 'react';
import type { Column } from './column.ts';

/** Text as it is searched: small letters, ё as е, plain blanks. */
export function searchable(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[\u00a0\u202f]/g, ' ');
}

/** True when every word of the search stands somewhere in the text; «1 234» finds «1 234,00» as well as «1234». */
export function matches(haystack: string, words: readonly string[]): boolean {
  return words.every((word) => haystack.includes(word));
}

/** The rows in which all words are found, in any column. */
export function useFoundRows<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  search: string,
): readonly Row[] {
  // Printing all cells of ten thousand rows is done once per row and set of columns, not at every letter.
  const texts = useMemo(() => {
    const known = new WeakMap<Row, string>();
    return (row: Row): string => {
      let text = known.get(row);
      if (text === undefined) {
        text = searchable(columns.map((column) => column.text(row)).join('\n'));
        text += `\n${text.replaceAll(' ', '')}`;
        known.set(row, text);
      }
      return text;
    };
  }, [columns]);
  return useMemo(() => {
    const words = searchable(search)
      .split(/\s+/)
      .filter((word) => word !== '');
    return words.length === 0 ? rows : rows.filter((row) => matches(texts(row), words));
  }, [rows, search, texts]);
}

/** Aligned tables for people and tab-separated lines for programs, from the same columns. */

export type Colour = 'red' | 'yellow' | 'green' | 'blue' | 'bold';

/** Puts a colour around a text, or leaves it as it is where colours are off. */
export type Paint = (colour: Colour, text: string) => string;

export type Column<T> = {
  title: string;
  /** For people, already in their language. */
  show: (row: T) => string;
  /** For programs; what people see when it is left out. */
  plain?: (row: T) => string;
  align?: 'left' | 'right';
  /** Supports a meaning that the text has already; null = none. */
  colour?: (row: T) => Colour | null;
  /** A column above 0 gives way when the terminal is narrow, the highest first. */
  rank?: number;
};

export type RenderedTable = { lines: string[]; hidden: string[] };

const GAP = '  ';

/** Lines of a table with a heading. `width` null = as wide as needed; else columns give way and are named in `hidden`. */
export function renderTable<T>(
  columns: readonly Column<T>[],
  rows: readonly T[],
  width: number | null,
  paint: Paint,
): RenderedTable {
  const cells = columns.map((column) => ({
    column,
    texts: [column.title, ...rows.map((row) => oneLine(column.show(row)))],
  }));
  const shown = cells.map(({ column, texts }) => ({ column, texts, width: Math.max(...texts.map(textWidth)) }));
  const hidden: string[] = [];
  while (width !== null && lineWidth(shown) > width) {
    const least = shown.reduce((worst, entry) => ((entry.column.rank ?? 0) > (worst.column.rank ?? 0) ? entry : worst));
    if ((least.column.rank ?? 0) === 0) break;
    hidden.unshift(least.column.title);
    shown.splice(shown.indexOf(least), 1);
  }
  const lines = [undefined, ...rows].map((row, index) =>
    shown
      .map(({ column, texts, width: cell }) => {
        const colour = row === undefined ? 'bold' : (column.colour?.(row) ?? null);
        const text = pad(texts[index] ?? '', cell, column.align ?? 'left');
        return colour === null ? text : paint(colour, text);
      })
      .join(GAP)
      .trimEnd(),
  );
  return { lines, hidden };
}

/** One line a row, cells parted by tabs, no heading. */
export function renderPlain<T>(columns: readonly Column<T>[], rows: readonly T[]): string[] {
  return rows.map((row) => columns.map((column) => oneLine((column.plain ?? column.show)(row))).join('\t'));
}

/** Text of strangers (names, reasons) in one line and without control characters, which could command the terminal. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}

/** Columns a text takes, marks of colour aside. */
export function textWidth(text: string): number {
  return [...text].length;
}

function lineWidth(shown: readonly { width: number }[]): number {
  return shown.reduce((sum, { width }) => sum + width, 0) + GAP.length * Math.max(0, shown.length - 1);
}

function pad(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? space + text : text + space;
}

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
  return tableLayout(columns, width, paint)(rows);
}

/**
 * A table whose rows come in parts. The first part decides which columns are shown and how wide they are, and begins with
 * the heading; a later cell that is wider pushes the rest of its line to the right and cuts nothing.
 */
export function tableLayout<T>(
  columns: readonly Column<T>[],
  width: number | null,
  paint: Paint,
): (rows: readonly T[]) => RenderedTable {
  let layout: { column: Column<T>; width: number }[] | null = null;
  return (rows) => {
    const first = layout === null;
    const { shown, hidden } = layout === null ? columnsThatFit(columns, rows, width) : { shown: layout, hidden: [] };
    layout = shown;
    const heading = shown.map(({ column, width: cell }) => paint('bold', pad(column.title, cell, column.align)));
    const lines = rows.map((row) => shown.map(({ column, width: cell }) => cellOf(column, row, cell, paint)));
    return { lines: (first ? [heading, ...lines] : lines).map((cells) => cells.join(GAP).trimEnd()), hidden };
  };
}

function cellOf<T>(column: Column<T>, row: T, width: number, paint: Paint): string {
  const text = pad(oneLine(column.show(row)), width, column.align);
  const colour = column.colour?.(row) ?? null;
  return colour === null ? text : paint(colour, text);
}

/** The columns with their widths; those that give way in a narrow terminal are named. */
function columnsThatFit<T>(columns: readonly Column<T>[], rows: readonly T[], width: number | null) {
  const shown = columns.map((column) => ({
    column,
    width: rows.reduce(
      (widest, row) => Math.max(widest, textWidth(oneLine(column.show(row)))),
      textWidth(column.title),
    ),
  }));
  const hidden: string[] = [];
  while (width !== null && lineWidth(shown) > width) {
    const least = shown.reduce((worst, entry) => ((entry.column.rank ?? 0) > (worst.column.rank ?? 0) ? entry : worst));
    if ((least.column.rank ?? 0) === 0) break;
    hidden.unshift(least.column.title);
    shown.splice(shown.indexOf(least), 1);
  }
  return { shown, hidden };
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

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? space + text : text + space;
}

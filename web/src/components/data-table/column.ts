import type { ReactNode } from 'react';

/** How a column is drawn and treated: numbers stand right and are never cut, text may be cut, marks are shape + word. */
export type ColumnKind = 'text' | 'number' | 'time' | 'mark';

/** One column of a table of `Row`. */
export type Column<Row> = {
  id: string;
  heading: string;
  /** Heading of the upper level; neighbours with the same one share it. */
  group?: string;
  kind: ColumnKind;
  /** What is shown, searched and copied. */
  text: (row: Row) => string;
  /** What is sorted by; absent: the text. null stands last. */
  sortBy?: (row: Row) => number | string | null;
  /** Any number that grows with the printed length of a numeric cell; spares printing ten thousand rows to find the widest. */
  size?: (row: Row) => number;
  /** The widest text that may come, for columns whose cells are all of one form (times). */
  sample?: string;
  /** Drawn instead of the text. */
  view?: (row: Row, narrow: boolean) => ReactNode;
  /** The cell is a link to this address. */
  href?: (row: Row) => string;
  className?: (row: Row) => string | undefined;
  /** Tooltip: why the cell looks as it does. */
  hint?: (row: Row) => string | undefined;
  /** The cell names the row. */
  rowHeader?: boolean;
  /** Cell of the totals row. */
  total?: string;
  totalHint?: string;
  /** Least width in pixels. */
  width: number;
  /** Width in pixels when the table does not fit otherwise; the word of a mark is then left to readers and the tooltip. */
  narrow?: number;
  /** Takes free room. */
  grow?: boolean;
};

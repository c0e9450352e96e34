import type { ReactNode } from 'react';
import type { FigureName } from '../definitions/figures.ts';

/** How a column is drawn and treated: numbers stand right and are never cut, text may be cut, marks are shape + word. */
export type ColumnKind = 'text' | 'number' | 'time' | 'mark';

/** How a table is drawn where there is room, where there is little, and where there is hardly any. */
export type Form = 'wide' | 'narrow' | 'narrowest';

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
  /**
   * Any number that grows with the printed length of a cell; spares printing ten thousand rows to find the widest.
   * With it a column of text or of marks is measured and not cut either.
   */
  size?: (row: Row) => number;
  /** The widest text that may come, for columns whose cells are all of one form (times). */
  sample?: string;
  /** Drawn instead of the text. */
  view?: (row: Row, form: Form) => ReactNode;
  /** The cell is a link to this address; undefined: this one is not. */
  href?: (row: Row) => string | undefined;
  className?: (row: Row) => string | undefined;
  /** Tooltip: why the cell looks as it does. */
  hint?: (row: Row) => string | undefined;
  /** The cell names the row. */
  rowHeader?: boolean;
  /** Cell of the totals row. */
  total?: string;
  totalHint?: string;
  /** What the figure of the column means is explained under this name. */
  define?: FigureName;
  /** The number of this row has a mark of its own on its left, which needs room. */
  marked?: (row: Row) => boolean;
  /** Least width in pixels. */
  width: number;
  /** The narrow form has no room for the heading either, which is then only read out. */
  narrowHeading?: 'unseen';
  /** Width in pixels down to which a column of text gives way when the table does not fit otherwise. */
  yields?: number;
  /**
   * Left out when even the narrow forms do not fit; of several those with the smallest number first (true is 1), never more than
   * it takes; `spare`: as soon as the wide form does not fit. The line under the table then says it.
   */
  optional?: boolean | 'spare' | number;
  /** Width in pixels when the table does not fit otherwise; the word of a mark is then left to readers and the tooltip. */
  narrow?: number;
  /** Width in pixels when it does not fit even so: a shorter form of a time. */
  narrowest?: number;
  /** Takes free room. */
  grow?: boolean;
};

import { useState } from 'react';

export type RowMarks<Row> = {
  /** The rows that are marked and can be worked with now, in the order of the table. */
  marked: readonly Row[];
  canMark(row: Row): boolean;
  isMarked(row: Row): boolean;
  toggle(row: Row): void;
  /** Whether any row can be marked, and whether all that can be are. */
  any: boolean;
  all: boolean;
  toggleAll(): void;
  drop(): void;
};

/** Marks of the rows of a small table. A row that cannot be worked with any more is not marked any more. */
export function useRowMarks<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  canMark: (row: Row) => boolean,
): RowMarks<Row> {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const open = rows.filter(canMark);
  const marked = open.filter((row) => chosen.has(idOf(row)));
  const all = open.length > 0 && marked.length === open.length;
  return {
    marked,
    canMark,
    isMarked: (row) => canMark(row) && chosen.has(idOf(row)),
    toggle(row) {
      const next = new Set(chosen);
      if (!next.delete(idOf(row))) next.add(idOf(row));
      setChosen(next);
    },
    any: open.length > 0,
    all,
    toggleAll: () => setChosen(all ? new Set() : new Set(open.map(idOf))),
    drop: () => setChosen(new Set()),
  };
}

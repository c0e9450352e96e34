import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortFn,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { Column } from './column.ts';
import { type Sorting, toTanStack } from './sorting.ts';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
export type Features = typeof features;

const collator = new Intl.Collator('ru', { numeric: true });

/** Numbers by value, names as people sort them: Касса 2 before Касса 10. */
export function compareValues(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}

/** Columns in the form of the table library; neighbours with one group stand under one heading. */
function toDefinitions<Row extends object>(columns: readonly Column<Row>[]): ColumnDef<Features, Row>[] {
  const sortFn: SortFn<Features, Row> = (a, b, id) => compareValues(a.getValue(id), b.getValue(id));
  const definitions: ColumnDef<Features, Row>[] = [];
  let open: { name: string; columns: ColumnDef<Features, Row>[] } | undefined;
  for (const column of columns) {
    const definition: ColumnDef<Features, Row> = {
      id: column.id,
      header: column.heading,
      accessorFn: (row: Row) => (column.sortBy === undefined ? column.text(row) : (column.sortBy(row) ?? undefined)),
      sortFn,
      sortUndefined: 'last',
      sortDescFirst: column.kind === 'number' || column.kind === 'time',
    };
    if (column.group === undefined) {
      open = undefined;
      definitions.push(definition);
      continue;
    }
    if (open?.name !== column.group) {
      open = { name: column.group, columns: [] };
      definitions.push({ id: `group:${column.id}`, header: column.group, columns: open.columns });
    }
    open.columns.push(definition);
  }
  return definitions;
}

type ModelInput<Row> = {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  sorting: Sorting;
  onSorting: (sorting: Sorting) => void;
};

/** The rows in their order and the headings in their levels. */
export function useTableModel<Row extends object>({ columns, rows, rowId, sorting, onSorting }: ModelInput<Row>) {
  const definitions = useMemo(() => toDefinitions(columns), [columns]);
  const state = useMemo(() => toTanStack(sorting), [sorting]);
  const table = useTable<Features, Row>({
    features,
    columns: definitions,
    data: rows as Row[],
    getRowId: rowId,
    state: { sorting: state },
    onSortingChange: (next) => onSorting(typeof next === 'function' ? next(state) : next),
    isMultiSortEvent: (event) => (event as { shiftKey?: boolean }).shiftKey === true,
  });
  const headerGroups = table.getHeaderGroups();
  const sorted = table.getRowModel().rows;
  const items = useMemo(() => sorted.map((row) => ({ id: row.id, row: row.original })), [sorted]);
  return { headerGroups, items };
}

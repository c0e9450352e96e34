/** A report as rows of exact numbers: kopecks, thousandths, tenths of a per cent. Written as text only at the end. */
import type { ColumnKind, ReportCells, ReportColumn, ReportQuery, RowTarget } from '../../../contracts/web-api.ts';
import { addKopecks, formatKopecks, formatThousandths } from '../../domain/money.ts';
import type { QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import type { Scope } from './scope.ts';

/** Whole numbers by the kind of their column, text, or null where nothing is known. */
export type Cells = Record<string, string | number | null>;
export type TableRow = { key: string; cells: Cells; target: RowTarget };

export type TableSource = {
  database: QueryDatabase<Tables>;
  scope: Scope;
  query: Pick<ReportQuery, 'by' | 'state' | 'limit' | 'after'>;
};

export type TableAnswer = {
  columns: ReportColumn[];
  rows: TableRow[];
  totals: Cells;
  rowCount: number;
  next: string | null;
  heat?: { weekday: number; hour: number; revenue: number }[];
};

/**
 * One report. With `previous` its rows are compared by key with those of the period before; a list, whose rows are others
 * in every period, has `readTotals`: the totals that are compared alone, from kept sums.
 */
export type TableReport = {
  read: (source: TableSource) => Promise<TableAnswer>;
  previous: boolean;
  readTotals?: (source: Pick<TableSource, 'database' | 'scope'>) => Promise<Cells>;
  shift: boolean;
};

export function column(key: string, kind: ColumnKind, figure: string | null = null, group: string | null = null) {
  return { key, kind, figure, group };
}

/** The sums of all rows for the named cells; a row that does not know a cell adds nothing. */
export function sumRows(rows: readonly TableRow[], keys: readonly string[]): Cells {
  const totals: Cells = {};
  for (const key of keys) {
    let sum = 0;
    for (const { cells } of rows) {
      const value = cells[key];
      if (typeof value === 'number') sum = addKopecks(sum, value);
    }
    totals[key] = sum;
  }
  return totals;
}

/** Tenths of a per cent, rounded half up; null when there is nothing to be a part of. */
export function shareOf(part: number, whole: number): number | null {
  if (whole === 0) return null;
  const tenths = (BigInt(part) * 2000n) / BigInt(whole);
  return Number((tenths + (tenths < 0n ? -1n : 1n)) / 2n);
}

/** Kopecks a piece, rounded; null when there are none. */
export function averageOf(sum: number, count: number): number | null {
  return count === 0 ? null : Math.round(sum / count);
}

/** A part of the rows, each with its share of the total in `share`. */
export function withShares(rows: readonly TableRow[], of: string, totals: Cells): void {
  const whole = Number(totals[of] ?? 0);
  for (const { cells } of rows) cells['share'] = shareOf(Number(cells[of] ?? 0), whole);
  totals['share'] = whole === 0 ? null : 1000;
}

/** Cells as the API writes them. */
export function writeCells(columns: readonly ReportColumn[], cells: Cells): ReportCells {
  const written: ReportCells = {};
  for (const { key, kind } of columns) {
    const value = cells[key] ?? null;
    written[key] = typeof value === 'number' ? writeNumber(kind, value) : value;
  }
  return written;
}

function writeNumber(kind: ColumnKind, value: number): string | number {
  if (kind === 'money') return formatKopecks(value);
  if (kind === 'quantity') return formatThousandths(value);
  if (kind === 'percent') return `${value < 0 ? '-' : ''}${Math.floor(Math.abs(value) / 10)}.${Math.abs(value) % 10}`;
  return value;
}

import { useMemo } from 'react';
import type { ReportColumn, ReportRow, ReportTable } from '../../../../contracts/web-api.ts';
import { isFigureName } from '../../../../src/messages/figures.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { difference, sampleTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { cellOrder, cellText, columnHeading, keyText } from './cell-text.ts';
import { rowAddress } from './row-address.ts';

const numbers: ReadonlySet<ReportColumn['kind']> = new Set(['count', 'money', 'quantity', 'percent']);
const times: ReadonlySet<ReportColumn['kind']> = new Set(['date', 'time', 'hour']);
const WIDTHS: Partial<Record<ReportColumn['kind'], number>> = {
  money: 84,
  quantity: 76,
  count: 60,
  percent: 60,
  date: 88,
  time: 124,
  hour: 60,
  code: 64,
  word: 110,
  text: 120,
};
/** Left out of a report when the screen has no room for all of its columns; a file and a printed form have them. */
const optional: Partial<Record<string, readonly string[]>> = {
  sales: ['average'],
  departments: ['previous', 'change'],
  cashiers: ['positions', 'refundCount', 'average', 'discount', 'cashierName'],
};

/** Figures whose cells are differences and carry their sign. */
const SIGNED = 'change';

/** The columns of a report as the table draws them, with totals and definitions. */
export function useReportColumns(table: ReportTable): Column<ReportRow>[] {
  const { language } = useLanguage();
  return useMemo(
    () => table.columns.map((column, index) => columnOf(table, column, index === 0, language)),
    [table, language],
  );
}

function columnOf(table: ReportTable, column: ReportColumn, first: boolean, language: Language): Column<ReportRow> {
  const { key, kind, group, figure } = column;
  const show = (cell: ReportRow['cells'][string] | undefined) =>
    key === SIGNED
      ? difference(language, cell === undefined || cell === null ? null : String(cell))
      : cellText(language, column, cell);
  const number = numbers.has(kind);
  const total = table.totals[key];
  return {
    id: key,
    heading: columnHeading(language, column),
    ...(group === null ? {} : { group: keyText(language, `group.${group}`) }),
    kind: number ? 'number' : times.has(kind) ? 'time' : 'text',
    width: WIDTHS[kind] ?? 80,
    text: (row) => show(row.cells[key]),
    sortBy: (row) => cellOrder(column, row.cells[key]),
    ...(number ? { size: (row: ReportRow) => show(row.cells[key]).length } : {}),
    ...(kind === 'time' ? { sample: sampleTime(language, 'minute') } : {}),
    ...(kind === 'text' ? { grow: true, yields: 64 } : kind === 'word' ? { yields: 72 } : {}),
    ...(first ? { rowHeader: true } : {}),
    ...(optional[table.report]?.includes(key) === true ? { optional: true } : {}),
    ...(first || key === 'number' ? { href: (row: ReportRow) => rowAddress(table, row) } : {}),
    ...(figure !== null && isFigureName(figure) ? { define: figure } : {}),
    ...(number && total !== undefined && total !== null ? { total: show(total) } : {}),
    ...(key === 'share' ? { view: (row: ReportRow) => <Share row={row} text={show(row.cells[key])} /> } : {}),
  };
}

/** A bar behind the percentage; the number says the same. */
function Share({ row, text }: { row: ReportRow; text: string }) {
  const share = Math.max(0, Math.min(100, Number(row.cells['share'] ?? 0)));
  return (
    <span className="share-cell">
      <span className="share-bar" style={{ width: `${share}%` }} aria-hidden="true" />
      <span className="share-text">{text}</span>
    </span>
  );
}

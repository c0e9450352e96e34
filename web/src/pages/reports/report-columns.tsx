import { useMemo } from 'react';
import type { ReportColumn, ReportRow, ReportTable } from '../../../../contracts/web-api.ts';
import { isFigureName } from '../../../../src/messages/figures.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { difference, MISSING, sampleTime, withoutCentury } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { keyText, screenText } from '../../ui/texts.ts';
import { exportMark, isExportState } from '../names.ts';
import { cellOrder, cellText, columnHeading } from './cell-text.ts';
import { rowAddress } from './row-address.ts';

const uncut: ReadonlySet<ReportColumn['kind']> = new Set([
  'count',
  'money',
  'quantity',
  'percent',
  'code',
  'word',
  'date',
]);
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
  code: 48,
  word: 72,
  text: 120,
};
/** Down to which a column of text gives way: the longest of their headings. */
const TEXT_YIELDS = 96;

/**
 * In which order columns are left out when the screen has no room for all of a report; a file and a printed form have them.
 * What M20 and M51 ask for stays longest.
 */
const leaving: Partial<Record<string, Record<string, number>>> = {
  sales: { average: 1, saleOther: 2, revenueOther: 2, shopName: 3, registerName: 3, drawerSum: 4 },
  shifts: { cashier: 1, date: 1, revenueOther: 2, saleOther: 2, revenue: 3, closed: 4, drawerSum: 5 },
  departments: { previous: 1, change: 2, unmapped: 3, baseSum: 4, positions: 5 },
  cashiers: { cashierName: 1, discount: 2, positions: 3, refundCount: 4, average: 5, cancelledCount: 6 },
  refunds: { cash: 1, noncash: 1, shift: 2, days: 3 },
  cancelled: { price: 1, department: 2, shift: 3 },
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
  const leavesAt = leaving[table.report]?.[key];
  return {
    id: key,
    heading: columnHeading(language, column),
    ...(group === null ? {} : { group: keyText(language, `group.${group}`) }),
    kind: number ? 'number' : times.has(kind) ? 'time' : 'text',
    width: WIDTHS[kind] ?? 80,
    text: (row) => show(row.cells[key]),
    sortBy: (row) => cellOrder(column, row.cells[key]),
    ...(uncut.has(kind) ? { size: (row: ReportRow) => show(row.cells[key]).length } : {}),
    ...(kind === 'time' ? shortTime(language, (row) => show(row.cells[key])) : {}),
    ...(kind === 'text' ? { grow: true, yields: TEXT_YIELDS } : {}),
    ...(key === 'erp' ? erpMark(language, (row) => row.cells[key]) : {}),
    ...(first ? { rowHeader: true } : {}),
    ...(leavesAt === undefined ? {} : { optional: leavesAt }),
    ...(first || key === 'number' ? { href: (row: ReportRow) => rowAddress(table, row) } : {}),
    ...(figure !== null && isFigureName(figure) ? { define: figure } : {}),
    ...(number && total !== undefined && total !== null ? { total: show(total) } : {}),
    ...(key === 'share' ? { view: (row: ReportRow) => <Share row={row} text={show(row.cells[key])} /> } : {}),
  };
}

/** `14.03.26 08:54` where there is hardly any room; the whole time is in the tooltip. */
function shortTime(language: Language, show: (row: ReportRow) => string): Partial<Column<ReportRow>> {
  return {
    sample: sampleTime(language, 'minute'),
    narrowest: 116,
    view: (row, form) => (form === 'narrowest' ? withoutCentury(show(row)) : show(row)),
    hint: show,
  };
}

/** The export of a shift with its mark, as in «Сверка продаж»; the mark alone where there is little room. */
function erpMark(
  language: Language,
  state: (row: ReportRow) => ReportRow['cells'][string] | undefined,
): Partial<Column<ReportRow>> {
  const markOf = (row: ReportRow) => {
    const known = state(row);
    return isExportState(known) ? exportMark((key) => screenText(language, key), known) : null;
  };
  return {
    kind: 'mark',
    narrow: 44,
    view: (row, form) => {
      const mark = markOf(row);
      return mark === null ? MISSING : <StatusMark {...mark} quiet={form !== 'wide'} />;
    },
    hint: (row) => markOf(row)?.word,
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

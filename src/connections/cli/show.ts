/** How values of the API are shown to people in tables; for programs they stay as the API writes them. */
import type { ExportState, Money } from '../../../contracts/web-api.ts';
import { parseKopecks } from '../../domain/money.ts';
import { formatMoney, formatTime } from '../../messages/formats.ts';
import type { Output, TextKey } from './output.ts';
import type { Colour, Column } from './table.ts';

const MISSING = '—';

/** `1234.50` → `1 234,50`; what is not known is a dash, never zero. */
export function showMoney(output: Output, money: Money | null): string {
  if (money === null) return MISSING;
  const kopecks = parseKopecks(money);
  return kopecks.ok ? formatMoney(output.language, kopecks.value) : money;
}

/** A local time to the minute. */
export function showTime(output: Output, time: string | null): string {
  return time === null ? MISSING : formatTime(output.language, time);
}

/** A time of the server, which is UTC and says so. */
export function showUtc(output: Output, time: string | null): string {
  return time === null ? MISSING : `${formatTime(output.language, time)} UTC`;
}

const exportMarks: Readonly<Record<ExportState, { mark: string; key: TextKey; colour: Colour | null }>> = {
  not_exported: { mark: '↥', key: 'export_state.not_exported', colour: 'blue' },
  changed: { mark: '↥', key: 'export_state.changed', colour: 'blue' },
  failed: { mark: '◆', key: 'export_state.failed', colour: 'blue' },
  exporting: { mark: '○', key: 'export_state.exporting', colour: null },
  exported: { mark: '✓', key: 'export_state.exported', colour: null },
  accepted: { mark: '✓', key: 'export_state.accepted', colour: null },
};

/** Mark and word of an export state; the shifts that the ERP lacks are blue (M21). */
export function showExport(output: Output, state: ExportState): string {
  const { mark, key } = exportMarks[state];
  return `${mark} ${output.text(key)}`;
}

export function exportColour(state: ExportState): Colour | null {
  return exportMarks[state].colour;
}

/** A column of money, right-aligned, with a dot and two decimals for programs. */
export function moneyColumn<T>(
  output: Output,
  key: TextKey,
  value: (row: T) => Money | null,
  rank: number,
  mark: (row: T) => string = () => '',
): Column<T> {
  return {
    title: output.text(key),
    align: 'right',
    rank,
    show: (row) => `${mark(row)}${showMoney(output, value(row))}`,
    plain: (row) => value(row) ?? '',
  };
}

/** A column of counts or numbers, right-aligned. */
export function countColumn<T>(
  output: Output,
  key: TextKey,
  value: (row: T) => number | null,
  rank: number,
): Column<T> {
  return {
    title: output.text(key),
    align: 'right',
    rank,
    show: (row) => (value(row) === null ? MISSING : String(value(row))),
    plain: (row) => String(value(row) ?? ''),
  };
}

/** A column of text; null shows as a dash. */
export function textColumn<T>(output: Output, key: TextKey, value: (row: T) => string | null, rank: number): Column<T> {
  return {
    title: output.text(key),
    rank,
    show: (row) => value(row) ?? MISSING,
    plain: (row) => value(row) ?? '',
  };
}

/** The column of what the ERP has. */
export function exportColumn<T>(output: Output, state: (row: T) => ExportState): Column<T> {
  return {
    title: output.text('column.export'),
    show: (row) => showExport(output, state(row)),
    plain: state,
    colour: (row) => exportColour(state(row)),
  };
}

/**
 * A report as CSV. For people: a mark of UTF-8, semicolons, decimal commas and dates as a Russian Excel reads them, the totals as the
 * last line. For programs: RFC 4180 with the keys of the columns, decimal dots and ISO dates, without totals.
 */
import type { CsvDialect, ReportColumn, ReportRow, ReportTable } from '../../contracts/web-api.ts';
import { formatDate } from '../messages/formats.ts';
import type { Language } from '../messages/messages.ts';
import { keyText } from '../messages/screen-texts.ts';
import { csvCells, harmless } from '../reports/csv-line.ts';
import { type Cell, headingOf, textOf } from './cells.ts';

const NUMBERS: ReadonlySet<ReportColumn['kind']> = new Set(['money', 'quantity', 'count', 'percent']);

/** Pieces of text, read while they are sent. */
export async function* csvOf(
  table: ReportTable,
  pages: AsyncIterable<readonly ReportRow[]>,
  language: Language,
  dialect: CsvDialect,
): AsyncIterable<Uint8Array> {
  const { columns } = table;
  const line = (cells: readonly string[]) => csvCells(cells, dialect);
  const cellsOf = (cells: ReportRow['cells']) =>
    columns.map((column) => cellOf(column, cells[column.key] ?? null, language, dialect));
  const headings = columns.map((column) => (dialect === 'people' ? headingOf(language, column) : column.key));
  yield encode(`${dialect === 'people' ? '\ufeff' : ''}${line(headings)}`);
  for await (const rows of pages)
    if (rows.length > 0) yield encode(rows.map(({ cells }) => line(cellsOf(cells))).join(''));
  if (dialect === 'rfc4180') return;
  const totals = cellsOf(table.totals);
  totals[0] = keyText(language, 'file.total');
  yield encode(line(totals));
}

const encoder = new TextEncoder();
const encode = (text: string) => encoder.encode(text);

function cellOf(column: ReportColumn, cell: Cell, language: Language, dialect: CsvDialect): string {
  if (cell === null) return '';
  const text = String(cell);
  if (NUMBERS.has(column.kind)) return dialect === 'people' ? text.replace('.', ',') : text;
  // Times and dates of the server are none of a register's words.
  const isOurs = column.kind === 'date' || column.kind === 'time';
  if (dialect === 'rfc4180') return isOurs ? text : harmless(text);
  if (column.kind === 'date') return formatDate('ru', text);
  if (column.kind === 'time') return `${formatDate('ru', text)} ${text.slice(11, 19)}`;
  return harmless(textOf(language, column, text));
}

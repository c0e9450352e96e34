/** A report as a file for a person: «Скачать Excel», «Скачать CSV». Its rows are those of the screen, all of them. */
import type { CsvDialect, FileFormat, ReportRow, ReportTable } from '../../contracts/web-api.ts';
import type { Language } from '../messages/messages.ts';
import type { Found } from '../reports/reports.ts';
import { fileNameOf } from './cells.ts';
import { csvOf } from './csv.ts';
import { xlsxOf } from './xlsx.ts';

export type FileForm = { format: FileFormat; dialect: CsvDialect; language: Language };

/** Reads a page of the table; `after` undefined = the first one. */
export type ReadTable = (after: string | undefined) => Promise<Found<ReportTable>>;

export type Download = { fileName: string; contentType: string; body: AsyncIterable<Uint8Array> };

const CONTENT_TYPES: Record<FileFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** Rows that are read at once. Each reading adds up the totals of the report anew. */
export const ROWS_AT_ONCE = 2_000;
/** Receipts that are read at once; nothing is added up, and others wait no longer than it takes the database to find so many. */
export const RECEIPTS_AT_ONCE = 200;

/** The file of a table; what `read` refuses on the first page is the answer. The rows are read while the file is taken. */
export async function openDownload(read: ReadTable, form: FileForm, version: string): Promise<Found<Download>> {
  const first = await read(undefined);
  if (!first.ok) return first;
  const table = first.value;
  const { format, dialect, language } = form;
  const pages = pagesOf(read, table);
  const body = format === 'csv' ? csvOf(table, pages, language, dialect) : xlsxOf(table, pages, { language, version });
  const value = { fileName: `${fileNameOf(table, language)}.${format}`, contentType: CONTENT_TYPES[format], body };
  return { ok: true, value };
}

async function* pagesOf(read: ReadTable, first: ReportTable): AsyncGenerator<readonly ReportRow[]> {
  yield first.rows;
  for (let after = first.next; after !== null; ) {
    const page = await read(after);
    if (!page.ok) throw new Error(`the place of the report is gone: ${page.code}`);
    yield page.value.rows;
    after = page.value.next;
  }
}

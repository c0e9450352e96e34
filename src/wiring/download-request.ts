/** What a file is asked for, and how its rows are read. */
import type { ReceiptFileQuery, ReportFileQuery } from '../../contracts/web-api.ts';
import type { ShopScope } from '../domain/access.ts';
import { type FileForm, RECEIPTS_AT_ONCE, type ReadTable, ROWS_AT_ONCE } from '../downloads/downloads.ts';
import type { Clock } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { seenBy } from '../reports/seen-by.ts';
import { receiptPages } from '../reports/tables/receipts.ts';
import { tableReport } from '../reports/tables/tables.ts';
import type { Tables } from '../schema/tables.ts';

/** `shops` are those of whoever asks. */
export type DownloadRequest = { shops: ShopScope } & (
  | { kind: 'report'; report: string; query: ReportFileQuery }
  | { kind: 'receipts'; query: ReceiptFileQuery }
);

/** Reports that hold all their rows in memory anyway are read in one go. */
const WHOLE = ['goods', 'shifts'];
const ALL_ROWS = 10_000_000;

export function readTableOf(
  { database: whole, clock }: { database: QueryDatabase<Tables>; clock: Clock },
  request: DownloadRequest,
): ReadTable {
  const database = seenBy(whole, request.shops);
  if (request.kind === 'receipts') {
    const { format: _format, dialect: _dialect, lang: _lang, ...asked } = request.query;
    return receiptPages(database, clock, { ...asked, limit: RECEIPTS_AT_ONCE });
  }
  const { report, query } = request;
  const { format: _format, dialect: _dialect, lang: _lang, ...asked } = query;
  const limit = WHOLE.includes(report) ? ALL_ROWS : ROWS_AT_ONCE;
  return (after) => tableReport(database, clock, report, { ...asked, limit, after });
}

export function formOf({ query }: DownloadRequest): FileForm {
  return { format: query.format, dialect: query.dialect, language: query.lang };
}

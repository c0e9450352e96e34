/** The log as a file: the entries of a filter as CSV for a spreadsheet (UTF-8 with a mark, semicolons, CRLF). */
import type { EventDownloadQuery, EventRow } from '../../contracts/web-api.ts';
import { type Language, messageText } from '../messages/messages.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { csvLine } from './csv-line.ts';
import { type Found, found } from './found.ts';
import { readEntries } from './log.ts';
import { type LogQuestion, logFilter } from './log-filter.ts';

const AT_ONCE = 1_000;
/** A longer file is cut here, and its last line says so. */
export const MOST_LINES = 50_000;

/** Pieces of text, newest entry first; they are read while they are sent. */
export async function logDownloadReport(
  database: QueryDatabase<Tables>,
  query: EventDownloadQuery & LogQuestion,
): Promise<Found<AsyncIterable<string>>> {
  const filter = await logFilter(database, query);
  if (!filter.ok) return filter;
  const { value } = filter;
  const { matches } = value;
  async function* pieces(): AsyncIterable<string> {
    yield `\ufeff${csvLine(COLUMNS.map((column) => messageText(query.lang, `log_file.${column}`)))}`;
    let before: number | undefined;
    for (let written = 0; ; ) {
      const rows: EventRow[] = await readEntries(database, value, { before, limit: AT_ONCE });
      const wanted = matches === null ? rows : rows.filter(matches);
      const left = wanted.slice(0, MOST_LINES - written);
      yield left.map((row) => lineOf(query.lang, row)).join('');
      written += left.length;
      if (written >= MOST_LINES) {
        yield csvLine([messageText(query.lang, 'log_file.cut', { n: MOST_LINES })]);
        return;
      }
      before = rows.at(-1)?.eventId;
      if (rows.length < AT_ONCE) return;
    }
  }
  return found(pieces());
}

const COLUMNS = ['time', 'level', 'shop', 'register', 'event', 'code', 'who', 'duration', 'transfer', 'shift'] as const;

function lineOf(language: Language, row: EventRow): string {
  return csvLine([
    row.at,
    messageText(language, `log_file.level_${row.level}`),
    row.shopCode ?? '',
    row.registerCode ?? '',
    row.text[language],
    row.code,
    row.who?.[language] ?? '',
    row.durationMs === null ? '' : String(row.durationMs),
    row.transferId ?? '',
    row.shiftNumber === null ? '' : String(row.shiftNumber),
  ]);
}

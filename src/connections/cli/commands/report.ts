/** `smena report NAME`: a report on the screen, as JSON, or as an Excel or CSV file (S13). */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  csvDialects,
  fileFormats,
  type ReportColumn,
  type ReportFileQuery,
  type ReportQuery,
  type ReportRow,
  type ReportTable,
  reportNames,
  reportRows,
} from '../../../../contracts/web-api.ts';
import { parseThousandths } from '../../../domain/money.ts';
import { headingOf, textOf } from '../../../downloads/cells.ts';
import { formatDate, formatQuantity } from '../../../messages/formats.ts';
import { previousPeriodText } from '../../../messages/previous-period.ts';
import { keyText, screenText } from '../../../messages/screen-texts.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import type { SmenaClient } from '../client.ts';
import { type Command, type CommandContext, optionChoice, optionText, taken, wrongUse } from '../command.ts';
import { readDate } from '../dates.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { checkPlace } from '../places.ts';
import { showMoney, showTime, showUtc } from '../show.ts';
import type { Column } from '../table.ts';

export const reportCommand: Command = {
  words: ['report'],
  operands: [1, 1],
  operandText: 'NAME',
  summary: 'command.report',
  examples: [
    'smena report sales --shop 12 --from 2026-03-01 --to 2026-03-31',
    'smena report departments --shop 12 --register 3 --shift 347@2026-03-14 --json',
    'smena report goods --from yesterday --to yesterday --format xlsx --out goods.xlsx',
  ],
  options: {
    shop: { type: 'string', value: 'CODE' },
    register: { type: 'string', value: 'CODE' },
    shift: { type: 'string', value: 'NUMBER@DATE' },
    from: { type: 'string', value: 'DATE' },
    to: { type: 'string', value: 'DATE' },
    by: { type: 'string', value: reportRows.join('|'), choices: reportRows },
    format: { type: 'string', value: fileFormats.join('|'), choices: fileFormats },
    dialect: { type: 'string', value: csvDialects.join('|'), choices: csvDialects },
    out: { type: 'string', value: 'FILE' },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    checkPlace(context);
    const { output, operands } = context;
    const [name = ''] = operands;
    if (!reportNames.some((one) => one === name))
      throw wrongUse(output, 'usage.report', { name, known: reportNames.join(', ') });
    return context.withClient((client) => report(context, client, name));
  },
};

/** Rows of one answer. */
const MOST = 10_000;

async function report(context: CommandContext, client: SmenaClient, name: string): Promise<ExitCode> {
  const place = await placeOf(context, client);
  const format = optionText(context, 'format');
  if (format !== undefined || optionText(context, 'out') !== undefined) return writeFile(context, client, name, place);
  const { output } = context;
  const table = taken(context, await client.report(name, { ...place, limit: MOST, after: undefined }));
  if (output.format === 'json') output.document(table);
  else if (output.format === 'ndjson') for (const row of table.rows) output.object(row);
  else print(output, table);
  return exitCodes.ok;
}

type Place = Pick<ReportQuery, 'shop' | 'register' | 'shift' | 'from' | 'to' | 'by' | 'state'>;

/** Days like «вчера» are those of the shop, without one those of the first shop. */
async function placeOf(context: CommandContext, client: SmenaClient): Promise<Place> {
  const [shop, register, shift] = ['shop', 'register', 'shift'].map((name) => optionText(context, name));
  if (shift !== undefined && register === undefined) throw wrongUse(context.output, 'usage.shift_needs_register');
  const shops = taken(context, await client.shops()).shops;
  const zone = (shops.find(({ shopCode }) => shopCode === shop) ?? shops[0])?.timeZone ?? 'UTC';
  const day = (option: string) => {
    const written = optionText(context, option);
    return written === undefined ? undefined : readDate(context, `--${option}`, written, zone);
  };
  const by = optionChoice(context, 'by', reportRows, 'day');
  return { shop, register, shift, from: day('from'), to: day('to'), by, state: 'all' };
}

async function writeFile(context: CommandContext, client: SmenaClient, name: string, place: Place): Promise<ExitCode> {
  const { output } = context;
  const out = optionText(context, 'out');
  const ending = fileFormats.find((one) => out?.toLowerCase().endsWith(`.${one}`)) ?? 'xlsx';
  const query: ReportFileQuery = {
    ...place,
    format: optionChoice(context, 'format', fileFormats, ending),
    dialect: optionChoice(context, 'dialect', csvDialects, 'people'),
    lang: output.language,
  };
  const file = taken(context, await client.reportFile(name, query));
  const path = out ?? file.fileName;
  try {
    await pipeline(Readable.from(file.body), createWriteStream(path));
  } catch (cause) {
    // Half a file looks like a whole one.
    await rm(path, { force: true });
    output.complain(
      output.text('report.not_written', { path, cause: cause instanceof Error ? cause.message : String(cause) }),
    );
    return exitCodes.failed;
  }
  output.data(path);
  return exitCodes.ok;
}

function print(output: Output, table: ReportTable): void {
  const { language } = output;
  if (output.format === 'human') {
    const title = screenText(language, `report.${table.report as (typeof reportNames)[number]}`);
    output.data(output.paint('bold', title));
    const period = { from: formatDate(language, table.from), to: formatDate(language, table.to) };
    output.data(output.text('report.head', { ...period, asOf: showUtc(output, table.asOf) }));
    const previous = previousPeriodText(language, table, keyText);
    if (previous !== null) output.data(previous);
  }
  const rows: ReportRow[] = [...table.rows];
  if (output.format === 'human' && rows.length > 0)
    rows.push({ key: '', cells: totalCells(output, table), target: {} });
  if (rows.length > 0) output.table(reportColumns(output, table), rows);
  else output.note(output.text('report.empty'));
  for (const tie of table.ties.filter(({ equal }) => !equal))
    output.note(output.text('report.differs', { figure: tie.figure, report: tie.report, shifts: tie.shifts }));
  if (!table.missing.complete) output.note(output.text('report.incomplete', missingParams(table)));
  noteTrimmed(output, table);
  if (table.rows.length < table.rowCount)
    output.note(output.text('report.cut', { shown: table.rows.length, n: table.rowCount }));
}

/** Which documents a list lacks because they lie in archives. */
export function noteTrimmed(output: Output, { missing: { trimmed } }: ReportTable): void {
  if (trimmed.days === 0) return;
  const list = trimmed.archives.map(({ path }) => path).join(', ');
  output.note(screenText(output.language, 'report.trimmed', { n: trimmed.days, list }));
}

function missingParams({ missing }: ReportTable) {
  const { silentCount, openShifts, missingReceipts, setAside, recounting } = missing;
  return { silent: silentCount, open: openShifts, receipts: missingReceipts, setAside, recounting };
}

function totalCells(output: Output, { columns, totals }: ReportTable): ReportRow['cells'] {
  const [first] = columns;
  const named = first === undefined ? {} : { [first.key]: screenText(output.language, 'file.total') };
  return { ...totals, ...named };
}

/** The columns of a report as a table shows them. */
export function reportColumns(output: Output, { columns }: ReportTable): Column<ReportRow>[] {
  return columns.map((column, index) => {
    const number = ['money', 'count', 'quantity', 'percent'].includes(column.kind);
    return {
      title: headingOf(output.language, column),
      ...(number ? { align: 'right' as const } : {}),
      rank: index === 0 ? 0 : number ? 1 : 2,
      show: ({ key, cells }) =>
        key === '' && index === 0
          ? String(cells[column.key])
          : show(output, column, cells[column.key] ?? null, key === ''),
      plain: ({ cells }) => String(cells[column.key] ?? ''),
    };
  });
}

function show(output: Output, column: ReportColumn, cell: string | number | null, total: boolean): string {
  if (cell === null) return total ? '' : '—';
  const text = String(cell);
  if (column.kind === 'money') return showMoney(output, text);
  if (column.kind === 'time') return showTime(output, text);
  if (column.kind === 'date') return formatDate(output.language, text);
  if (column.kind === 'quantity') {
    const read = parseThousandths(text);
    return read.ok ? formatQuantity(output.language, read.value) : text;
  }
  return textOf(output.language, column, text);
}

/** `smena archive …`: archives of trimmed days and what they hold, without bringing anything back. */
import type { ArchivedDocument, ArchiveRow } from '../../../../contracts/web-api.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import { type Command, type CommandContext, optionCount, optionText, taken, wrongUse } from '../command.ts';
import { readDate } from '../dates.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { countColumn, moneyColumn, showMoney, showTime, showUtc, textColumn } from '../show.ts';
import { type Column, oneLine } from '../table.ts';

const SERVER = '--server http://127.0.0.1:8080';
const dayOptions = { shop: { type: 'string', value: 'CODE' }, day: { type: 'string', value: 'DATE' } } as const;
const MOST_NUMBER = 999_999_999;

export const archiveListCommand: Command = {
  words: ['archive', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.archive_list',
  examples: [`smena archive list ${SERVER}`, 'smena archive list --shop 12 --from 2023-01-01 --to 2023-12-31 --json'],
  options: {
    shop: { type: 'string', value: 'CODE' },
    from: { type: 'string', value: 'DATE' },
    to: { type: 'string', value: 'DATE' },
    limit: { type: 'string', value: 'N', most: 1_000 },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const { output } = context;
    const date = (name: 'from' | 'to') => {
      const text = optionText(context, name);
      return text === undefined ? undefined : readDate(context, `--${name}`, text, 'UTC');
    };
    const query = { shop: optionText(context, 'shop'), from: date('from'), to: date('to') };
    const limit = optionCount(context, 'limit') ?? 200;
    return context.withClient(async (client) => {
      const list = taken(context, await client.archives({ ...query, limit }));
      if (output.format === 'json') output.document(list);
      else if (output.format === 'ndjson') for (const row of list.archives) output.object(row);
      else if (list.archives.length === 0) output.note(output.text('archive_list.empty'));
      else output.table(archiveColumns(output), list.archives);
      return exitCodes.ok;
    });
  },
};

export const archiveShowCommand: Command = {
  words: ['archive', 'show'],
  operands: [0, 0],
  operandText: '--shop CODE --day DATE',
  summary: 'command.archive_show',
  examples: [`smena archive show --shop 12 --day 2023-03-14 ${SERVER}`],
  options: { ...dayOptions, ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    const { shopCode, day } = readDay(context);
    return context.withClient(async (client) => {
      const { archives, count } = taken(context, await client.archivedDay(shopCode, day, { limit: 1 }));
      if (output.format === 'json' || output.format === 'ndjson') output.document({ archives, count });
      else if (archives.length === 0) output.note(output.text('archive_list.empty'));
      else output.table(archiveColumns(output), archives);
      return archives.length === 0 ? exitCodes.notFound : exitCodes.ok;
    });
  },
};

export const archiveReceiptsCommand: Command = {
  words: ['archive', 'receipts'],
  operands: [0, 0],
  operandText: '--shop CODE --day DATE',
  summary: 'command.archive_receipts',
  examples: [
    `smena archive receipts --shop 12 --day 2023-03-14 ${SERVER}`,
    'smena archive receipts --shop 12 --day 2023-03-14 --number 5001 --json',
  ],
  options: {
    ...dayOptions,
    number: { type: 'string', value: 'N', most: MOST_NUMBER },
    register: { type: 'string', value: 'CODE' },
    limit: { type: 'string', value: 'N', most: 2_000 },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const { output } = context;
    const { shopCode, day } = readDay(context);
    const number = optionCount(context, 'number');
    const query = { number, register: optionText(context, 'register'), limit: optionCount(context, 'limit') ?? 200 };
    return context.withClient(async (client) => {
      const { documents, count } = taken(context, await client.archivedDay(shopCode, day, query));
      if (output.format === 'json') output.document({ documents, count });
      else if (output.format === 'ndjson') for (const row of documents) output.object(row);
      else if (documents.length === 0) output.note(output.text('archive_receipts.empty'));
      else if (number !== undefined && output.format === 'human')
        for (const row of documents) for (const line of receiptLines(output, row)) output.data(line);
      else output.table(documentColumns(output), documents);
      if (count > documents.length) output.note(output.text('archive_receipts.more', { count }));
      return count === 0 ? exitCodes.notFound : exitCodes.ok;
    });
  },
};

function readDay(context: CommandContext): { shopCode: string; day: string } {
  const [shopCode, day] = [optionText(context, 'shop'), optionText(context, 'day')];
  if (shopCode === undefined || day === undefined) throw wrongUse(context.output, 'usage.archive_day');
  return { shopCode, day: readDate(context, '--day', day, 'UTC') };
}

function archiveColumns(output: Output): Column<ArchiveRow>[] {
  return [
    { title: output.text('column.business_date'), show: (row) => row.businessDate },
    { title: output.text('column.shop'), show: (row) => row.shopCode },
    countColumn(output, 'column.documents', (row) => row.documents, 1),
    moneyColumn(output, 'column.archive_sales', (row) => row.saleSum, 2),
    moneyColumn(output, 'column.archive_refunds', (row) => row.refundSum, 3),
    {
      title: output.text('column.state'),
      show: (row) =>
        row.problem === null ? output.text(`archive_state.${row.state}`) : `◆ ${row.problem[output.language]}`,
      plain: (row) => row.problem?.code ?? row.state,
      colour: (row) => (row.problem === null ? null : 'red'),
    },
    countColumn(output, 'column.bytes', (row) => row.size, 4),
    { title: output.text('column.file'), show: (row) => row.path, rank: 3 },
    {
      title: output.text('column.read_at'),
      show: (row) => showUtc(output, row.checkedAt),
      plain: (row) => row.checkedAt,
      rank: 5,
    },
  ];
}

function documentColumns(output: Output): Column<ArchivedDocument>[] {
  return [
    {
      title: output.text('column.step_time'),
      show: (row) => showTime(output, row.closedAt ?? row.openedAt),
      plain: (row) => row.closedAt ?? '',
    },
    { title: output.text('column.register'), show: (row) => row.registerCode },
    countColumn(output, 'column.shift', (row) => row.shiftNumber, 2),
    countColumn(output, 'column.number', (row) => row.receiptNumber ?? row.documentNumber, 0),
    { title: output.text('column.kind'), show: (row) => row.documentClass },
    moneyColumn(output, 'column.sum', (row) => row.sum, 0),
    textColumn(output, 'column.cashier', (row) => row.cashierCode, 4),
  ];
}

function receiptLines(output: Output, row: ArchivedDocument): string[] {
  const head = `${row.receiptNumber ?? row.documentNumber ?? ''} · ${showTime(output, row.closedAt)} · ${showMoney(output, row.sum)}`;
  return [
    output.paint('bold', head),
    ...row.positions.map(
      ({ itemCode, name, quantity, sum }) =>
        `  ${oneLine(`${itemCode} ${name}`)}  ${quantity}  ${showMoney(output, sum)}`,
    ),
    ...row.payments.map(
      ({ paymentTypeCode, paymentTypeName, sum }) =>
        `  = ${oneLine(paymentTypeName ?? String(paymentTypeCode))}  ${showMoney(output, sum)}`,
    ),
  ];
}

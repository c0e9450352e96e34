/** `smena reconciliation`: which days can be closed, the days of a shop with their sums (M24, M25), one day with its registers. */
import type { NetworkDays, RegisterDay, ShopDay } from '../../../../contracts/web-api.ts';
import { formatDate } from '../../../messages/formats.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import type { SmenaClient } from '../client.ts';
import { type Command, type CommandContext, optionText, taken, wrongUse } from '../command.ts';
import { readDate } from '../dates.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { countColumn, moneyColumn } from '../show.ts';
import type { Colour, Column } from '../table.ts';

const SERVER = '--server http://127.0.0.1:8080';

export const reconciliationCommand: Command = {
  words: ['reconciliation'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.reconciliation',
  examples: [
    `smena reconciliation ${SERVER}`,
    'smena reconciliation --shop 12 --from 2026-03-01 --to 2026-03-31 --json',
    'smena reconciliation --shop 12 --day 2026-03-14',
  ],
  options: {
    shop: { type: 'string', value: 'CODE' },
    day: { type: 'string', value: 'DATE' },
    from: { type: 'string', value: 'DATE' },
    to: { type: 'string', value: 'DATE' },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const { output } = context;
    const [shop, day] = [optionText(context, 'shop'), optionText(context, 'day')];
    if (day !== undefined && shop === undefined) throw wrongUse(output, 'usage.day_needs_shop', {});
    return context.withClient(async (client) => {
      if (shop === undefined) return showNetwork(context, client);
      const timeZone = await zoneOf(context, client);
      if (day === undefined) return showShop(context, client, shop, timeZone);
      return showDay(context, client, shop, readDate(context, '--day', day, timeZone));
    });
  },
};

/** Words like «yesterday» are read by the clock of the server. */
async function zoneOf(context: CommandContext, client: SmenaClient): Promise<string> {
  return taken(context, await client.status()).timeZone;
}

function periodOf(context: CommandContext, timeZone: string): { from?: string; to?: string } {
  const read = (name: 'from' | 'to') => {
    const written = optionText(context, name);
    return written === undefined ? {} : { [name]: readDate(context, `--${name}`, written, timeZone) };
  };
  return { ...read('from'), ...read('to') };
}

async function showNetwork(context: CommandContext, client: SmenaClient): Promise<ExitCode> {
  const { output } = context;
  const period = periodOf(context, await zoneOf(context, client));
  const matrix = taken(context, await client.networkDays(period));
  if (output.format === 'json') output.document(matrix);
  else if (output.format === 'ndjson') for (const total of matrix.totals) output.object(total);
  else output.table(networkColumns(output, matrix), matrix.totals.toReversed());
  return exitCodes.ok;
}

async function showShop(
  context: CommandContext,
  client: SmenaClient,
  shop: string,
  timeZone: string,
): Promise<ExitCode> {
  const { output } = context;
  const list = taken(context, await client.shopDays(shop, periodOf(context, timeZone)));
  if (output.format === 'json') output.document(list);
  else if (output.format === 'ndjson') for (const day of list.days) output.object(day);
  else if (list.days.length > 0) output.table([...dayColumns(output), ...sumColumns<ShopDay>(output)], list.days);
  if (list.days.length === 0) output.note(output.text('reconciliation.empty'));
  return exitCodes.ok;
}

async function showDay(
  context: CommandContext,
  client: SmenaClient,
  shop: string,
  businessDate: string,
): Promise<ExitCode> {
  const { output } = context;
  const detail = taken(context, await client.shopDay(shop, businessDate));
  if (output.format === 'json') output.document(detail);
  else if (output.format === 'ndjson') for (const register of detail.registers) output.object(register);
  else {
    if (output.format === 'human')
      output.data(`${formatDate(output.language, businessDate)}: ${detail.day.day.text[output.language]}`);
    output.table([...registerColumns(output), ...sumColumns<RegisterDay>(output)], detail.registers);
  }
  return exitCodes.ok;
}

const totalMarks: Readonly<Record<NetworkDays['totals'][number]['state'], { mark: string; colour: Colour | null }>> = {
  running: { mark: '○', colour: null },
  blocked: { mark: '◆', colour: 'red' },
  remarks: { mark: '✓', colour: null },
  closed: { mark: '✓', colour: 'green' },
  unknown: { mark: '○', colour: null },
};

const dayMarks: Readonly<Record<ShopDay['day']['state'], { mark: string; colour: Colour | null }>> = {
  running: { mark: '○', colour: null },
  differs: { mark: '◆', colour: 'red' },
  waiting: { mark: '○', colour: 'yellow' },
  not_exported: { mark: '↥', colour: 'blue' },
  remarks: { mark: '✓', colour: null },
  closed: { mark: '✓', colour: 'green' },
  unknown: { mark: '○', colour: null },
};

function networkColumns(output: Output, matrix: NetworkDays): Column<NetworkDays['totals'][number]>[] {
  const blocking = (businessDate: string) =>
    matrix.shops.flatMap(({ shopCode, cells }) => {
      const cell = cells.find((one) => one.businessDate === businessDate);
      const blocks = cell !== undefined && ['differs', 'waiting', 'not_exported'].includes(cell.state);
      return blocks ? [{ shopCode, text: cell.text }] : [];
    });
  return [
    {
      title: output.text('column.business_date'),
      show: (row) => formatDate(output.language, row.businessDate),
      plain: (row) => row.businessDate,
    },
    {
      title: output.text('column.state'),
      show: (row) => `${totalMarks[row.state].mark} ${row.text[output.language]}`,
      plain: (row) => row.state,
      colour: (row) => totalMarks[row.state].colour,
    },
    {
      title: output.text('column.in_the_way'),
      show: (row) =>
        blocking(row.businessDate)
          .map(({ shopCode, text }) => `${shopCode}: ${text[output.language]}`)
          .join(' · '),
      plain: (row) =>
        blocking(row.businessDate)
          .map(({ shopCode }) => shopCode)
          .join(','),
    },
  ];
}

function dayColumns(output: Output): Column<ShopDay>[] {
  return [
    {
      title: output.text('column.business_date'),
      show: (row) => formatDate(output.language, row.businessDate),
      plain: (row) => row.businessDate,
    },
    {
      title: output.text('column.state'),
      show: (row) => `${dayMarks[row.day.state].mark} ${row.day.text[output.language]}`,
      plain: (row) => row.day.state,
      colour: (row) => dayMarks[row.day.state].colour,
    },
  ];
}

function registerColumns(output: Output): Column<RegisterDay>[] {
  return [
    { title: output.text('column.register'), show: (row) => row.registerCode },
    {
      title: output.text('column.state'),
      show: (row) => row.text[output.language],
      plain: (row) => row.state,
    },
  ];
}

/** The columns of M25. */
function sumColumns<Row extends Omit<ShopDay, 'businessDate' | 'day'>>(output: Output): Column<Row>[] {
  return [
    countColumn(output, 'column.documents', (row) => row.closedDocuments, 2),
    moneyColumn(output, 'column.sale_cash', (row) => row.saleCash, 0),
    moneyColumn(output, 'column.sale_noncash', (row) => row.saleNoncash, 0),
    moneyColumn(output, 'column.sale_other', (row) => row.saleOther, 3),
    moneyColumn(output, 'column.revenue_cash', (row) => row.revenueCash, 1),
    moneyColumn(output, 'column.revenue_noncash', (row) => row.revenueNoncash, 1),
    moneyColumn(output, 'column.drawer', (row) => row.drawerSum, 2),
    moneyColumn(output, 'column.refund_cash', (row) => row.refundCash, 2),
    moneyColumn(output, 'column.refund_noncash', (row) => row.refundNoncash, 2),
    {
      title: output.text('column.shifts_exported'),
      align: 'right',
      rank: 1,
      show: (row) => `${row.exportedShifts}/${row.shifts}`,
    },
  ];
}

/** `smena shift list`: the reconciliation of registers, «Сверка продаж» (M19–M21). */
import type { ShiftList, ShiftRow, ShiftTotals } from '../../../../contracts/web-api.ts';
import { formatDate } from '../../../messages/formats.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import type { SmenaClient } from '../client.ts';
import { type Command, type CommandContext, optionChoice, optionText, taken } from '../command.ts';
import { readDate } from '../dates.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { type Place, placesOf } from '../places.ts';
import { countColumn, exportColumn, moneyColumn, showMoney, showTime, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const states = ['all', 'not_exported', 'differing', 'open'] as const;

export const shiftListCommand: Command = {
  words: ['shift', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.shift_list',
  examples: [
    'smena shift list --shop 12 --register 3 --from 2026-03-01 --to 2026-03-31',
    'smena shift list --state not_exported --json --server http://127.0.0.1:8080',
  ],
  options: {
    shop: { type: 'string', value: 'CODE' },
    register: { type: 'string', value: 'CODE' },
    from: { type: 'string', value: 'DATE' },
    to: { type: 'string', value: 'DATE' },
    state: { type: 'string', value: states.join('|') },
    ...formatOptions,
    ...sourceOptions,
  },
  run: (context) => context.withClient((client) => listShifts(context, client)),
};

async function listShifts(context: CommandContext, client: SmenaClient): Promise<ExitCode> {
  const { output } = context;
  const state = optionChoice(context, 'state', states, 'all');
  const lists: ShiftList[] = [];
  for (const place of await placesOf(context, client)) {
    const query = { state, ...period(context, place) };
    lists.push(taken(context, await client.shifts(place.shopCode, place.registerCode, query)));
  }
  const shifts = lists.flatMap((list) => list.shifts);
  if (output.format === 'json') output.document({ shifts });
  else if (output.format === 'ndjson') for (const shift of shifts) output.object(shift);
  else print(output, lists);
  return exitCodes.ok;
}

function period(context: CommandContext, place: Place): { from?: string; to?: string } {
  const read = (name: 'from' | 'to') => {
    const written = optionText(context, name);
    return written === undefined ? {} : { [name]: readDate(context, `--${name}`, written, place.timeZone) };
  };
  return { ...read('from'), ...read('to') };
}

function print(output: Output, lists: readonly ShiftList[]): void {
  const rows = lists.flatMap((list) => list.shifts);
  if (rows.length === 0) {
    output.note(emptyLine(output, lists));
    return;
  }
  output.table(shiftColumns(output), rows);
  const [only] = lists;
  if (output.format === 'human' && lists.length === 1 && only !== undefined)
    output.note(totalsLine(output, only.totals));
  if (rows.some(({ differs }) => differs.length > 0)) output.note(output.text('shift_list.differs'));
  if (rows.some(({ computed }) => computed.length > 0)) output.note(output.text('shift_list.computed'));
}

/** Where the shifts are that the period left out; without `--from` the API looks at the last days only. */
function emptyLine(output: Output, lists: readonly ShiftList[]): string {
  const last = lists.reduce((latest, { lastShiftDate }) => maxDate(latest, lastShiftDate), '');
  const [first] = lists;
  if (last === '' || first === undefined) return output.text('shift_list.empty');
  const { language } = output;
  const period = { from: formatDate(language, first.from), to: formatDate(language, first.to) };
  return output.text('shift_list.none_in_period', { ...period, last: formatDate(language, last), option: last });
}

function maxDate(a: string, b: string | null): string {
  return b !== null && b > a ? b : a;
}

/** `12/3/347@2026-03-14`: what `shift show` takes. */
export function addressOf(shift: Pick<ShiftRow, 'shopCode' | 'registerCode' | 'key'>): string {
  return `${shift.shopCode}/${shift.registerCode}/${shift.key}`;
}

function shiftColumns(output: Output): Column<ShiftRow>[] {
  const money = (key: Parameters<typeof moneyColumn>[1], name: MoneyName, rank: number) =>
    moneyColumn<ShiftRow>(
      output,
      key,
      (row) => row[name],
      rank,
      (row) => sumMark(row, name),
    );
  return [
    { title: output.text('column.shift'), show: addressOf },
    {
      title: output.text('column.opened'),
      show: (row) => showTime(output, row.openedAt),
      plain: (row) => row.openedAt ?? '',
      rank: 4,
    },
    {
      title: output.text('column.closed'),
      show: (row) => (row.closedAt === null ? output.text('shift_state.open') : showTime(output, row.closedAt)),
      plain: (row) => row.closedAt ?? '',
      rank: 2,
    },
    countColumn(output, 'column.receipts', (row) => row.receiptCount, 3),
    money('column.sale_cash', 'saleCash', 7),
    money('column.sale_noncash', 'saleNoncash', 7),
    money('column.revenue_cash', 'revenueCash', 5),
    money('column.revenue_noncash', 'revenueNoncash', 5),
    money('column.revenue', 'revenue', 0),
    money('column.drawer', 'drawerSum', 1),
    money('column.refund_cash', 'refundCash', 6),
    money('column.refund_noncash', 'refundNoncash', 6),
    textColumn(output, 'column.cashier', (row) => row.cashierCode, 8),
    exportColumn(output, (row) => row.export.state),
  ];
}

type MoneyName =
  | 'saleCash'
  | 'saleNoncash'
  | 'revenue'
  | 'revenueCash'
  | 'revenueNoncash'
  | 'drawerSum'
  | 'refundCash'
  | 'refundNoncash';

/** ▲ = reported and counted differ, ≈ = the register reported nothing and the server counted. */
function sumMark(row: ShiftRow, name: MoneyName): string {
  if (row.differs.includes(name)) return '▲ ';
  return row.computed.includes(name) ? '≈ ' : '';
}

function totalsLine(output: Output, totals: ShiftTotals): string {
  return output.text('shift_list.totals', {
    shifts: totals.shifts,
    receipts: totals.receiptCount,
    revenueCash: showMoney(output, totals.revenueCash),
    revenueNoncash: showMoney(output, totals.revenueNoncash),
    drawer: showMoney(output, totals.drawerSum),
  });
}

/** `smena shift list`: the reconciliation of registers, «Сверка продаж» (M19–M21). */
import type { ShiftList, ShiftListQuery, ShiftRow, ShiftTotals } from '../../../../contracts/web-api.ts';
import { addKopecks, formatKopecks, parseKopecks } from '../../../domain/money.ts';
import { formatDate } from '../../../messages/formats.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import type { SmenaClient } from '../client.ts';
import { type Command, type CommandContext, optionChoice, optionText } from '../command.ts';
import { readDate } from '../dates.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { readAll } from '../pages.ts';
import { checkPlace, type Place, placesOf } from '../places.ts';
import { countColumn, exportColumn, moneyColumn, showMoney, showTime, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

/** Rows of one answer. */
const PAGE = 5_000;

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
    state: { type: 'string', value: states.join('|'), choices: states },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    checkPlace(context);
    return context.withClient((client) => listShifts(context, client));
  },
};

async function listShifts(context: CommandContext, client: SmenaClient): Promise<ExitCode> {
  const { output } = context;
  const state = optionChoice(context, 'state', states, 'all');
  const lists: ShiftList[] = [];
  for (const place of await placesOf(context, client)) {
    const query = { state, ...period(context, place) };
    lists.push(await readList(context, client, place, query));
  }
  const shifts = lists.flatMap((list) => list.shifts);
  if (output.format === 'json') output.document({ ...spanOf(lists), totals: sumOf(lists), shifts });
  else if (output.format === 'ndjson') for (const shift of shifts) output.object(shift);
  else if (shifts.length > 0) print(output, lists);
  if (shifts.length === 0) output.note(emptyLine(output, lists));
  return exitCodes.ok;
}

/** The whole list of a register: its totals are those of the filter, its rows come in pages. */
async function readList(
  context: CommandContext,
  client: SmenaClient,
  { shopCode, registerCode }: Place,
  query: Pick<ShiftListQuery, 'state' | 'from' | 'to'>,
): Promise<ShiftList> {
  let list: ShiftList | undefined;
  const shifts = await readAll(
    context,
    (before: string | undefined) => client.shifts(shopCode, registerCode, { ...query, limit: PAGE, before }),
    (page: ShiftList) => {
      list ??= page;
      return page.shifts;
    },
  );
  if (list === undefined) throw new Error('a list has no page');
  return { ...list, shifts };
}

/** The period that was looked at, and the business date of the latest shift there is; null = there is none, or no register. */
function spanOf(lists: readonly ShiftList[]): { from: string | null; to: string | null; lastShiftDate: string | null } {
  const sorted = (dates: (string | null)[]) => dates.filter((date) => date !== null).sort();
  return {
    from: sorted(lists.map(({ from }) => from))[0] ?? null,
    to: sorted(lists.map(({ to }) => to)).at(-1) ?? null,
    lastShiftDate: sorted(lists.map(({ lastShiftDate }) => lastShiftDate)).at(-1) ?? null,
  };
}

const summed = [
  'saleCash',
  'saleNoncash',
  'saleOther',
  'revenueCash',
  'revenueNoncash',
  'refundCash',
  'refundNoncash',
] as const;

/** Totals over all registers; the money in several drawers is no figure of any of them. */
function sumOf(lists: readonly ShiftList[]): ShiftTotals {
  const all = lists.map(({ totals }) => totals);
  // Sums that are not told have no total.
  const told = all.every((totals) => summed.every((name) => totals[name] !== null));
  const kopecks = (text: string | null) => {
    if (text === null) return 0;
    const parsed = parseKopecks(text);
    if (!parsed.ok) throw new Error(`${text} is no sum: ${parsed.fault}`);
    return parsed.value;
  };
  const money = summed.map((name) => [
    name,
    told ? formatKopecks(all.reduce((sum, totals) => addKopecks(sum, kopecks(totals[name])), 0)) : null,
  ]);
  return {
    shifts: all.reduce((sum, { shifts }) => sum + shifts, 0),
    receiptCount: all.reduce((sum, { receiptCount }) => sum + receiptCount, 0),
    ...(Object.fromEntries(money) as Record<(typeof summed)[number], string | null>),
    drawerSum: all.length === 1 ? (all[0]?.drawerSum ?? null) : null,
  };
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
  output.table(shiftColumns(output), rows);
  const [only] = lists;
  if (output.format === 'human' && lists.length === 1 && only !== undefined)
    output.note(totalsLine(output, only.totals));
  if (rows.some(({ differs }) => differs.length > 0)) output.note(output.text('shift_list.differs'));
  if (rows.some(({ computed }) => computed.length > 0)) output.note(output.text('shift_list.computed'));
}

/** Where the shifts are that the period left out; without `--from` the API looks at the last days only. */
function emptyLine(output: Output, lists: readonly ShiftList[]): string {
  const { from, to, lastShiftDate: last } = spanOf(lists);
  if (from === null || to === null || last === null) return output.text('shift_list.empty');
  const { language } = output;
  const period = { from: formatDate(language, from), to: formatDate(language, to) };
  return output.text('shift_list.none_in_period', { ...period, last: formatDate(language, last), option: last });
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

/** `smena receipt find` and `smena receipt route` (S12). */
import { documentClass, type ReceiptQuery, receiptQuery } from '../../../../contracts/web-api.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import type { SmenaClient } from '../client.ts';
import { type Command, type CommandContext, optionCount, optionText, taken, wrongUse } from '../command.ts';
import { readDate } from '../dates.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { checkPlace } from '../places.ts';
import { showTime, showUtc } from '../show.ts';
import { noteTrimmed, reportColumns } from './report.ts';

const MOST = 10_000;

export const receiptFindCommand: Command = {
  words: ['receipt', 'find'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.receipt_find',
  examples: [
    'smena receipt find --sum 1215.81 --shop 12 --from 2026-11-08 --to 2026-11-08',
    'smena receipt find --number 5001 --json',
  ],
  options: {
    shop: { type: 'string', value: 'CODE' },
    register: { type: 'string', value: 'CODE' },
    shift: { type: 'string', value: 'NUMBER@DATE' },
    from: { type: 'string', value: 'DATE' },
    to: { type: 'string', value: 'DATE' },
    number: { type: 'string', value: 'N' },
    sum: { type: 'string', value: 'AMOUNT' },
    within: { type: 'string', value: 'AMOUNT' },
    kind: { type: 'string', value: documentClass.options.join('|'), choices: documentClass.options },
    payment: { type: 'string', value: 'CODE' },
    card: { type: 'string', value: 'DIGITS' },
    item: { type: 'string', value: 'TEXT' },
    department: { type: 'string', value: 'CODE' },
    cashier: { type: 'string', value: 'CODE' },
    fiscal: { type: 'string', value: 'NUMBER' },
    identifier: { type: 'string', value: 'ID' },
    limit: { type: 'string', value: 'N', most: MOST },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    checkPlace(context);
    if (optionText(context, 'shift') !== undefined && optionText(context, 'register') === undefined)
      throw wrongUse(context.output, 'usage.shift_needs_register');
    return context.withClient((client) => find(context, client));
  },
};

const SEARCHED = [
  'number',
  'sum',
  'within',
  'kind',
  'payment',
  'card',
  'item',
  'department',
  'cashier',
  'fiscal',
  'identifier',
];

async function find(context: CommandContext, client: SmenaClient): Promise<ExitCode> {
  const { output } = context;
  const shops = taken(context, await client.shops()).shops;
  const shop = optionText(context, 'shop');
  const zone = (shops.find(({ shopCode }) => shopCode === shop) ?? shops[0])?.timeZone ?? 'UTC';
  const written: Record<string, string | number | undefined> = { limit: optionCount(context, 'limit') };
  for (const name of ['shop', 'register', 'shift', ...SEARCHED]) written[name] = optionText(context, name);
  for (const name of ['from', 'to']) {
    const text = optionText(context, name);
    written[name] = text === undefined ? undefined : readDate(context, `--${name}`, text, zone);
  }
  const table = taken(context, await client.receipts(queryOf(context, written)));
  if (output.format === 'json') output.document(table);
  else if (output.format === 'ndjson') for (const row of table.rows) output.object(row);
  else if (table.rows.length > 0) output.table(reportColumns(output, table), table.rows);
  if (table.rows.length === 0) output.note(output.text('receipt_find.none'));
  noteTrimmed(output, table);
  if (table.next !== null) output.note(output.text('receipt_find.more', { n: table.rows.length }));
  return exitCodes.ok;
}

/** What the API would refuse is wrong use already here. */
function queryOf(context: CommandContext, written: Record<string, string | number | undefined>): ReceiptQuery {
  const filled = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
  const read = receiptQuery.safeParse(filled);
  if (read.success) return read.data;
  const option = String(read.error.issues[0]?.path[0] ?? '');
  throw wrongUse(context.output, 'usage.not_a_value', { option: `--${option}`, value: String(filled[option] ?? '') });
}

export const receiptRouteCommand: Command = {
  words: ['receipt', 'route'],
  operands: [1, 1],
  operandText: 'ID',
  summary: 'command.receipt_route',
  examples: ['smena receipt route 6f1c0a52-0001-4c1e-9d55-000000005001'],
  options: { ...formatOptions, ...sourceOptions },
  run: (context) => context.withClient((client) => route(context, client)),
};

async function route(context: CommandContext, client: SmenaClient): Promise<ExitCode> {
  const { output, operands } = context;
  const detail = taken(context, await client.document(operands[0] ?? ''));
  const steps = detail.route;
  if (output.format === 'json') {
    const { shopCode, registerCode, shiftKey } = detail;
    output.document({ shopCode, registerCode, shiftKey, route: steps });
  } else if (output.format === 'ndjson') for (const step of steps) output.object(step);
  else
    output.table(
      [
        {
          title: output.text('column.step'),
          show: ({ step, at }) => `${at === null ? '○' : '✓'} ${output.text(`receipt_step.${step}`)}`,
          plain: ({ step }) => step,
        },
        {
          title: output.text('column.step_time'),
          show: ({ at, localAt }) => (localAt === null ? showUtc(output, at) : showTime(output, localAt)),
          plain: ({ at }) => at ?? '',
        },
        {
          title: output.text('column.file'),
          show: ({ file }) => file ?? '—',
          plain: ({ file }) => file ?? '',
          rank: 1,
        },
      ],
      steps,
    );
  return exitCodes.ok;
}

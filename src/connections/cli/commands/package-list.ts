/** `smena package list`: what came in and what became of it. */
import type { PackageRow } from '../../../../contracts/web-api.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import { type Command, optionChoice, optionCount, optionText, taken } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output, TextKey } from '../output.ts';
import { checkPlace } from '../places.ts';
import { countColumn, showUtc, textColumn } from '../show.ts';
import type { Colour, Column } from '../table.ts';

const states = ['all', 'waiting', 'processed', 'error', 'broken'] as const;
const MOST = 1000;

export const packageListCommand: Command = {
  words: ['package', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.package_list',
  examples: ['smena package list --state broken', 'smena package list --shop 12 --register 3 --limit 20 --json'],
  options: {
    state: { type: 'string', value: states.join('|'), choices: states },
    shop: { type: 'string', value: 'CODE' },
    register: { type: 'string', value: 'CODE' },
    limit: { type: 'string', value: 'N', most: MOST },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const { output } = context;
    const query = {
      state: optionChoice(context, 'state', states, 'all'),
      shop: optionText(context, 'shop'),
      register: optionText(context, 'register'),
      limit: optionCount(context, 'limit') ?? 200,
    };
    checkPlace(context);
    return context.withClient(async (client) => {
      const list = taken(context, await client.packages(query));
      if (output.format === 'json') output.document(list);
      else if (output.format === 'ndjson') for (const row of list.packages) output.object(row);
      else if (list.packages.length === 0) output.note(output.text('package_list.empty'));
      else output.table(columns(output), list.packages);
      if (list.next !== null) output.note(output.text('package_list.more', { limit: query.limit }));
      return exitCodes.ok;
    });
  },
};

const marks: Readonly<Record<PackageRow['state'], { mark: string; key: TextKey; colour: Colour | null }>> = {
  waiting: { mark: '○', key: 'package_state.waiting', colour: null },
  processed: { mark: '✓', key: 'package_state.processed', colour: 'green' },
  error: { mark: '◆', key: 'package_state.error', colour: 'red' },
  broken: { mark: '◆', key: 'package_state.broken', colour: 'red' },
};

function columns(output: Output): Column<PackageRow>[] {
  return [
    {
      title: output.text('column.received'),
      show: (row) => showUtc(output, row.receivedAt),
      plain: (row) => row.receivedAt,
    },
    {
      title: output.text('column.register'),
      show: (row) => [row.shopCode, row.registerCode ?? row.registerId].filter((part) => part !== null).join('/'),
    },
    {
      title: output.text('column.state'),
      show: (row) => `${marks[row.state].mark} ${output.text(marks[row.state].key)}`,
      plain: (row) => row.state,
      colour: (row) => marks[row.state].colour,
    },
    countColumn(output, 'column.new', (row) => row.documents.new, 2),
    countColumn(output, 'column.same', (row) => row.documents.same, 2),
    countColumn(output, 'column.enriched', (row) => row.documents.enriched, 3),
    countColumn(output, 'column.conflict', (row) => row.documents.conflict, 2),
    countColumn(output, 'column.set_aside', (row) => row.documents.set_aside, 2),
    countColumn(output, 'column.size', (row) => row.size, 5),
    textColumn(output, 'column.reason', (row) => row.reason?.[output.language] ?? null, 4),
    textColumn(output, 'column.file', (row) => row.fileName, 5),
    textColumn(output, 'column.name', (row) => row.name, 6),
  ];
}

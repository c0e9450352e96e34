/** `smena package list`: what came in and what became of it. */
import type { PackageRow } from '../../../../contracts/web-api.ts';
import type { Command } from '../command.ts';
import type { Output, TextKey } from '../output.ts';
import { printList } from '../pages.ts';
import { placeListOptions, readLimits, readStateQuery } from '../place-lists.ts';
import { countColumn, showUtc, textColumn } from '../show.ts';
import type { Colour, Column } from '../table.ts';

const states = ['all', 'waiting', 'processed', 'error', 'broken'] as const;

export const packageListCommand: Command = {
  words: ['package', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.package_list',
  examples: ['smena package list --state broken', 'smena package list --shop 12 --register 3 --limit 20 --json'],
  options: placeListOptions(states),
  run(context) {
    const { output } = context;
    const query = readStateQuery(context, states, 'all');
    return context.withClient((client) =>
      printList(context, {
        ...readLimits(context),
        read: (limit, before: string | undefined) => client.packages({ ...query, limit, before }),
        rows: 'packages',
        show: columns(output),
        empty: 'package_list.empty',
      }),
    );
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
    textColumn(output, 'column.store_server', (row) => row.serverCode, 5),
    textColumn(output, 'column.file', (row) => row.fileName, 5),
    textColumn(output, 'column.name', (row) => row.name, 6),
  ];
}

/** `smena export list`: what the ERP has and what it lacks, the oldest lack first. */
import type { ExportRow } from '../../../../contracts/web-api.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import { type Command, optionChoice, optionCount, optionText } from '../command.ts';
import type { Output } from '../output.ts';
import { MOST_ROWS, printList } from '../pages.ts';
import { countColumn, exportColumn, moneyColumn, showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const states = ['all', 'not_exported', 'exported'] as const;
/** Rows of one answer. */
const PAGE = 10_000;

export const exportListCommand: Command = {
  words: ['export', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.export_list',
  examples: ['smena export list --state not_exported', 'smena export list --shop 12 --plain'],
  options: {
    state: { type: 'string', value: states.join('|'), choices: states },
    shop: { type: 'string', value: 'CODE' },
    limit: { type: 'string', value: 'N', most: MOST_ROWS },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const { output } = context;
    const query = {
      state: optionChoice(context, 'state', states, 'all'),
      shop: optionText(context, 'shop'),
    };
    return context.withClient((client) =>
      printList(context, {
        limit: optionCount(context, 'limit') ?? 500,
        most: PAGE,
        read: (limit, after: string | undefined) => client.exports({ ...query, limit, after }),
        rows: 'exports',
        show: columns(output),
        empty: 'export_list.empty',
      }),
    );
  },
};

function columns(output: Output): Column<ExportRow>[] {
  return [
    {
      title: output.text('column.shift'),
      show: (row) => `${row.shopCode}/${row.registerCode}/${row.shiftKey}`,
    },
    {
      title: output.text('column.state'),
      show: (row) => output.text(row.closed ? 'shift_state.closed' : 'shift_state.open'),
      plain: (row) => (row.closed ? 'closed' : 'open'),
      rank: 2,
    },
    countColumn(output, 'column.receipts', (row) => row.receiptCount, 3),
    moneyColumn(output, 'column.revenue', (row) => row.revenue, 1),
    exportColumn(output, (row) => row.export.state),
    {
      title: output.text('column.exported_at'),
      show: (row) => showUtc(output, row.export.exportedAt),
      plain: (row) => row.export.exportedAt ?? '',
      rank: 5,
    },
    textColumn(output, 'column.file', (row) => row.path, 4),
    textColumn(output, 'column.reason', (row) => row.export.reason?.[output.language] ?? null, 6),
  ];
}

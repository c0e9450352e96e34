/** `smena export list`: what the ERP has and what it lacks, the oldest lack first. */
import type { ExportRow } from '../../../../contracts/web-api.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import { type Command, optionChoice, optionCount, optionText, taken } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { countColumn, exportColumn, moneyColumn, showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const states = ['all', 'not_exported', 'exported'] as const;
const MOST = 10_000;

export const exportListCommand: Command = {
  words: ['export', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.export_list',
  examples: ['smena export list --state not_exported', 'smena export list --shop 12 --plain'],
  options: {
    state: { type: 'string', value: states.join('|'), choices: states },
    shop: { type: 'string', value: 'CODE' },
    limit: { type: 'string', value: 'N', most: MOST },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const { output } = context;
    const query = {
      state: optionChoice(context, 'state', states, 'all'),
      shop: optionText(context, 'shop'),
      limit: optionCount(context, 'limit') ?? 500,
    };
    return context.withClient(async (client) => {
      const list = taken(context, await client.exports(query));
      if (output.format === 'json') output.document(list);
      else if (output.format === 'ndjson') for (const row of list.exports) output.object(row);
      else if (list.exports.length === 0) output.note(output.text('export_list.empty'));
      else output.table(columns(output), list.exports);
      return exitCodes.ok;
    });
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

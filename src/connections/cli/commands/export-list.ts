/** `smena export list`: what the ERP has and what it lacks, the oldest lack first. */
import type { ExportRow } from '../../../../contracts/web-api.ts';
import type { Command } from '../command.ts';
import type { Output } from '../output.ts';
import { printList } from '../pages.ts';
import { readLimits, readShopStateQuery, shopListOptions } from '../place-lists.ts';
import { countColumn, exportColumn, moneyColumn, showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const states = ['all', 'not_exported', 'exported'] as const;

export const exportListCommand: Command = {
  words: ['export', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.export_list',
  examples: ['smena export list --state not_exported', 'smena export list --shop 12 --plain'],
  options: shopListOptions(states),
  run(context) {
    const { output } = context;
    const query = readShopStateQuery(context, states, 'all');
    return context.withClient((client) =>
      printList(context, {
        ...readLimits(context, { usual: 500, most: 10_000 }),
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

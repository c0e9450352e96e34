/** `smena export files` and `smena export show`: the files for the ERP and what is in one of them. */
import type { ExportFileRow, ExportFileText } from '../../../../contracts/web-api.ts';
import { readFileId } from '../addresses.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import type { SmenaClient } from '../client.ts';
import { type Command, type CommandContext, taken } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { printList } from '../pages.ts';
import { readLimits, readShopStateQuery, shopListOptions } from '../place-lists.ts';
import { countColumn, moneyColumn, showUtc, textColumn } from '../show.ts';
import type { Colour, Column } from '../table.ts';

const states = ['all', 'failed', 'waiting', 'taken', 'lost', 'changed'] as const;
/** Lines of a file that are asked for at once. */
const LINES = 2_000;

export const exportFilesCommand: Command = {
  words: ['export', 'files'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.export_files',
  examples: ['smena export files --state waiting', 'smena export files --shop 12 --json'],
  options: shopListOptions(states),
  run(context) {
    const query = readShopStateQuery(context, states, 'all');
    return context.withClient((client) =>
      printList(context, {
        ...readLimits(context),
        read: (limit, before: string | undefined) => client.exportFiles({ ...query, limit, before }),
        rows: 'files',
        show: fileColumns(context.output),
        empty: 'export_files.empty',
      }),
    );
  },
};

export const exportShowCommand: Command = {
  words: ['export', 'show'],
  operands: [1, 1],
  operandText: 'E-NUMBER',
  summary: 'command.export_show',
  examples: ['smena export show E-301', 'smena export show 301 --json'],
  options: { ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    const fileId = readFileId(context, context.operands[0] ?? '');
    return context.withClient(async (client) => {
      const file = await readWhole(context, client, fileId);
      if (output.format === 'json') output.document(file);
      else if (output.format === 'ndjson') for (const line of file.lines) output.object(line);
      else for (const line of file.lines) output.data(line.text);
      output.note(output.text(`export_show.verdict.${file.verdict}`));
      for (const { rule, text } of file.problems) output.complain(`◆ ${rule}: ${text}`);
      return file.verdict === 'accepted' && file.problems.length === 0 ? exitCodes.ok : exitCodes.failed;
    });
  },
};

/** All lines, a page behind the other. */
async function readWhole(context: CommandContext, client: SmenaClient, fileId: string): Promise<ExportFileText> {
  const read = async (from: number) => taken(context, await client.exportFile(fileId, { from, lines: LINES }));
  const whole = await read(1);
  while (whole.lines.length < whole.totalLines) {
    const { lines } = await read(whole.lines.length + 1);
    if (lines.length === 0) break;
    whole.lines.push(...lines);
  }
  return whole;
}

const marks: Readonly<Record<ExportFileRow['state'], { mark: string; colour: Colour | null }>> = {
  failed: { mark: '◆', colour: 'blue' },
  waiting: { mark: '○', colour: null },
  taken: { mark: '✓', colour: null },
  lost: { mark: '◆', colour: 'red' },
  changed: { mark: '◆', colour: 'red' },
};

function fileColumns(output: Output): Column<ExportFileRow>[] {
  const timeColumn = (
    key: 'column.published' | 'column.taken' | 'column.confirmed',
    of: (row: ExportFileRow) => string | null,
    rank: number,
  ): Column<ExportFileRow> => ({
    title: output.text(key),
    show: (row) => showUtc(output, of(row)),
    plain: (row) => of(row) ?? '',
    rank,
  });
  return [
    { title: output.text('column.number'), show: (row) => row.fileId ?? '—', plain: (row) => row.fileId ?? '' },
    {
      title: output.text('column.shift'),
      show: (row) => `${row.shopCode}/${row.registerCode}/${row.shiftKey}`,
    },
    {
      title: output.text('column.state'),
      show: ({ state }) => `${marks[state].mark} ${output.text(`file_state.${state}`)}`,
      plain: (row) => row.state,
      colour: ({ state }) => marks[state].colour,
    },
    countColumn(output, 'column.receipts', (row) => row.receiptCount, 2),
    moneyColumn(output, 'column.revenue', (row) => row.revenue, 1),
    timeColumn('column.published', (row) => row.publishedAt, 3),
    timeColumn('column.taken', (row) => (row.state === 'taken' ? row.endedAt : null), 4),
    timeColumn('column.confirmed', (row) => row.confirmedAt, 6),
    textColumn(output, 'column.file', (row) => row.path, 5),
    countColumn(output, 'column.tries', (row) => row.attempts, 8),
    textColumn(output, 'column.reason', (row) => row.reason?.[output.language] ?? null, 7),
  ];
}

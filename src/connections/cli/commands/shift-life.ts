/** `smena shift route` and `smena shift history`: how the sales of a shift came, and what changed in it (S8). */
import type { ShiftHistoryEntry, ShiftStage } from '../../../../contracts/web-api.ts';
import { readShiftAddress } from '../addresses.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import { type Command, type CommandContext, taken } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { showTime, showUtc } from '../show.ts';
import { type Column, oneLine } from '../table.ts';

const common = {
  operands: [1, 1] as [number, number],
  operandText: 'SHOP/REGISTER/NUMBER@DATE',
  options: { ...formatOptions, ...sourceOptions },
};

export const shiftRouteCommand: Command = {
  ...common,
  words: ['shift', 'route'],
  summary: 'command.shift_route',
  examples: ['smena shift route 12/3/347@2026-03-14', 'smena shift route 12/3/347@2026-03-14 --json'],
  run: (context) => {
    const address = readShiftAddress(context, context.operands[0] ?? '');
    return context.withClient(async (client) => {
      const route = taken(context, await client.shiftRoute(address));
      return show(context, route, route.stages, stageColumns(context.output));
    });
  },
};

export const shiftHistoryCommand: Command = {
  ...common,
  words: ['shift', 'history'],
  summary: 'command.shift_history',
  examples: ['smena shift history 12/3/347@2026-03-14', 'smena shift history 12/3/347@2026-03-14 --ndjson'],
  run: (context) => {
    const address = readShiftAddress(context, context.operands[0] ?? '');
    return context.withClient(async (client) => {
      const history = taken(context, await client.shiftHistory(address));
      return show(context, history, history.entries, entryColumns(context.output));
    });
  },
};

/** The whole answer as a document, its rows as lines and as a table. */
function show<Row extends object>(
  { output }: CommandContext,
  answer: object,
  rows: readonly Row[],
  columns: Column<Row>[],
): ExitCode {
  if (output.format === 'json') output.document(answer);
  else if (output.format === 'ndjson') for (const row of rows) output.object(row);
  else output.table(columns, rows);
  return exitCodes.ok;
}

function stageColumns(output: Output): Column<ShiftStage>[] {
  const reached = ({ at, localAt }: ShiftStage) => at !== null || localAt !== null;
  return [
    {
      title: output.text('column.step'),
      show: (stage) => `${reached(stage) ? '✓' : '○'} ${output.text(`shift_step.${stage.step}`)}`,
      plain: ({ step }) => step,
    },
    {
      title: output.text('column.step_time'),
      show: ({ at, localAt }) => (localAt === null ? showUtc(output, at) : showTime(output, localAt)),
      plain: ({ at }) => at ?? '',
    },
    {
      title: output.text('column.lasted'),
      align: 'right',
      rank: 1,
      show: ({ lastedMs }) => (lastedMs === null ? '—' : lastedText(lastedMs)),
      plain: ({ lastedMs }) => (lastedMs === null ? '' : String(lastedMs)),
    },
    {
      title: output.text('column.outcome'),
      rank: 1,
      show: ({ text }) => oneLine(text?.[output.language] ?? '—'),
      plain: ({ text }) => oneLine(text?.[output.language] ?? ''),
    },
  ];
}

/** Hours, minutes and seconds as a clock; what took less than a second with thousandths. */
function lastedText(ms: number): string {
  if (ms < 1_000) return `0:00:00.${String(ms).padStart(3, '0')}`;
  const seconds = Math.round(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const signs: Record<ShiftHistoryEntry['level'], string> = { info: '✓', warning: '▲', error: '◆' };

function entryColumns(output: Output): Column<ShiftHistoryEntry>[] {
  return [
    { title: output.text('column.step_time'), show: ({ at }) => showUtc(output, at), plain: ({ at }) => at },
    {
      title: output.text('column.what'),
      show: ({ level, text }) => `${signs[level]} ${oneLine(text[output.language])}`,
      plain: ({ text }) => oneLine(text[output.language]),
    },
    { title: output.text('column.who'), rank: 1, show: ({ who }) => who ?? '—', plain: ({ who }) => who ?? '' },
  ];
}

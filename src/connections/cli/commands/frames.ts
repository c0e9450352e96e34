/** `smena frame …`: messages of registers that no description fits yet (registers §14). */
import type { CapturedFrame, FrameDetail } from '../../../../contracts/web-api.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, optionCount, taken } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { withServer } from '../running-server.ts';
import { countColumn, showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const SERVER = '--server http://127.0.0.1:8080';
const MOST_ROWS = 500;

export const frameListCommand: Command = {
  words: ['frame', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.frame_list',
  examples: [`smena frame list ${SERVER}`],
  options: { limit: { type: 'string', value: 'N', most: MOST_ROWS }, ...formatOptions, ...sourceOptions },
  run: (context) =>
    withServer(context, 'frame list', async (server) => {
      const { output } = context;
      const list = taken(context, await server.frames(optionCount(context, 'limit') ?? 100));
      if (output.format === 'json') output.document(list);
      else if (output.format === 'ndjson') for (const row of list.frames) output.object(row);
      else if (list.frames.length === 0) output.note(output.text('frame_list.empty'));
      else output.table(frameColumns(output), list.frames);
      return exitCodes.ok;
    }),
};

export const frameShowCommand: Command = {
  words: ['frame', 'show'],
  operands: [1, 1],
  operandText: 'NAME',
  summary: 'command.frame_show',
  examples: [`smena frame show _cash_3_0a1b2c3d_0123456789abcdef0123456789abcdef01234567.sales ${SERVER}`],
  options: { ...formatOptions, ...sourceOptions },
  run: (context) =>
    withServer(context, 'frame show', async (server) => {
      const { output, operands } = context;
      const name = operands[0] ?? '';
      const detail = taken(context, await server.frame(name));
      if (output.format === 'json') output.document(detail);
      else if (output.format === 'ndjson') output.object(detail);
      else if (detail.fields === null) output.note(output.text('frame.unreadable', { name }));
      else output.table(fieldColumns(output), detail.fields);
      return exitCodes.ok;
    }),
};

export const frameReadCommand: Command = {
  words: ['frame', 'read'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.frame_read',
  examples: [`smena frame read ${SERVER}`],
  options: { ...tryOption, ...formatOptions, ...sourceOptions },
  run: (context) =>
    withServer(context, 'frame read', async (server) => {
      const { output } = context;
      const answer = taken(context, await server.readFrames());
      if (output.format === 'json') output.document(answer);
      else if (output.format === 'ndjson') output.object(answer);
      else output.data(output.text('frame.reading', { n: answer.frames }));
      return exitCodes.ok;
    }),
};

function frameColumns(output: Output): Column<CapturedFrame>[] {
  return [
    {
      title: output.text('column.captured'),
      show: (row) => showUtc(output, row.receivedAt),
      plain: (row) => row.receivedAt,
    },
    {
      title: output.text('column.register'),
      show: ({ shopCode, registerCode, registerId }) =>
        registerCode === null ? (registerId ?? '—') : `${shopCode}/${registerCode}`,
    },
    textColumn(output, 'column.type', ({ kind }) => kind, 1),
    countColumn(output, 'column.length', ({ size }) => size, 2),
    textColumn(output, 'column.frame', ({ name }) => name, 0),
  ];
}

function fieldColumns(output: Output): Column<NonNullable<FrameDetail['fields']>[number]>[] {
  return [
    { title: output.text('column.number'), show: ({ path }) => path },
    textColumn(output, 'column.type', ({ type }) => type, 1),
    countColumn(output, 'column.length', ({ length }) => length, 1),
    textColumn(output, 'column.value', ({ raw }) => raw, 0),
  ];
}

/** `smena gap …` and `smena register again`: missing receipt numbers, and registers that the server asks again. */
import type { GapRow, LoadConfirmation, RearmRow } from '../../../../contracts/web-api.ts';
import { messageText } from '../../../messages/messages.ts';
import { readGapId } from '../addresses.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import type { ServerCalls, SmenaClient } from '../client.ts';
import { type Command, type CommandContext, optionText, taken } from '../command.ts';
import { confirmLoad } from '../confirm-load.ts';
import { checkWait, followRequested, waitOptions } from '../follow-transfer.ts';
import type { Output } from '../output.ts';
import { printList } from '../pages.ts';
import { placeListOptions, readLimits, readPlaceQuery, readStateQuery } from '../place-lists.ts';
import { withServer } from '../running-server.ts';
import { countColumn, showTime, showUtc, textColumn } from '../show.ts';
import type { Colour, Column } from '../table.ts';

const states = ['open', 'absent', 'filled', 'all'] as const;
const SERVER = '--server http://127.0.0.1:8080';

export const gapListCommand: Command = {
  words: ['gap', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.gap_list',
  examples: [`smena gap list ${SERVER}`, 'smena gap list --shop 12 --register 3 --state all --json'],
  options: placeListOptions(states),
  run(context) {
    const { output } = context;
    const query = readStateQuery(context, states, 'open');
    return context.withClient((client) =>
      printList(context, {
        ...readLimits(context),
        read: (limit, before: string | undefined) => client.gaps({ ...query, limit, before }),
        rows: 'gaps',
        show: gapColumns(output),
        empty: 'gap_list.empty',
      }),
    );
  },
};

export const gapAskCommand: Command = {
  words: ['gap', 'ask'],
  operands: [1, 1],
  operandText: 'G-NUMBER',
  summary: 'command.gap_ask',
  examples: [`smena gap ask G-12 ${SERVER}`, `smena gap ask G-12 --wait --timeout 600 ${SERVER}`],
  options: {
    yes: { type: 'boolean' },
    ...waitOptions,
    author: { type: 'string', value: 'NAME' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const gapId = readGapId(context, context.operands[0] ?? '');
    checkWait(context);
    return withServer(context, 'gap ask', async (server, client, interrupted) => {
      const asked = { author: optionText(context, 'author'), confirmed: context.options.yes === true };
      let answer = taken(context, await server.askGap(gapId, asked));
      if ('preview' in answer) {
        await confirmGap(context, { server, client }, gapId, answer, interrupted);
        answer = taken(context, await server.askGap(gapId, { ...asked, confirmed: true }));
      }
      if ('preview' in answer) throw new Error('the server asks about what is confirmed');
      return followRequested(context, client, answer, interrupted);
    });
  },
};

export const registerAgainCommand: Command = {
  words: ['register', 'again'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.register_again',
  examples: [`smena register again ${SERVER}`, 'smena register again --shop 12 --json'],
  options: placeListOptions(),
  run(context) {
    const query = readPlaceQuery(context);
    return context.withClient((client) =>
      printList(context, {
        ...readLimits(context),
        read: (limit, after: string | undefined) => client.rearm({ ...query, limit, after }),
        rows: 'registers',
        show: againColumns(context.output),
        empty: 'register_again.empty',
      }),
    );
  },
};

/** The question names the register, which the list of gaps knows: the newest gap before the next number is this one. */
async function confirmGap(
  context: CommandContext,
  { server, client }: { server: ServerCalls; client: SmenaClient },
  gapId: string,
  question: LoadConfirmation,
  interrupted: AbortSignal,
): Promise<void> {
  const before = `G-${Number(gapId.slice(2)) + 1}`;
  const [gap] = taken(context, await client.gaps({ state: 'all', limit: 1, before })).gaps;
  if (gap?.gapId !== gapId) throw new Error(`the server asks about the gap ${gapId} and does not list it`);
  const { shopCode, registerCode } = gap;
  const author = optionText(context, 'author');
  await confirmLoad(context, server, { shopCode, registerCode, author }, question, interrupted);
}

const marks: Readonly<Record<GapRow['state'], { mark: string; colour: Colour | null }>> = {
  waiting: { mark: '○', colour: null },
  asked: { mark: '○', colour: null },
  held: { mark: '▲', colour: 'yellow' },
  absent: { mark: '◆', colour: 'red' },
  filled: { mark: '✓', colour: 'green' },
};

function gapColumns(output: Output): Column<GapRow>[] {
  return [
    { title: output.text('column.number'), show: (row) => row.gapId },
    { title: output.text('column.register'), show: (row) => `${row.shopCode}/${row.registerCode}` },
    { title: output.text('column.shift'), show: (row) => row.shiftKey, rank: 4 },
    {
      title: output.text('column.receipt_numbers'),
      show: ({ first, last }) => (first === last ? `${first}` : `${first}–${last}`),
    },
    countColumn(output, 'column.missing', (row) => row.missing, 1),
    {
      title: output.text('column.state'),
      show: ({ state }) => `${marks[state].mark} ${messageText(output.language, `gap_state.${state}`)}`,
      plain: (row) => row.state,
      colour: ({ state }) => marks[state].colour,
    },
    textColumn(output, 'column.reason', (row) => row.cause[output.language], 3),
    {
      title: output.text('column.load'),
      show: (row) => row.transferId ?? '—',
      plain: (row) => row.transferId ?? '',
      rank: 5,
    },
    {
      title: output.text('column.next_ask'),
      show: (row) => showUtc(output, row.nextAskAt),
      plain: (row) => row.nextAskAt ?? '',
      rank: 6,
    },
    {
      title: output.text('column.range'),
      show: (row) => `${showTime(output, row.from)} – ${showTime(output, row.to)}`,
      plain: ({ from, to }) => (from === null || to === null ? '' : `${from}..${to}`),
      rank: 7,
    },
  ];
}

function againColumns(output: Output): Column<RearmRow>[] {
  return [
    { title: output.text('column.register'), show: (row) => `${row.shopCode}/${row.registerCode}` },
    {
      title: output.text('column.reason'),
      show: ({ again }) => again?.reason[output.language] ?? '—',
      plain: ({ again }) => again?.reason.code ?? '',
    },
    {
      title: output.text('column.since'),
      show: ({ again }) => showUtc(output, again?.since ?? null),
      plain: ({ again }) => again?.since ?? '',
      rank: 3,
    },
    countColumn(output, 'column.attempts', ({ again }) => again?.attempts ?? null, 1),
    {
      title: output.text('column.load'),
      show: ({ again }) => again?.transferId ?? '—',
      plain: ({ again }) => again?.transferId ?? '',
    },
    {
      title: output.text('column.next_ask'),
      show: ({ again }) => showUtc(output, again?.nextAskAt ?? null),
      plain: ({ again }) => again?.nextAskAt ?? '',
      rank: 2,
    },
    {
      title: output.text('column.clock'),
      show: ({ clock }) => showClock(output, clock),
      plain: ({ clock }) => (clock === null ? '' : String(clock.offsetSeconds)),
      colour: ({ clock }) => (clock === null ? null : 'yellow'),
    },
  ];
}

function showClock(output: Output, clock: RearmRow['clock']): string {
  if (clock === null) return '—';
  const minutes = Math.round(Math.abs(clock.offsetSeconds) / 60);
  const params = { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
  return `▲ ${output.text(clock.offsetSeconds > 0 ? 'clock.ahead' : 'clock.behind', params)}`;
}

/** `smena log …`: what happened, the entries of «Лог» (M13); `tail` goes on telling until it is interrupted. */
import type { EventListQuery, EventRow } from '../../../../contracts/web-api.ts';
import { sleep } from '../../../platform/worker-loop.ts';
import { readTransferId } from '../addresses.ts';
import { formatOptions, type OptionSpec, sourceOptions } from '../arguments.ts';
import type { Answer, SmenaClient } from '../client.ts';
import { type Command, type CommandContext, optionCount, optionText, taken } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { MOST_ROWS, printList } from '../pages.ts';
import { checkPlace } from '../places.ts';
import { withServer } from '../running-server.ts';
import { showUtc } from '../show.ts';
import { type Colour, oneLine } from '../table.ts';

const levels = ['info', 'warning', 'error'] as const;
/** Rows of one answer. */
const PAGE = 1000;
const SERVER = '--server http://127.0.0.1:8080';

const logOptions: Readonly<Record<string, OptionSpec>> = {
  level: { type: 'string', value: levels.join('|'), choices: levels },
  shop: { type: 'string', value: 'CODE' },
  register: { type: 'string', value: 'CODE' },
  transfer: { type: 'string', value: 'T-88' },
  text: { type: 'string', value: 'TEXT' },
  limit: { type: 'string', value: 'N', most: MOST_ROWS },
  ...formatOptions,
  ...sourceOptions,
};

export const logListCommand: Command = {
  words: ['log', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.log_list',
  examples: [
    `smena log list --shop 12 --register 3 --limit 50 ${SERVER}`,
    'smena log list --level error --json',
    'smena log list --text transfer.declined --plain',
    'smena log list --transfer T-88',
  ],
  options: logOptions,
  run(context) {
    const { output } = context;
    const query = readQuery(context, 200);
    return context.withClient((client) =>
      printList(context, {
        limit: query.limit,
        most: PAGE,
        read: (limit, before: number | undefined) => client.log({ ...query, limit, before }),
        rows: 'events',
        show: (row: EventRow) => print(output, row),
        empty: 'log_list.empty',
      }),
    );
  },
};

export const logTailCommand: Command = {
  words: ['log', 'tail'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.log_tail',
  examples: [`smena log tail ${SERVER}`, `smena log tail --level warning --ndjson ${SERVER}`],
  options: logOptions,
  async run(context) {
    const query = readQuery(context, 10);
    return withServer(context, 'log tail', (_, client, interrupted) => follow(context, client, query, interrupted));
  },
};

function readQuery(context: CommandContext, limit: number): EventListQuery {
  checkPlace(context);
  const transfer = optionText(context, 'transfer');
  return {
    level: levels.find((level) => level === optionText(context, 'level')),
    shop: optionText(context, 'shop'),
    register: optionText(context, 'register'),
    transfer: transfer === undefined ? undefined : readTransferId(context, transfer),
    q: optionText(context, 'text'),
    limit: optionCount(context, 'limit') ?? limit,
  };
}

const LOOK_EVERY_MS = 1000;

/** The latest entries and then each new one, the oldest first; a server that is away for a while is waited for. */
async function follow(
  context: CommandContext,
  client: SmenaClient,
  query: EventListQuery,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  const { output } = context;
  const from = await newestOf(client);
  const first = from.ok ? await client.log({ ...query, limit: Math.min(query.limit, PAGE) }) : from;
  if (interrupted.aborted) return exitCodes.interrupted;
  let newest = taken(context, from);
  const tell = (rows: readonly EventRow[]) => {
    for (const row of rows.toReversed()) print(output, row);
    newest = Math.max(newest, rows[0]?.eventId ?? 0);
  };
  tell(taken(context, first).events);
  let away = false;
  while (!output.readerGone()) {
    await sleep(LOOK_EVERY_MS, interrupted);
    const upTo = await newestOf(client);
    const answer = upTo.ok ? await readSince(client, query, newest) : upTo;
    if (interrupted.aborted) return exitCodes.interrupted;
    if (!answer.ok && answer.code !== 'server.unreachable' && answer.code !== 'database.away') taken(context, answer);
    if (answer.ok) tell(answer.value);
    if (answer.ok && upTo.ok) newest = Math.max(newest, upTo.value);
    if (away === answer.ok) output.note(answer.ok ? output.text('log_tail.back') : answer.message[output.language]);
    away = !answer.ok;
  }
  return exitCodes.ok;
}

/** The newest entry of the whole log, so that a search for rare entries does not begin at the first one each time. */
async function newestOf(client: SmenaClient): Promise<Answer<number>> {
  const answer = await client.log({ limit: 1 });
  return answer.ok ? { ok: true, value: answer.value.events[0]?.eventId ?? 0 } : answer;
}

/** Every entry after `newest`, newest first, however many pages they are. */
async function readSince(client: SmenaClient, query: EventListQuery, newest: number): Promise<Answer<EventRow[]>> {
  const rows: EventRow[] = [];
  let before: number | undefined;
  do {
    const answer = await client.log({ ...query, limit: PAGE, after: newest, before });
    if (!answer.ok) return answer;
    rows.push(...answer.value.events);
    before = answer.value.next ?? undefined;
  } while (before !== undefined);
  return { ok: true, value: rows };
}

const marks: Readonly<Record<EventRow['level'], { mark: string; colour: Colour | null }>> = {
  info: { mark: ' ', colour: null },
  warning: { mark: '▲', colour: 'yellow' },
  error: { mark: '◆', colour: 'red' },
};

/** One entry: an object for programs (`tail` has no single document), a plain line, or a line for people. */
function print(output: Output, row: EventRow): void {
  const text = oneLine(row.text[output.language]);
  if (output.format === 'json' || output.format === 'ndjson') output.object(row);
  else if (output.format === 'plain')
    output.data([row.at, row.level, row.shopCode ?? '', row.registerCode ?? '', row.code, text].join('\t'));
  else {
    const { mark, colour } = marks[row.level];
    const place = [row.shopCode, row.registerCode].filter((code) => code !== null).join('/');
    const line = `${showUtc(output, row.at)} ${mark} ${place === '' ? '' : `${place}: `}${text}`;
    output.data(colour === null ? line : output.paint(colour, line));
  }
}

/** `smena schedule …`: when registers are asked by themselves, and what came of it (M2). */
import type { ScheduleList, SlotRule } from '../../../../contracts/web-api.ts';
import { formatOptions, type OptionSpec, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, isDryRun, optionCount, optionText, taken, wrongUse } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { TextKey } from '../output.ts';
import { MOST_ROWS, printList } from '../pages.ts';
import { withServer } from '../running-server.ts';
import { runColumns, scheduleColumns } from '../schedule-words.ts';

const SERVER = '--server http://127.0.0.1:8080';
const author: Readonly<Record<string, OptionSpec>> = { author: { type: 'string', value: 'NAME' } };
const MOST_MINUTES = 1440;

const ruleOptions: Readonly<Record<string, OptionSpec>> = {
  every: { type: 'string', value: 'MINUTES', most: MOST_MINUTES },
  between: { type: 'string', value: 'HH:MM..HH:MM' },
  daily: { type: 'string', value: 'HH:MM,HH:MM' },
};

export const scheduleListCommand: Command = {
  words: ['schedule', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.schedule_list',
  examples: [`smena schedule list ${SERVER}`, 'smena schedule list --json'],
  options: { ...formatOptions, ...sourceOptions },
  run: (context) =>
    context.withClient(async (client) => {
      print(context, taken(context, await client.schedules()));
      return exitCodes.ok;
    }),
};

function print({ output }: CommandContext, list: ScheduleList): void {
  if (output.format === 'json') output.document(list);
  else if (output.format === 'ndjson') for (const row of list.schedules) output.object(row);
  else if (list.schedules.length === 0) output.note(output.text('schedule_list.empty'));
  else output.table(scheduleColumns(output), list.schedules);
}

export const scheduleRunsCommand: Command = {
  words: ['schedule', 'runs'],
  operands: [1, 1],
  operandText: 'NUMBER',
  summary: 'command.schedule_runs',
  examples: [`smena schedule runs 3 --limit 20 ${SERVER}`],
  options: { limit: { type: 'string', value: 'N', most: MOST_ROWS }, ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    const scheduleId = readNumber(context);
    return context.withClient((client) =>
      printList(context, {
        limit: optionCount(context, 'limit') ?? 50,
        most: 500,
        read: (limit, before: string | undefined) => client.scheduleRuns(scheduleId, { limit, before }),
        rows: 'runs',
        show: runColumns(output),
        empty: 'schedule_runs.empty',
      }),
    );
  },
};

export const scheduleAddCommand: Command = {
  words: ['schedule', 'add'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.schedule_add',
  examples: [
    `smena schedule add --every 15 --between 08:00..22:00 ${SERVER}`,
    `smena schedule add --shop 12 --register 3 --daily 09:00,21:00 ${SERVER}`,
  ],
  options: {
    group: { type: 'string', value: 'CODE' },
    shop: { type: 'string', value: 'CODE' },
    register: { type: 'string', value: 'CODE' },
    ...ruleOptions,
    ...author,
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const { output } = context;
    const scope = {
      groupCode: optionText(context, 'group') ?? null,
      shopCode: optionText(context, 'shop') ?? null,
      registerCode: optionText(context, 'register') ?? null,
    };
    if (scope.registerCode !== null && scope.shopCode === null) throw wrongUse(output, 'usage.register_needs_shop');
    if (scope.groupCode !== null && scope.shopCode !== null) throw wrongUse(output, 'usage.group_or_shop');
    const rule = readRule(context);
    return withServer(context, 'schedule add', async (server) => {
      const list = taken(context, await server.addSchedule({ ...scope, rule, author: optionText(context, 'author') }));
      // Numbers are given in order, so the new one is the last.
      return printOne(context, list, list.schedules.at(-1)?.scheduleId ?? 0, 'schedule_change.added');
    });
  },
};

export const scheduleSetCommand: Command = {
  words: ['schedule', 'set'],
  operands: [1, 1],
  operandText: 'NUMBER',
  summary: 'command.schedule_set',
  examples: [`smena schedule set 3 --every 30 ${SERVER}`, `smena schedule set 3 --daily 03:00 ${SERVER}`],
  options: { ...ruleOptions, ...author, ...tryOption, ...formatOptions, ...sourceOptions },
  run(context) {
    const rule = readRule(context);
    return change(context, 'schedule set', { rule }, 'schedule_change.set');
  },
};

export const schedulePauseCommand: Command = {
  words: ['schedule', 'pause'],
  operands: [1, 1],
  operandText: 'NUMBER',
  summary: 'command.schedule_pause',
  examples: [`smena schedule pause 3 --author Петрова ${SERVER}`],
  options: { ...author, ...tryOption, ...formatOptions, ...sourceOptions },
  run: (context) => change(context, 'schedule pause', { paused: true }, 'schedule_change.paused'),
};

export const scheduleResumeCommand: Command = {
  words: ['schedule', 'resume'],
  operands: [1, 1],
  operandText: 'NUMBER',
  summary: 'command.schedule_resume',
  examples: [`smena schedule resume 3 ${SERVER}`],
  options: { ...author, ...tryOption, ...formatOptions, ...sourceOptions },
  run: (context) => change(context, 'schedule resume', { paused: false }, 'schedule_change.resumed'),
};

export const scheduleRemoveCommand: Command = {
  words: ['schedule', 'remove'],
  operands: [1, 1],
  operandText: 'NUMBER',
  summary: 'command.schedule_remove',
  examples: [`smena schedule remove 3 ${SERVER}`],
  options: { ...author, ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const { output } = context;
    const scheduleId = readNumber(context);
    return withServer(context, 'schedule remove', async (server) => {
      const list = taken(context, await server.removeSchedule(scheduleId, optionText(context, 'author')));
      if (output.format !== 'human' || isDryRun(context)) print(context, list);
      output.done(output.text('schedule_change.removed', { scheduleId }));
      return exitCodes.ok;
    });
  },
};

export const scheduleRunCommand: Command = {
  words: ['schedule', 'run'],
  operands: [1, 1],
  operandText: 'NUMBER',
  summary: 'command.schedule_run',
  examples: [`smena schedule run 3 ${SERVER}`],
  options: { ...author, ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const { output } = context;
    const scheduleId = readNumber(context);
    return withServer(context, 'schedule run', async (server) => {
      const ran = taken(context, await server.runSchedule(scheduleId, optionText(context, 'author')));
      const { requested, running, refused, noWay } = ran;
      if (output.format === 'json') output.document(ran);
      else if (output.format === 'ndjson') output.object(ran);
      else if (output.format === 'plain') output.data([requested, running, refused, noWay].join('\t'));
      else output.data(output.text('schedule_run.asked', { scheduleId, requested, running, refused }));
      if (noWay > 0) output.note(output.text('schedule_run.no_way', { n: noWay }));
      return refused > 0 ? exitCodes.partlyDone : exitCodes.ok;
    });
  },
};

/** The number of a schedule; anything else ends the command. */
function readNumber({ output, operands: [word = ''] }: CommandContext): number {
  if (!/^[1-9]\d{0,14}$/.test(word)) throw wrongUse(output, 'usage.schedule', { word });
  return Number(word);
}

/** `--every 15 --between 08:00..22:00` or `--daily 09:00,21:00`; the server says what is wrong with the times. */
function readRule(context: CommandContext): SlotRule {
  const { output } = context;
  const minutes = optionCount(context, 'every');
  const daily = optionText(context, 'daily');
  const between = optionText(context, 'between');
  if ((minutes === undefined) === (daily === undefined)) throw wrongUse(output, 'usage.every_or_daily');
  if (daily !== undefined) {
    if (between !== undefined) throw wrongUse(output, 'usage.between_needs_every');
    return { kind: 'daily', times: daily.split(',').map((time) => time.trim()) };
  }
  const [, from, to] = /^([\d:]{4,5})\.\.([\d:]{4,5})$/.exec(between ?? '00:00..23:59') ?? [];
  if (from === undefined || to === undefined) throw wrongUse(output, 'usage.between', { word: between ?? '' });
  return { kind: 'every', minutes: minutes ?? 0, from, to };
}

async function change(
  context: CommandContext,
  command: string,
  wanted: { rule?: SlotRule; paused?: boolean },
  said: TextKey,
): Promise<ExitCode> {
  const scheduleId = readNumber(context);
  return withServer(context, command, async (server) => {
    const body = { ...wanted, author: optionText(context, 'author') };
    const list = taken(context, await server.changeSchedule(scheduleId, body));
    return printOne(context, list, scheduleId, said);
  });
}

/** The schedule as it is now, and what was done to it. */
function printOne(context: CommandContext, list: ScheduleList, scheduleId: number, said: TextKey): ExitCode {
  const { output } = context;
  print(context, { ...list, schedules: list.schedules.filter((row) => row.scheduleId === scheduleId) });
  output.done(output.text(said, { scheduleId }));
  return exitCodes.ok;
}

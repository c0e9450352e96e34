/** `smena settings …`: every setting, and the change of one, which shows first what it does (M16, D4). */
import type {
  ProtocolPreview,
  Setting,
  SettingChange,
  SettingChanged,
  SettingConfirmation,
} from '../../../../contracts/web-api.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, CommandEnd, isDryRun, optionText, taken, wrongUse } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output, TextKey } from '../output.ts';
import { agrees } from '../question.ts';
import { withServer } from '../running-server.ts';
import { showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const SERVER = '--server http://127.0.0.1:8080';

export const settingsGetCommand: Command = {
  words: ['settings', 'get'],
  operands: [0, 1],
  operandText: '[KEY]',
  summary: 'command.settings_get',
  examples: [`smena settings get ${SERVER}`, 'smena settings get registers.protocolVersion --json'],
  options: { ...formatOptions, ...sourceOptions },
  run: (context) =>
    context.withClient(async (client) => {
      const { output, operands } = context;
      const [key] = operands;
      const all = taken(context, await client.settings()).settings;
      const settings = key === undefined ? all : all.filter((row) => row.key === key);
      if (key !== undefined && settings.length === 0)
        throw new CommandEnd(exitCodes.notFound, [output.text('settings.unknown', { key })]);
      if (output.format === 'json') output.document({ settings });
      else if (output.format === 'ndjson') for (const row of settings) output.object(row);
      else output.table(columns(output), settings);
      return exitCodes.ok;
    }),
};

export const settingsSetCommand: Command = {
  words: ['settings', 'set'],
  operands: [2, 2],
  operandText: 'KEY VALUE',
  summary: 'command.settings_set',
  examples: [
    `smena settings set registers.protocolVersion 4 ${SERVER}`,
    `smena settings set registers.protocolVersion 4 --shop 12 --include-unknown --yes ${SERVER}`,
    `smena settings set registers.protocolVersion 3 --shop 12 --register 3 --yes ${SERVER}`,
  ],
  options: {
    shop: { type: 'string', value: 'CODE' },
    register: { type: 'string', value: 'CODE' },
    'include-unknown': { type: 'boolean' },
    yes: { type: 'boolean' },
    author: { type: 'string', value: 'NAME' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const { output, operands } = context;
    const [key = ''] = operands;
    const wanted = readChange(context);
    return withServer(context, 'settings set', async (server, _client, interrupted) => {
      let answer = taken(context, await server.changeSetting(key, wanted));
      if ('preview' in answer) {
        await confirm(context, answer, interrupted);
        answer = taken(context, await server.changeSetting(key, { ...wanted, confirmed: true }));
      }
      if ('preview' in answer) throw new Error('the server asks about what is confirmed');
      if (output.format === 'json') output.document(answer);
      else if (output.format === 'ndjson') output.object(answer);
      else if (output.format === 'plain') output.data(`${key}\t${answer.outcome.to}\t${answer.outcome.changing}`);
      else output.data(doneText(context, key, answer));
      if (output.format === 'human') for (const line of leftBehind(output, answer.outcome)) output.note(line);
      return exitCodes.ok;
    });
  },
};

function doneText(context: CommandContext, key: string, { message, outcome }: SettingChanged): string {
  const { output } = context;
  if (!isDryRun(context)) return message[output.language];
  const { from, to, changing } = outcome;
  return output.text('settings.would_change', { key, from, to, changing });
}

function readChange(context: CommandContext): SettingChange {
  const shopCode = optionText(context, 'shop');
  const registerCode = optionText(context, 'register');
  if (registerCode !== undefined && shopCode === undefined) throw wrongUse(context.output, 'usage.register_needs_shop');
  return {
    value: context.operands[1] ?? '',
    shopCode,
    registerCode,
    includeUnknown: context.options['include-unknown'] === true,
    confirmed: context.options.yes === true,
    author: optionText(context, 'author'),
  };
}

/** Returns when the person agreed; else the command ends. */
async function confirm(
  { output, ask }: CommandContext,
  { message, preview }: SettingConfirmation,
  interrupted: AbortSignal,
): Promise<void> {
  const lines = [message[output.language], ...leftBehind(output, preview)];
  if (ask === null) throw new CommandEnd(exitCodes.confirmationNeeded, [...lines, output.text('settings.needs_yes')]);
  for (const line of lines) output.complain(line);
  const typed = await ask(`${output.text('settings.question')} `, interrupted);
  if (interrupted.aborted) throw new CommandEnd(exitCodes.interrupted, ['']);
  if (!agrees(typed)) throw new CommandEnd(exitCodes.declined, [output.text('settings.not_changed')]);
}

/** The registers that do not follow, by name. */
function leftBehind(output: Output, { tooOld, unknownVersion }: ProtocolPreview): string[] {
  return [
    registersLine(output, 'settings.too_old', tooOld),
    registersLine(output, 'settings.unknown_version', unknownVersion),
  ].filter((line) => line !== null);
}

const MOST_NAMED = 20;

function registersLine(output: Output, key: TextKey, { count, registers }: ProtocolPreview['tooOld']): string | null {
  if (count === 0) return null;
  const named = registers.slice(0, MOST_NAMED).map(({ shopCode, registerCode, softwareVersion }) => {
    return softwareVersion === null
      ? `${shopCode}/${registerCode}`
      : `${shopCode}/${registerCode} (${softwareVersion})`;
  });
  const more = count > named.length ? [output.text('settings.more', { n: count - named.length })] : [];
  return output.text(key, { registers: [...named, ...more].join(', ') });
}

function columns(output: Output): Column<Setting>[] {
  return [
    { title: output.text('column.setting'), show: ({ key }) => key },
    textColumn(output, 'column.value', ({ value }) => value, 0),
    {
      title: output.text('column.scope'),
      show: ({ shopCode }) =>
        shopCode === null ? output.text('settings.everywhere') : output.text('settings.shop', { shopCode }),
      plain: ({ shopCode }) => shopCode ?? '',
    },
    {
      title: output.text('column.changed_in'),
      show: ({ place, variable }) =>
        place === 'database' ? output.text('settings.here') : output.text('settings.config', { variable }),
      plain: ({ place }) => place,
      rank: 2,
    },
    {
      title: output.text('column.changed'),
      show: (row) => showUtc(output, row.changedAt),
      plain: (row) => row.changedAt ?? '',
      rank: 3,
    },
  ];
}

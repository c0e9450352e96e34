/** `smena upstream …`: the line to the upper server, and the servers of stores that bring sales here (M17). */
import type { ServerList, StoreServer, StoreServerChange, UpperLine } from '../../../../contracts/web-api.ts';
import { formatOptions, type OptionSpec, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, isDryRun, optionText, taken, wrongUse } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output, TextKey } from '../output.ts';
import { withServer } from '../running-server.ts';
import { countColumn, showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const SERVER = '--server http://127.0.0.1:8080';
const answers = ['yes', 'no'];
const shapeOptions: Readonly<Record<string, OptionSpec>> = {
  shops: { type: 'string', value: 'CODE,CODE' },
  name: { type: 'string', value: 'NAME' },
  'certificate-name': { type: 'string', value: 'NAME|none' },
  'certificate-required': { type: 'string', value: answers.join('|'), choices: answers },
};

const statusCommand: Command = {
  words: ['upstream', 'status'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.upstream_status',
  examples: [`smena upstream status ${SERVER}`, 'smena upstream status --json'],
  options: { ...formatOptions, ...sourceOptions },
  run: (context) =>
    context.withClient(async (client) => {
      const list = taken(context, await client.servers());
      const { output } = context;
      if (output.format === 'json') output.document(list);
      else if (output.format === 'ndjson') for (const row of list.servers) output.object(row);
      else showAll(output, list);
      return list.upper !== null && isWrong(list.upper) ? exitCodes.critical : exitCodes.ok;
    }),
};

const setCommand: Command = {
  words: ['upstream', 'set'],
  operands: [1, 1],
  operandText: 'CODE',
  summary: 'command.upstream_set',
  examples: [
    `smena upstream set 12 --shops 12,13 --certificate-required yes ${SERVER}`,
    `smena upstream set ural --name Урал --certificate-name mks-ural.example ${SERVER}`,
  ],
  options: { ...shapeOptions, ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const [serverCode = ''] = context.operands;
    const wanted = readChange(context);
    if (Object.keys(wanted).length === 0) throw wrongUse(context.output, 'usage.nothing_to_set_of_server');
    return withServer(context, 'upstream set', async (server) => {
      const list = taken(context, await server.setServer(serverCode, wanted));
      print(
        context.output,
        list.servers.filter((one) => one.serverCode === serverCode),
      );
      context.output.done(context.output.text('upstream.set', { serverCode }));
      return exitCodes.ok;
    });
  },
};

const removeCommand: Command = {
  words: ['upstream', 'remove'],
  operands: [1, 1],
  operandText: 'CODE',
  summary: 'command.upstream_remove',
  examples: [`smena upstream remove 12 ${SERVER}`],
  options: { ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const { output } = context;
    const [serverCode = ''] = context.operands;
    return withServer(context, 'upstream remove', async (server) => {
      const list = taken(context, await server.removeServer(serverCode));
      if (output.format !== 'human' || isDryRun(context)) print(output, list.servers);
      output.done(output.text('upstream.removed', { serverCode }));
      return exitCodes.ok;
    });
  },
};

function readChange(context: CommandContext): StoreServerChange {
  const [shops, name] = [optionText(context, 'shops'), optionText(context, 'name')];
  const [certificate, required] = [
    optionText(context, 'certificate-name'),
    optionText(context, 'certificate-required'),
  ];
  const codes = shops?.split(',').map((code) => code.trim());
  return {
    ...(codes === undefined ? {} : { shopCodes: codes.filter((code) => code !== '') }),
    ...(name === undefined ? {} : { name }),
    ...(certificate === undefined ? {} : { certificateName: certificate === 'none' ? null : certificate }),
    ...(required === undefined ? {} : { certificateRequired: required === 'yes' }),
  };
}

function isWrong({ condition, isStuck }: UpperLine): boolean {
  return isStuck || condition === 'away';
}

function showAll(output: Output, { upper, servers }: ServerList): void {
  if (upper !== null) for (const line of linesOf(output, upper)) output.data(line);
  if (servers.length > 0) print(output, servers);
  else if (upper === null) output.note(output.text('upstream.none'));
}

function linesOf(output: Output, upper: UpperLine): string[] {
  const { address, condition, waitingPackages: n, oldestAt, isStuck, reason, refused, commands } = upper;
  const cause = reason?.[output.language] ?? '';
  const lines = [output.text(`upstream.line_${condition}`, { address, n, cause })];
  if (oldestAt !== null) lines.push(output.text('upstream.line_oldest', { at: showUtc(output, oldestAt) }));
  if (isStuck) lines.push(output.text('upstream.line_stuck'));
  for (const { registerId, package: name, reason: why } of refused) {
    const key: TextKey = name === null ? 'upstream.line_refused' : 'upstream.package_refused';
    lines.push(output.text(key, { registerId, name, cause: why[output.language] }));
  }
  if (commands !== null) lines.push(output.text('upstream.commands_none', { cause: commands[output.language] }));
  return lines;
}

function print(output: Output, servers: readonly StoreServer[]): void {
  if (output.format === 'json') output.document({ servers });
  else if (output.format === 'ndjson') for (const row of servers) output.object(row);
  else output.table(columns(output), servers);
}

function columns(output: Output): Column<StoreServer>[] {
  return [
    { title: output.text('column.code'), show: (row) => row.serverCode },
    {
      title: output.text('column.state'),
      show: (row) => `${row.connectedSince === null ? '◆' : '✓'} ${output.text(stateKey(row))}`,
      plain: (row) => (row.connectedSince === null ? 'away' : 'connected'),
      colour: (row) => (row.connectedSince === null ? 'red' : 'green'),
    },
    {
      title: output.text('column.last_seen'),
      show: (row) => showUtc(output, row.lastContactAt),
      plain: (row) => row.lastContactAt ?? '',
    },
    countColumn(output, 'column.backlog', (row) => row.waitingPackages, 1),
    {
      title: output.text('column.oldest'),
      rank: 2,
      show: (row) => showUtc(output, row.oldestAt),
      plain: (row) => row.oldestAt ?? '',
    },
    countColumn(output, 'column.refused', (row) => row.refusedRegisters, 3),
    {
      title: output.text('column.certificate_ends'),
      rank: 3,
      show: (row) => showUtc(output, row.certificateEndsAt),
      plain: (row) => row.certificateEndsAt ?? '',
    },
    textColumn(output, 'column.software', (row) => row.softwareVersion, 4),
    {
      title: output.text('column.shops_of_server'),
      rank: 5,
      show: (row) => row.shopCodes.join(', '),
      plain: (row) => row.shopCodes.join(','),
    },
  ];
}

function stateKey({ connectedSince }: StoreServer): TextKey {
  return connectedSince === null ? 'upstream.away' : 'upstream.connected';
}

/** In the order in which help shows them. */
export const upstreamCommands: readonly Command[] = [statusCommand, setCommand, removeCommand];

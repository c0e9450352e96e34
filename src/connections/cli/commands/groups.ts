/** `smena group …`: groups of shops, for schedules that are about some of the shops. */
import type { ShopGroup, ShopGroupList } from '../../../../contracts/web-api.ts';
import { formatOptions, type OptionSpec, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, isDryRun, optionText, taken, wrongUse } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output, TextKey } from '../output.ts';
import { withServer } from '../running-server.ts';
import { countColumn } from '../show.ts';
import type { Column } from '../table.ts';

const SERVER = '--server http://127.0.0.1:8080';
const shapeOptions: Readonly<Record<string, OptionSpec>> = {
  name: { type: 'string', value: 'NAME' },
  shops: { type: 'string', value: 'CODE,CODE' },
};

export const groupListCommand: Command = {
  words: ['group', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.group_list',
  examples: [`smena group list ${SERVER}`, 'smena group list --json'],
  options: { ...formatOptions, ...sourceOptions },
  run: (context) =>
    context.withClient(async (client) => {
      print(context, taken(context, await client.groups()));
      return exitCodes.ok;
    }),
};

export const groupAddCommand: Command = {
  words: ['group', 'add'],
  operands: [1, 1],
  operandText: 'CODE',
  summary: 'command.group_add',
  examples: [`smena group add ural --name Урал --shops 12,14 ${SERVER}`],
  options: { ...shapeOptions, ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const [groupCode = ''] = context.operands;
    const name = optionText(context, 'name') ?? groupCode;
    return withServer(context, 'group add', async (server) => {
      const list = taken(context, await server.addGroup({ groupCode, name, shopCodes: readShops(context) ?? [] }));
      return printOne(context, list, groupCode, 'group_change.added');
    });
  },
};

export const groupSetCommand: Command = {
  words: ['group', 'set'],
  operands: [1, 1],
  operandText: 'CODE',
  summary: 'command.group_set',
  examples: [`smena group set ural --shops 12,14,15 ${SERVER}`, `smena group set ural --name Урал ${SERVER}`],
  options: { ...shapeOptions, ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const [groupCode = ''] = context.operands;
    const wanted = { name: optionText(context, 'name'), shopCodes: readShops(context) };
    if (wanted.name === undefined && wanted.shopCodes === undefined)
      throw wrongUse(context.output, 'usage.nothing_to_set_of_group');
    return withServer(context, 'group set', async (server) => {
      const list = taken(context, await server.changeGroup(groupCode, wanted));
      return printOne(context, list, groupCode, 'group_change.set');
    });
  },
};

export const groupRemoveCommand: Command = {
  words: ['group', 'remove'],
  operands: [1, 1],
  operandText: 'CODE',
  summary: 'command.group_remove',
  examples: [`smena group remove ural ${SERVER}`],
  options: { ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const { output } = context;
    const [groupCode = ''] = context.operands;
    return withServer(context, 'group remove', async (server) => {
      const list = taken(context, await server.removeGroup(groupCode));
      if (output.format !== 'human' || isDryRun(context)) print(context, list);
      output.done(output.text('group_change.removed', { groupCode }));
      return exitCodes.ok;
    });
  },
};

/** `12,14`; an empty text = no shop. */
function readShops(context: CommandContext): string[] | undefined {
  const written = optionText(context, 'shops');
  return written
    ?.split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '');
}

function printOne(context: CommandContext, list: ShopGroupList, groupCode: string, said: TextKey): ExitCode {
  print(context, { ...list, groups: list.groups.filter((group) => group.groupCode === groupCode) });
  context.output.done(context.output.text(said, { groupCode }));
  return exitCodes.ok;
}

function print({ output }: CommandContext, list: ShopGroupList): void {
  if (output.format === 'json') output.document(list);
  else if (output.format === 'ndjson') for (const row of list.groups) output.object(row);
  else if (list.groups.length === 0) output.note(output.text('group_list.empty'));
  else output.table(columns(output), list.groups);
}

function columns(output: Output): Column<ShopGroup>[] {
  return [
    { title: output.text('column.code'), show: (row) => row.groupCode },
    { title: output.text('column.payment_name'), show: (row) => row.name },
    countColumn(output, 'column.shops', (row) => row.shopCodes.length, 1),
    {
      title: output.text('column.shop'),
      show: (row) => row.shopCodes.join(', '),
      plain: (row) => row.shopCodes.join(','),
    },
  ];
}

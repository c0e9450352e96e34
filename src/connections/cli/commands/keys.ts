/** `smena key …`: keys of programs. The token is printed once, when the key is issued. */
import type { AccessKeyRow, KeyList } from '../../../../contracts/web-api.ts';
import { rights } from '../../../domain/access.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, optionText, taken, wrongUse } from '../command.ts';
import { readDate } from '../dates.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';
import { printTried, readRights, readShops, scopeColumn } from './users.ts';

const common = { ...formatOptions, ...sourceOptions };
const DAY_MS = 86_400_000;

const listCommand: Command = {
  words: ['key', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.key_list',
  examples: ['smena key list --data /var/lib/smena'],
  options: common,
  run: (context) => context.withAccess(async (access) => print(context, taken(context, await access.keys()))),
};

const issueCommand: Command = {
  words: ['key', 'issue'],
  operands: [1, 1],
  operandText: 'NAME',
  summary: 'command.key_issue',
  examples: [
    'smena key issue 1С --rights see,see-money,export --until 2027-12-31',
    'smena key issue warehouse --rights see --shops 12,14',
  ],
  options: {
    rights: { type: 'string', value: 'RIGHT,RIGHT' },
    shops: { type: 'string', value: 'CODE,CODE|all' },
    until: { type: 'string', value: 'DATE' },
    ...tryOption,
    ...common,
  },
  async run(context) {
    const { output } = context;
    const [name = ''] = context.operands;
    const wanted = readRights(context) ?? [];
    if (wanted.length === 0) throw wrongUse(output, 'usage.key_rights', { rights: rights.join(', ') });
    const until = optionText(context, 'until');
    // The whole of that day.
    const endsAt =
      until === undefined
        ? null
        : new Date(Date.parse(`${readDate(context, '--until', until, 'UTC')}T00:00:00Z`) + DAY_MS).toISOString();
    const key = { name, rights: wanted, shops: readShops(context) ?? ('all' as const), endsAt };
    return context.withAccess(async (access) => {
      const issued = taken(context, await access.issueKey(key));
      if (context.options['dry-run'] === true) return printTried(output, name, { name });
      if (output.format === 'json') output.document(issued);
      else if (output.format === 'ndjson') output.object(issued);
      else output.data(issued.token);
      output.done(output.text('key_change.issued', { name, keyId: issued.keyId }));
      return exitCodes.ok;
    });
  },
};

const revokeCommand: Command = {
  words: ['key', 'revoke'],
  operands: [1, 1],
  operandText: 'K-1',
  summary: 'command.key_revoke',
  examples: ['smena key revoke K-3'],
  options: { ...tryOption, ...common },
  async run(context) {
    const number = /^(?:[KkКк]-?)?(\d{1,15})$/.exec(context.operands[0] ?? '')?.[1];
    if (number === undefined) throw wrongUse(context.output, 'usage.key', { word: context.operands[0] ?? '' });
    const keyId = `K-${number}`;
    return context.withAccess(async (access) => {
      const list = taken(context, await access.revokeKey(keyId));
      return print(context, { ...list, keys: list.keys.filter((key) => key.keyId === keyId) });
    });
  },
};

export const keyCommands: readonly Command[] = [listCommand, issueCommand, revokeCommand];

function print({ output }: CommandContext, list: KeyList): ExitCode {
  if (output.format === 'json') output.document(list);
  else if (output.format === 'ndjson') for (const row of list.keys) output.object(row);
  else if (list.keys.length === 0) output.note(output.text('key_list.empty'));
  else output.table(columns(output), list.keys);
  return exitCodes.ok;
}

function columns(output: Output): Column<AccessKeyRow>[] {
  return [
    textColumn(output, 'column.key', (row) => row.keyId, 0),
    textColumn(output, 'column.key_name', (row) => row.name, 0),
    {
      title: output.text('column.state'),
      show: (row) => output.text(`key_state.${row.state}`),
      plain: (row) => row.state,
      colour: (row) => (row.state === 'good' ? null : 'yellow'),
    },
    scopeColumn(output),
    { title: output.text('column.rights'), rank: 2, show: (row) => row.rights.join(', ') },
    {
      title: output.text('column.ends'),
      rank: 3,
      show: (row) => (row.endsAt === null ? output.text('word.no_end') : showUtc(output, row.endsAt)),
      plain: (row) => row.endsAt ?? '',
    },
    {
      title: output.text('column.last_used'),
      rank: 4,
      show: (row) => showUtc(output, row.lastUsedAt),
      plain: (row) => row.lastUsedAt ?? '',
    },
  ];
}

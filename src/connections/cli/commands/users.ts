/** `smena user …`: people and roles. Passwords never pass through the command line: a one-time link lets each person choose one. */
import type { PersonLink, PersonList, PersonRow, RoleList } from '../../../../contracts/web-api.ts';
import { personRoles } from '../../../access/access.ts';
import { type Right, rights } from '../../../domain/access.ts';
import { formatOptions, type OptionSpec, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, optionChoice, optionText, taken, wrongUse } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { countColumn, showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const common = { ...formatOptions, ...sourceOptions };
const personOptions: Readonly<Record<string, OptionSpec>> = {
  role: { type: 'string', value: 'ROLE', choices: personRoles },
  name: { type: 'string', value: 'NAME' },
  shops: { type: 'string', value: 'CODE,CODE|all' },
  rights: { type: 'string', value: 'RIGHT,RIGHT' },
};

const listCommand: Command = {
  words: ['user', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.user_list',
  examples: ['smena user list --data /var/lib/smena', 'smena user list --json'],
  options: common,
  run: (context) => context.withAccess(async (access) => printPeople(context, taken(context, await access.people()))),
};

const addCommand: Command = {
  words: ['user', 'add'],
  operands: [1, 1],
  operandText: 'LOGIN',
  summary: 'command.user_add',
  examples: [
    'smena user add petrova --role accountant --name Анна',
    'smena user add sidorov --role manager --shops 12,14',
  ],
  options: { ...personOptions, ...tryOption, ...common },
  async run(context) {
    const [login = ''] = context.operands;
    if (optionText(context, 'role') === undefined)
      throw wrongUse(context.output, 'usage.user_role', { roles: personRoles.join(', ') });
    const role = optionChoice(context, 'role', personRoles, 'observer');
    const wanted = { login, role, shops: readShops(context) ?? 'all', extraRights: readRights(context) ?? [] } as const;
    const person = { ...wanted, fullName: optionText(context, 'name') ?? null };
    return context.withAccess(async (access) => printLink(context, taken(context, await access.addPerson(person))), {
      mayCreate: true,
    });
  },
};

const setCommand: Command = {
  words: ['user', 'set'],
  operands: [1, 1],
  operandText: 'LOGIN',
  summary: 'command.user_set',
  examples: ['smena user set petrova --role support --rights see-money', 'smena user set sidorov --shops 12,14,15'],
  options: { ...personOptions, ...tryOption, ...common },
  async run(context) {
    const [login = ''] = context.operands;
    const role = optionText(context, 'role');
    const change = {
      ...(role === undefined ? {} : { role: optionChoice(context, 'role', personRoles, 'observer') }),
      ...keyed('fullName', optionText(context, 'name')),
      ...keyed('shops', readShops(context)),
      ...keyed('extraRights', readRights(context)),
    };
    if (Object.keys(change).length === 0) throw wrongUse(context.output, 'usage.nothing_to_set_of_user');
    return changed(context, login, change);
  },
};

function switchCommand(verb: 'disable' | 'enable'): Command {
  return {
    words: ['user', verb],
    operands: [1, 1],
    operandText: 'LOGIN',
    summary: `command.user_${verb}`,
    examples: [`smena user ${verb} petrova`],
    options: { ...tryOption, ...common },
    run: (context) => changed(context, context.operands[0] ?? '', { disabled: verb === 'disable' }),
  };
}

const resetCommand: Command = {
  words: ['user', 'reset'],
  operands: [1, 1],
  operandText: 'LOGIN',
  summary: 'command.user_reset',
  examples: ['smena user reset petrova', 'smena user reset petrova --second-factor'],
  options: { 'second-factor': { type: 'boolean' }, ...tryOption, ...common },
  run: (context) =>
    context.withAccess(async (access) => {
      const [login = ''] = context.operands;
      if (context.options['second-factor'] === true) taken(context, await access.resetFactor(login));
      return printLink(context, taken(context, await access.linkPerson(login)));
    }),
};

const rolesCommand: Command = {
  words: ['user', 'roles'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.user_roles',
  examples: ['smena user roles'],
  options: common,
  run: (context) => context.withAccess(async (access) => printRoles(context, taken(context, await access.roles()))),
};

const roleCommand: Command = {
  words: ['user', 'role'],
  operands: [1, 1],
  operandText: 'ROLE',
  summary: 'command.user_role',
  examples: ['smena user role administrator --require-second-factor yes'],
  options: {
    'require-second-factor': { type: 'string', value: 'yes|no', choices: ['yes', 'no'] },
    ...tryOption,
    ...common,
  },
  async run(context) {
    const role = personRoles.find((one) => one === context.operands[0]);
    if (role === undefined) throw wrongUse(context.output, 'usage.user_role', { roles: personRoles.join(', ') });
    const wanted = optionText(context, 'require-second-factor');
    if (wanted === undefined) throw wrongUse(context.output, 'usage.nothing_to_set_of_role');
    return context.withAccess(async (access) =>
      printRoles(context, taken(context, await access.changeRole(role, wanted === 'yes'))),
    );
  },
};

const firstLinkCommand: Command = {
  words: ['user', 'first-link'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.user_first_link',
  examples: ['smena user first-link --data /var/lib/smena'],
  options: { ...formatOptions, ...sourceOptions },
  run: (context) =>
    context.withAccess(
      async ({ firstLink }) => {
        const { output } = context;
        if (firstLink === null) throw wrongUse(output, 'usage.only_here', { command: 'user first-link' });
        const link = taken(context, await firstLink());
        if (output.format === 'json') output.document({ link });
        else if (output.format === 'ndjson') output.object({ link });
        else output.data(link);
        output.done(output.text('user_link.first'));
        return exitCodes.ok;
      },
      { mayCreate: true },
    ),
};

export const userCommands: readonly Command[] = [
  listCommand,
  addCommand,
  setCommand,
  switchCommand('disable'),
  switchCommand('enable'),
  resetCommand,
  rolesCommand,
  roleCommand,
  firstLinkCommand,
];

function changed(context: CommandContext, login: string, change: object): Promise<ExitCode> {
  return context.withAccess(async (access) => {
    const list = taken(context, await access.changePerson(login, change));
    const people = list.people.filter((one) => one.login === login.trim().toLowerCase());
    return printPeople(context, { ...list, people });
  });
}

/** `12,14` or `all`. */
export function readShops(context: CommandContext): 'all' | string[] | undefined {
  const written = optionText(context, 'shops');
  if (written === undefined || written === 'all') return written;
  return written
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '');
}

/** `see,export`; a word that is no right ends the command. */
export function readRights(context: CommandContext): Right[] | undefined {
  const written = optionText(context, 'rights');
  return written
    ?.split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => {
      const right = rights.find((one) => one === word);
      if (right === undefined) throw wrongUse(context.output, 'usage.right', { word, rights: rights.join(', ') });
      return right;
    });
}

function keyed<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: T });
}

/** What would be made, without the secret: one that was only tried opens nothing. */
export function printTried(output: Output, text: string, row: object): ExitCode {
  if (output.format === 'json') output.document(row);
  else if (output.format === 'ndjson') output.object(row);
  else output.data(text);
  return exitCodes.ok;
}

function printLink({ output, options }: CommandContext, made: PersonLink): ExitCode {
  const { login } = made;
  if (options['dry-run'] === true) return printTried(output, login, { login });
  if (output.format === 'json') output.document(made);
  else if (output.format === 'ndjson') output.object(made);
  else output.data(made.link);
  output.done(output.text('user_link.made', { login: made.login }));
  return exitCodes.ok;
}

function printPeople({ output }: CommandContext, list: PersonList): ExitCode {
  if (output.format === 'json') output.document(list);
  else if (output.format === 'ndjson') for (const row of list.people) output.object(row);
  else if (list.people.length === 0) output.note(output.text('user_list.empty'));
  else output.table(peopleColumns(output), list.people);
  return exitCodes.ok;
}

function peopleColumns(output: Output): Column<PersonRow>[] {
  return [
    textColumn(output, 'column.login', (row) => row.login, 0),
    textColumn(output, 'column.full_name', (row) => row.fullName, 2),
    {
      title: output.text('column.role'),
      show: (row) => [output.text(`role.${row.role}`), ...row.extraRights].join(' + '),
      plain: (row) => [row.role, ...row.extraRights].join('+'),
    },
    scopeColumn(output),
    {
      title: output.text('column.state'),
      show: (row) => output.text(`user_state.${stateOf(row)}`),
      plain: stateOf,
      colour: (row) => (stateOf(row) === 'disabled' ? 'yellow' : null),
    },
    {
      title: output.text('column.second_factor'),
      rank: 3,
      show: (row) => output.text(row.secondFactor ? 'word.yes' : 'word.no'),
      plain: (row) => (row.secondFactor ? 'yes' : 'no'),
    },
    {
      title: output.text('column.last_login'),
      rank: 4,
      show: (row) => showUtc(output, row.lastLoginAt),
      plain: (row) => row.lastLoginAt ?? '',
    },
  ];
}

function stateOf({ disabledAt, hasPassword, fromProvider }: PersonRow): 'good' | 'disabled' | 'invited' {
  if (disabledAt !== null) return 'disabled';
  return hasPassword || fromProvider ? 'good' : 'invited';
}

/** The column of shops of a person or a key. */
export function scopeColumn<T extends { shops: 'all' | string[] }>(output: Output): Column<T> {
  return {
    title: output.text('column.scope_of_shops'),
    show: ({ shops }) => (shops === 'all' ? output.text('word.whole_network') : shops.join(', ') || '—'),
    plain: ({ shops }) => (shops === 'all' ? 'all' : shops.join(',')),
  };
}

function printRoles({ output }: CommandContext, list: RoleList): ExitCode {
  if (output.format === 'json') output.document(list);
  else if (output.format === 'ndjson') for (const row of list.roles) output.object(row);
  else
    output.table<RoleList['roles'][number]>(
      [
        { title: output.text('column.role'), show: (row) => output.text(`role.${row.role}`), plain: (row) => row.role },
        countColumn(output, 'column.people', (row) => row.people, 1),
        {
          title: output.text('column.second_factor'),
          show: (row) => output.text(row.secondFactor === true ? 'word.required' : 'word.optional'),
          plain: (row) => (row.secondFactor === true ? 'yes' : 'no'),
        },
        {
          title: output.text('column.rights'),
          show: (row) => [...row.rights, ...row.switchable.map((one) => `(${one})`)].join(', '),
        },
      ],
      list.roles,
    );
  return exitCodes.ok;
}

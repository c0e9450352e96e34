/** `smena case …`: differences that the checks C1–C7 found in shifts, and what a person decides on them. */
import type { CaseRow, CasesChanged, CheckCode } from '../../../../contracts/web-api.ts';
import { messageText } from '../../../messages/messages.ts';
import { readCaseId } from '../addresses.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import {
  type Command,
  type CommandContext,
  optionChoice,
  optionCount,
  optionText,
  taken,
  wrongUse,
} from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { MOST_ROWS, printList } from '../pages.ts';
import { checkPlace } from '../places.ts';
import { withServer } from '../running-server.ts';
import { showMoney, showUtc, textColumn } from '../show.ts';
import { type Colour, type Column, oneLine } from '../table.ts';

const states = ['open', 'accepted', 'solved', 'all'] as const;
const holders = ['mine', 'nobody', 'somebody'] as const;
const checks: readonly CheckCode[] = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'ERP'];
/** Rows of one answer. */
const PAGE = 1000;
const SERVER = '--server http://127.0.0.1:8080';

export const caseListCommand: Command = {
  words: ['case', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.case_list',
  examples: [
    `smena case list ${SERVER}`,
    'smena case list --shop 12 --state all --check C3 --json',
    'smena case list --assigned nobody',
  ],
  options: {
    state: { type: 'string', value: states.join('|'), choices: states },
    check: { type: 'string', value: checks.join('|'), choices: checks },
    assigned: { type: 'string', value: holders.join('|'), choices: holders },
    assignee: { type: 'string', value: 'LOGIN' },
    shop: { type: 'string', value: 'CODE' },
    register: { type: 'string', value: 'CODE' },
    limit: { type: 'string', value: 'N', most: MOST_ROWS },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const query = {
      state: optionChoice(context, 'state', states, 'open'),
      check: checks.find((check) => check === optionText(context, 'check')),
      assigned: holders.find((holder) => holder === optionText(context, 'assigned')),
      assignee: optionText(context, 'assignee'),
      shop: optionText(context, 'shop'),
      register: optionText(context, 'register'),
    };
    checkPlace(context);
    return context.withClient((client) =>
      printList(context, {
        limit: optionCount(context, 'limit') ?? 200,
        most: PAGE,
        read: (limit, before: string | undefined) => client.cases({ ...query, limit, before }),
        rows: 'cases',
        show: caseColumns(context.output),
        empty: 'case_list.empty',
      }),
    );
  },
};

export const caseShowCommand: Command = {
  words: ['case', 'show'],
  operands: [1, 1],
  operandText: 'D-NUMBER',
  summary: 'command.case_show',
  examples: [`smena case show D-12 ${SERVER}`, 'smena case show 12 --json'],
  options: { ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    const caseId = readCaseId(context, context.operands[0] ?? '');
    return context.withClient(async (client) => {
      const row = taken(context, await client.case(caseId));
      if (output.format === 'human') for (const line of detailLines(output, row)) output.data(line);
      else printCases(output, [row], row);
      return exitCodes.ok;
    });
  },
};

const decision = {
  operands: [1, 1_000],
  operandText: 'D-NUMBER …',
} as const;

export const caseSeenCommand: Command = {
  ...decision,
  words: ['case', 'seen'],
  summary: 'command.case_seen',
  examples: [`smena case seen D-12 D-13 --author Петрова ${SERVER}`],
  options: { author: { type: 'string', value: 'NAME' }, ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const cases = context.operands.map((word) => readCaseId(context, word));
    return withServer(context, 'case seen', async (server) =>
      decided(context, taken(context, await server.seeCases({ cases, author: optionText(context, 'author') }))),
    );
  },
};

export const caseAcceptCommand: Command = {
  ...decision,
  words: ['case', 'accept'],
  summary: 'command.case_accept',
  examples: [`smena case accept D-12 --reason "Недостача, акт 12" --author Петрова ${SERVER}`],
  options: {
    reason: { type: 'string', value: 'TEXT' },
    author: { type: 'string', value: 'NAME' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const cases = context.operands.map((word) => readCaseId(context, word));
    const reason = optionText(context, 'reason')?.trim() ?? '';
    const author = optionText(context, 'author')?.trim() ?? '';
    if (reason === '' || author === '') throw wrongUse(context.output, 'usage.case_reason', {});
    return withServer(context, 'case accept', async (server) =>
      decided(context, taken(context, await server.acceptCases({ cases, reason, author }))),
    );
  },
};

export const caseAssignCommand: Command = {
  ...decision,
  words: ['case', 'assign'],
  summary: 'command.case_assign',
  examples: [`smena case assign D-12 D-13 --assignee petrova ${SERVER}`],
  options: {
    assignee: { type: 'string', value: 'LOGIN' },
    author: { type: 'string', value: 'NAME' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const to = optionText(context, 'assignee')?.trim() ?? '';
    if (to === '') throw wrongUse(context.output, 'usage.case_assignee', {});
    return assign(context, 'case assign', to);
  },
};

export const caseUnassignCommand: Command = {
  ...decision,
  words: ['case', 'unassign'],
  summary: 'command.case_unassign',
  examples: [`smena case unassign D-12 ${SERVER}`],
  options: { author: { type: 'string', value: 'NAME' }, ...tryOption, ...formatOptions, ...sourceOptions },
  run: (context) => assign(context, 'case unassign', null),
};

function assign(context: CommandContext, command: string, to: string | null): Promise<ExitCode> {
  const cases = context.operands.map((word) => readCaseId(context, word));
  const author = optionText(context, 'author');
  return withServer(context, command, async (server) =>
    decided(context, taken(context, await server.assignCases({ cases, to, author }))),
  );
}

/** Some of the named cases may have been solved or decided by others meanwhile: the rest is done. */
function decided(context: CommandContext, { changed, others }: CasesChanged): ExitCode {
  const { output } = context;
  if (output.format === 'json') output.document({ changed, others });
  else if (changed.length > 0) printCases(output, changed, undefined);
  if (others.length > 0) output.note(output.text('case_decided.others', { cases: others.join(', ') }));
  return others.length > 0 ? exitCodes.partlyDone : exitCodes.ok;
}

function printCases(output: Output, rows: readonly CaseRow[], one: CaseRow | undefined): void {
  if (output.format === 'json') output.document(one ?? { cases: rows });
  else if (output.format === 'ndjson') for (const row of rows) output.object(row);
  else output.table(caseColumns(output), [...rows]);
}

const marks: Readonly<Record<CaseRow['state'], { mark: string; colour: Colour | null }>> = {
  appeared: { mark: '◆', colour: 'red' },
  seen: { mark: '◆', colour: 'red' },
  mending: { mark: '○', colour: null },
  solved: { mark: '✓', colour: 'green' },
  accepted: { mark: '✓', colour: null },
};

function showState(output: Output, { state }: CaseRow): string {
  return `${marks[state].mark} ${messageText(output.language, `case_state.${state}`)}`;
}

function showDifference(output: Output, { values }: CaseRow): string {
  return values.unit === 'money' ? showMoney(output, values.difference) : String(values.difference);
}

function caseColumns(output: Output): Column<CaseRow>[] {
  return [
    { title: output.text('column.number'), show: (row) => row.caseId },
    { title: output.text('column.register'), show: (row) => `${row.shopCode}/${row.registerCode}` },
    { title: output.text('column.shift'), show: (row) => row.shiftKey, rank: 1 },
    { title: output.text('column.check'), show: (row) => row.check },
    {
      title: output.text('column.figure'),
      show: (row) => messageText(output.language, `case_figure.${row.figure}`),
      plain: (row) => row.figure,
      rank: 2,
    },
    {
      title: output.text('column.difference'),
      align: 'right',
      show: (row) => showDifference(output, row),
      plain: (row) => String(row.values.difference),
    },
    {
      title: output.text('column.state'),
      show: (row) => showState(output, row),
      plain: (row) => row.state,
      colour: ({ state }) => marks[state].colour,
    },
    textColumn(output, 'column.assignee', (row) => row.assignment?.to ?? null, 3),
    textColumn(output, 'column.reason', (row) => row.reason ?? row.cause?.[output.language] ?? null, 4),
    {
      title: output.text('column.since'),
      show: (row) => showUtc(output, row.appearedAt),
      plain: (row) => row.appearedAt,
      rank: 5,
    },
  ];
}

function detailLines(output: Output, row: CaseRow): string[] {
  const { language } = output;
  const who = (name: string | null) => name ?? messageText(language, 'case_by.nobody');
  const lines = [
    output.paint('bold', `${row.caseId} · ${row.check} · ${row.text[language]}`),
    output.text('case_show.shift', { address: `${row.shopCode}/${row.registerCode}/${row.shiftKey}` }),
    output.text('case_show.state', { state: showState(output, row), at: showUtc(output, row.appearedAt) }),
  ];
  if (row.cause !== null) lines.push(row.cause[language]);
  if (row.seenAt !== null)
    lines.push(output.text('case_show.seen', { author: oneLine(who(row.seenBy)), at: showUtc(output, row.seenAt) }));
  if (row.assignment !== null) lines.push(assignmentLine(output, row.assignment, who));
  if (row.transferId !== null) lines.push(output.text('case_show.load', { transfer: row.transferId }));
  if (row.acceptedAt !== null) {
    const params = { author: oneLine(who(row.acceptedBy)), at: showUtc(output, row.acceptedAt) };
    lines.push(output.text('case_show.accepted', { ...params, reason: oneLine(row.reason ?? '') }));
  }
  if (row.endedAt !== null) lines.push(output.text('case_show.ended', { at: showUtc(output, row.endedAt) }));
  return lines;
}

function assignmentLine(
  output: Output,
  { to, fullName, able, at, by }: NonNullable<CaseRow['assignment']>,
  who: (name: string | null) => string,
): string {
  const params = { author: oneLine(who(by)), at: showUtc(output, at) };
  if (to === null) return output.text('case_show.unassigned', params);
  const assignee = oneLine(fullName === null ? to : `${fullName} (${to})`);
  const line = output.text('case_show.assigned', { ...params, assignee });
  return able === false ? `${line} ${output.text('case_show.unable', {})}` : line;
}

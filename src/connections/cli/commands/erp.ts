/** `smena erp …`: how the exchange with the ERP is doing, what it asks for, where sales go. */
import type { ExchangeState, ExportTargetRow, SalesRequestRow } from '../../../../contracts/web-api.ts';
import { formatDate } from '../../../messages/formats.ts';
import { formatOptions, sourceOptions } from '../arguments.ts';
import { type Command, optionChoice, optionCount, optionText, taken } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { MOST_ROWS, printList } from '../pages.ts';
import { countColumn, moneyColumn, showMoney, showUtc, textColumn } from '../show.ts';
import type { Colour, Column } from '../table.ts';

const requestStates = ['all', 'refused'] as const;
const PAGE = 1_000;

export const erpStatusCommand: Command = {
  words: ['erp', 'status'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.erp_status',
  examples: ['smena erp status', 'smena erp status --shop 12 --json'],
  options: { shop: { type: 'string', value: 'CODE' }, ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    return context.withClient(async (client) => {
      const state = taken(context, await client.exchange({ shop: optionText(context, 'shop') }));
      if (output.format === 'json') output.document(state);
      else if (output.format === 'ndjson') output.object(state);
      else for (const line of statusLines(output, state)) output.data(line);
      const { problems } = state;
      if (problems.some(({ level }) => level === 'critical')) return exitCodes.critical;
      return problems.length > 0 || state.differing > 0 ? exitCodes.warnings : exitCodes.ok;
    });
  },
};

function statusLines(output: Output, state: ExchangeState): string[] {
  const { notExported, waiting, lastTaken, differing, problems } = state;
  const missing = notExported.notExported;
  return [
    missing === 0
      ? output.text('erp_status.nothing')
      : output.text('erp_status.not_exported', { n: missing, sum: showMoney(output, notExported.revenue) }),
    waiting.oldestSince === null
      ? output.text('erp_status.no_waiting')
      : output.text('erp_status.waiting', { n: waiting.files, at: showUtc(output, waiting.oldestSince) }),
    output.text('erp_status.taken', { at: showUtc(output, lastTaken?.at ?? null) }),
    ...(differing === 0 ? [] : [`◆ ${output.text('erp_status.differing', { n: differing })}`]),
    output.text('erp_status.folder', { path: state.folder }),
    ...problems.map((problem) => `${problem.level === 'critical' ? '◆' : '▲'} ${problem[output.language]}`),
  ];
}

export const erpRequestsCommand: Command = {
  words: ['erp', 'requests'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.erp_requests',
  examples: ['smena erp requests', 'smena erp requests --state refused --shop 12 --json'],
  options: {
    state: { type: 'string', value: requestStates.join('|'), choices: requestStates },
    shop: { type: 'string', value: 'CODE' },
    limit: { type: 'string', value: 'N', most: MOST_ROWS },
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const query = { state: optionChoice(context, 'state', requestStates, 'all'), shop: optionText(context, 'shop') };
    return context.withClient((client) =>
      printList(context, {
        limit: optionCount(context, 'limit') ?? 200,
        most: PAGE,
        read: (limit, before: string | undefined) => client.salesRequests({ ...query, limit, before }),
        rows: 'requests',
        show: requestColumns(context.output),
        empty: 'erp_requests.empty',
      }),
    );
  },
};

export const erpTargetsCommand: Command = {
  words: ['erp', 'targets'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.erp_targets',
  examples: ['smena erp targets', 'smena erp targets --json'],
  options: { ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    return context.withClient(async (client) => {
      const { targets, ...rest } = taken(context, await client.exportTargets());
      if (output.format === 'json') output.document({ targets, ...rest });
      else if (output.format === 'ndjson') for (const row of targets) output.object(row);
      else if (targets.length === 0) output.note(output.text('erp_targets.empty'));
      else output.table(targetColumns(output), targets);
      return exitCodes.ok;
    });
  },
};

const requestMarks: Readonly<Record<SalesRequestRow['state'], { mark: string; colour: Colour | null }>> = {
  answered: { mark: '✓', colour: 'green' },
  answering: { mark: '○', colour: null },
  refused: { mark: '◆', colour: 'red' },
};

function requestColumns(output: Output): Column<SalesRequestRow>[] {
  const day = (date: string | null) => (date === null ? '—' : formatDate(output.language, date));
  return [
    { title: output.text('column.number'), show: (row) => row.requestId },
    {
      title: output.text('column.register'),
      show: (row) => `${row.shopCode}/${row.registerCode ?? row.registerNumber}`,
    },
    {
      title: output.text('column.since'),
      show: (row) => showUtc(output, row.receivedAt),
      plain: (row) => row.receivedAt,
      rank: 3,
    },
    {
      title: output.text('column.period'),
      show: (row) => `${day(row.from)} – ${day(row.to)}`,
      plain: ({ from, to }) => (from === null || to === null ? '' : `${from}..${to}`),
    },
    {
      title: output.text('column.state'),
      show: ({ state }) => `${requestMarks[state].mark} ${output.text(`request_state.${state}`)}`,
      plain: (row) => row.state,
      colour: ({ state }) => requestMarks[state].colour,
    },
    countColumn(output, 'column.shifts', (row) => row.shifts, 1),
    moneyColumn(output, 'column.revenue', (row) => row.revenue, 2),
    textColumn(output, 'column.load', (row) => row.load?.transferId ?? null, 4),
    textColumn(
      output,
      'column.reason',
      (row) => row.reason?.[output.language] ?? row.load?.reason?.[output.language] ?? null,
      5,
    ),
  ];
}

function targetColumns(output: Output): Column<ExportTargetRow>[] {
  return [
    {
      title: output.text('column.target'),
      show: (row) => (row.shopCode === null ? row.target : `${row.target} ${row.shopCode}`),
    },
    countColumn(output, 'column.behind', (row) => row.behind, 1),
    {
      title: output.text('column.last_time'),
      show: (row) => showUtc(output, row.lastSuccessAt),
      plain: (row) => row.lastSuccessAt ?? '',
      rank: 2,
    },
    {
      title: output.text('column.state'),
      show: ({ problem }) => (problem === null ? '✓' : `◆ ${problem[output.language]}`),
      plain: ({ problem }) => problem?.code ?? 'ok',
      colour: ({ problem }) => (problem === null ? null : 'red'),
    },
    textColumn(output, 'column.place', (row) => row.place, 3),
  ];
}

/** `smena trim …`: documents of old days leave the database for archives, and come back (M33, M45). */
import type { TrimPlan, TrimRun, TrimVerdict } from '../../../../contracts/web-api.ts';
import { sleep } from '../../../platform/worker-loop.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import type { SmenaClient } from '../client.ts';
import { type Command, type CommandContext, CommandEnd, isDryRun, optionText, taken, wrongUse } from '../command.ts';
import { readDate } from '../dates.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { countColumn, showMoney, showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const SERVER = '--server http://127.0.0.1:8080';
const shopOption = { shop: { type: 'string', value: 'CODE' } } as const;
/** How often a run that somebody waits for is looked at. */
const LOOK_MS = 500;

export const trimPlanCommand: Command = {
  words: ['trim', 'plan'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.trim_plan',
  examples: [`smena trim plan ${SERVER}`, 'smena trim plan --shop 12 --json'],
  options: { ...shopOption, ...formatOptions, ...sourceOptions },
  run(context) {
    return context.withClient(async (client) => {
      printPlan(context.output, taken(context, await client.trimPlan({ shop: optionText(context, 'shop') })));
      return exitCodes.ok;
    });
  },
};

export const trimRunCommand: Command = {
  words: ['trim', 'run'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.trim_run',
  examples: ['smena trim run --dry-run', `smena trim run --shop 12 --force ${SERVER}`],
  options: { ...shopOption, force: { type: 'boolean' }, ...tryOption, ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    const shopCode = optionText(context, 'shop') ?? null;
    return context.withClient(async (client, interrupted) => {
      const plan = taken(context, await client.trimPlan({ shop: shopCode ?? undefined }));
      if (isDryRun(context)) {
        printPlan(output, plan);
        return exitCodes.ok;
      }
      if (plan.documents === 0) {
        output.note(output.text('trim.nothing', { blockedDays: plan.blockedDays }));
        return exitCodes.ok;
      }
      await askWord(context, plan, interrupted);
      const asked = taken(context, await client.askTrim(shopCode));
      return followRun(context, client, asked.runId, interrupted);
    });
  },
};

export const trimRestoreCommand: Command = {
  words: ['trim', 'restore'],
  operands: [0, 0],
  operandText: '--shop CODE --from DATE --to DATE',
  summary: 'command.trim_restore',
  examples: [
    'smena trim restore --shop 12 --from 2023-03-01 --to 2023-03-31 --dry-run',
    `smena trim restore --shop 12 --from 2023-03-14 --to 2023-03-14 ${SERVER}`,
  ],
  options: {
    ...shopOption,
    from: { type: 'string', value: 'DATE' },
    to: { type: 'string', value: 'DATE' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const { output } = context;
    const [shopCode, first] = [optionText(context, 'shop'), optionText(context, 'from')];
    if (shopCode === undefined || first === undefined) throw wrongUse(output, 'usage.trim_restore');
    const from = readDate(context, '--from', first, 'UTC');
    const last = optionText(context, 'to');
    const to = last === undefined ? from : readDate(context, '--to', last, 'UTC');
    return context.withClient(async (client, interrupted) => {
      const asked = taken(context, await client.askRestoration({ shopCode, from, to }));
      if (!isDryRun(context)) return followRun(context, client, asked.runId, interrupted);
      if (output.format === 'json') output.document(asked);
      else output.data(output.text('trim.would_restore', { days: asked.archives.length, documents: asked.documents }));
      return exitCodes.ok;
    });
  },
};

export const trimVerifyCommand: Command = {
  words: ['trim', 'verify'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.trim_verify',
  examples: ['smena trim verify --data /var/lib/smena', `smena trim verify ${SERVER}`],
  options: { ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    return context.withClient(async (client) => {
      const verdict = taken(context, await client.trimVerdict());
      if (output.format === 'json' || output.format === 'ndjson') output.document(verdict);
      else for (const line of verdictLines(output, verdict)) output.data(line);
      const whole = verdict.damaged.length === 0 && verdict.recordProblems.length === 0;
      return whole ? exitCodes.ok : exitCodes.failed;
    });
  },
};

export const trimListCommand: Command = {
  words: ['trim', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.trim_list',
  examples: [`smena trim list ${SERVER}`],
  options: { ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    return context.withClient(async (client) => {
      const { runs } = taken(context, await client.trimRuns());
      if (output.format === 'json') output.document({ runs });
      else if (output.format === 'ndjson') for (const run of runs) output.object(run);
      else if (runs.length === 0) output.note(output.text('trim.no_runs'));
      else output.table(runColumns(output), runs);
      return exitCodes.ok;
    });
  },
};

function printPlan(output: Output, plan: TrimPlan): void {
  if (output.format === 'json' || output.format === 'ndjson') {
    output.document(plan);
    return;
  }
  if (output.format === 'human') {
    const { days, documents, oldest, newest, bytes, blockedDays } = plan;
    const sums = { saleSum: showMoney(output, plan.saleSum), refundSum: showMoney(output, plan.refundSum) };
    const size = String(Math.round(bytes / 2 ** 20));
    if (days === 0) output.data(output.text('trim.nothing', { blockedDays }));
    else
      output.data(
        output.text('trim.plan', { days, documents, ...sums, size, oldest: oldest ?? '', newest: newest ?? '' }),
      );
    if (blockedDays > 0) output.data(output.text('trim.stays', { blockedDays, shifts: plan.blockedShifts }));
  }
  if (plan.blocked.length > 0) output.table(blockedColumns(output), plan.blocked);
}

function blockedColumns(output: Output): Column<TrimPlan['blocked'][number]>[] {
  return [
    { title: output.text('column.register'), show: (row) => `${row.shopCode}/${row.registerCode}` },
    { title: output.text('column.shift'), show: (row) => `${row.shiftNumber}@${row.businessDate}` },
    countColumn(output, 'column.documents', (row) => row.documents, 3),
    {
      title: output.text('column.reason'),
      show: (row) => row.reasons.map((reason) => reason[output.language]).join(' '),
      plain: (row) => row.reasons.map(({ code }) => code).join(','),
    },
  ];
}

/** Deletion is asked about with a word that is not typed by habit. */
async function askWord(context: CommandContext, plan: TrimPlan, interrupted: AbortSignal): Promise<void> {
  const { output, ask, options } = context;
  if (options.force === true) return;
  const params = { days: plan.days, documents: plan.documents };
  if (ask === null)
    throw new CommandEnd(exitCodes.confirmationNeeded, [
      output.text('trim.question', params),
      output.text('trim.needs_force'),
    ]);
  const typed = await ask(`${output.text('trim.question', params)} ${output.text('trim.type_word')} `, interrupted);
  if (interrupted.aborted) throw new CommandEnd(exitCodes.interrupted, ['', output.text('trim.not_started')]);
  if (/^(удалить|delete)$/i.test(typed?.trim() ?? '')) return;
  throw new CommandEnd(exitCodes.declined, [output.text('trim.not_started')]);
}

/** Waits for the end of a run and tells of it. Ctrl+C ends the waiting alone. */
async function followRun(
  context: CommandContext,
  client: SmenaClient,
  runId: number,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  const { output } = context;
  for (;;) {
    const { runs } = taken(context, await client.trimRuns());
    const run = runs.find((one) => one.runId === runId);
    if (run !== undefined && run.state !== 'asked') return tellRun(output, run);
    if (interrupted.aborted) {
      output.note(output.text('trim.goes_on'));
      return exitCodes.interrupted;
    }
    output.progress(output.text('trim.running'));
    await sleep(LOOK_MS, interrupted);
  }
}

function tellRun(output: Output, run: TrimRun): ExitCode {
  output.progress(null);
  if (output.format === 'json' || output.format === 'ndjson') output.document(run);
  else {
    const key = run.kind === 'trim' ? 'trim.trimmed' : 'trim.restored';
    output.data(
      output.text(key, { days: run.days ?? 0, documents: run.documents ?? 0, blockedDays: run.blockedDays ?? 0 }),
    );
  }
  for (const problem of run.problems) output.complain(`${problem.businessDate}: ${problem[output.language]}`);
  if (run.state === 'done') return exitCodes.ok;
  return (run.days ?? 0) > 0 ? exitCodes.partlyDone : exitCodes.failed;
}

function verdictLines(output: Output, verdict: TrimVerdict): string[] {
  const { archives, documents, records } = verdict;
  const lines = [output.text(verdict.read ? 'trim.verified' : 'trim.verified_last', { archives, documents, records })];
  for (const { path, problem } of verdict.damaged) lines.push(`◆ ${path}: ${problem[output.language]}`);
  for (const { recordId, problem } of verdict.recordProblems) lines.push(`◆ ${recordId}: ${problem[output.language]}`);
  if (verdict.publicKey !== null) lines.push(verdict.publicKey.trimEnd());
  return lines;
}

function runColumns(output: Output): Column<TrimRun>[] {
  return [
    { title: output.text('column.number'), show: (row) => String(row.runId) },
    textColumn(output, 'column.since', (row) => showUtc(output, row.askedAt), 1),
    {
      title: output.text('column.kind'),
      show: (row) => output.text(`trim_kind.${row.kind}`),
      plain: (row) => row.kind,
    },
    textColumn(output, 'column.shop', (row) => row.shopCode, 3),
    {
      title: output.text('column.state'),
      show: (row) => output.text(`trim_state.${row.state}`),
      plain: (row) => row.state,
    },
    countColumn(output, 'column.days', (row) => row.days, 1),
    countColumn(output, 'column.documents', (row) => row.documents, 1),
    textColumn(output, 'column.reason', (row) => row.problems.map((one) => one[output.language]).join(' ') || null, 2),
  ];
}

/** `smena storage show`, `archive …`, `trim …`: what lies where, archives of packages, and trimming (M33–M44). */
import type {
  ArchivesToReturn,
  FileArchive,
  ReturnedPackages,
  StoragePlace,
  StorageResult,
  StorageTask,
} from '../../../../contracts/web-api.ts';
import { messageText } from '../../../messages/messages.ts';
import { trimDictionaries } from '../../../pipeline/archive/archive.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, isDryRun, optionChoice, optionText, taken, wrongUse } from '../command.ts';
import { readDate } from '../dates.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { printList } from '../pages.ts';
import { placeListOptions, readLimits } from '../place-lists.ts';
import { countColumn, showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const SERVER = '--server http://127.0.0.1:8080';
const states = ['kept', 'damaged', 'deleted', 'all'] as const;
const WORD = 'УДАЛИТЬ';
const endStates = ['processed', 'error', 'broken'] as const;
/** What is asked before something that is not undone by itself, and the word that agrees to it. */
const DELETION = { word: WORD, english: 'DELETE', texts: 'storage_run' } as const;
const RETURN = { word: 'ВЕРНУТЬ', english: 'RESTORE', texts: 'archive_restore' } as const;
const MEGABYTE = 1024 * 1024;
const author = { author: { type: 'string', value: 'NAME' } } as const;

export const storageShowCommand: Command = {
  words: ['storage', 'show'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.storage_show',
  examples: [`smena storage show ${SERVER}`],
  options: { ...formatOptions, ...sourceOptions },
  run: (context) =>
    context.withClient(async (client) => {
      const { output } = context;
      const state = taken(context, await client.storage());
      if (output.format === 'json') output.document(state);
      else if (output.format === 'ndjson') for (const place of state.places) output.object(place);
      else if (state.places.length === 0) output.note(output.text('storage_show.empty'));
      else {
        output.table(placeColumns(output), state.places);
        for (const run of state.lastRuns) {
          const words = {
            task: messageText(output.language, `storage_task.${run.task}`),
            at: showUtc(output, run.startedAt),
          };
          const far = run.progress === null ? '' : ` ${run.progress.done}/${run.progress.all}`;
          const outcome = `${messageText(output.language, `storage_outcome.${run.outcome}`)}${far}`;
          output.note(output.text('storage_show.run', { ...words, outcome }));
        }
      }
      return exitCodes.ok;
    }),
};

export const archiveFilesCommand: Command = {
  words: ['archive', 'files'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.archive_files',
  examples: [`smena archive files ${SERVER}`, `smena archive files --state damaged --json ${SERVER}`],
  options: archiveOptions(),
  run(context) {
    const state = optionChoice(context, 'state', states, 'kept');
    return context.withClient((client) =>
      printList(context, {
        ...readLimits(context),
        read: (limit, before: string | undefined) => client.fileArchives({ state, limit, before }),
        rows: 'archives',
        show: archiveColumns(context.output),
        empty: 'file_archives.empty',
      }),
    );
  },
};

function archiveOptions(): Command['options'] {
  const { shop: _shop, register: _register, ...options } = placeListOptions(states);
  return options;
}

export const archiveRestoreCommand: Command = {
  words: ['archive', 'restore'],
  operands: [0, 0],
  operandText: '--state STATE --from DATE --to DATE',
  summary: 'command.archive_restore',
  examples: [
    `smena archive restore --state error --from 2026-11-01 --to 2026-11-08 --dry-run ${SERVER}`,
    `smena archive restore --state processed --from 2026-11-01 --to 2026-11-08 --force ${SERVER}`,
  ],
  options: {
    state: { type: 'string', value: endStates.join('|'), choices: endStates },
    from: { type: 'string', value: 'DATE' },
    to: { type: 'string', value: 'DATE' },
    force: { type: 'boolean' },
    ...author,
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  run(context) {
    const restore = readWanted(context);
    return context.withClient(async (client, interrupted) => {
      const declined = await askWord(context, interrupted, RETURN);
      if (declined !== null) return declined;
      const order = { task: 'restore', word: RETURN.word, author: optionText(context, 'author'), restore } as const;
      return showResult(context.output, taken(context, await client.runStorage(order)));
    });
  },
};

function readWanted(context: CommandContext): ArchivesToReturn {
  const state = endStates.find((one) => one === optionText(context, 'state'));
  const [from, to] = (['from', 'to'] as const).map((name) => optionText(context, name));
  if (state === undefined || from === undefined || to === undefined)
    throw wrongUse(context.output, 'usage.archive_restore');
  return { state, from: readDate(context, '--from', from, 'UTC'), to: readDate(context, '--to', to, 'UTC') };
}

export const archiveCheckCommand = trimCommand(['archive', 'check'], 'check', 'command.archive_check');
export const trimFilesCommand = trimCommand(['trim', 'files'], 'files', 'command.trim_files');

/** The clearing itself happens on this machine: the server only says which folder it means (M43). */
export const trimDictionariesCommand: Command = {
  words: ['trim', 'dictionaries'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.trim_dictionaries',
  examples: [
    `smena trim dictionaries --root /opt/cashserver/dicts --dry-run ${SERVER}`,
    `smena trim dictionaries --root /opt/cashserver/dicts --force ${SERVER}`,
  ],
  options: {
    root: { type: 'string', value: 'DIR' },
    force: { type: 'boolean' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const { output } = context;
    const root = optionText(context, 'root') ?? null;
    const dryRun = isDryRun(context);
    if (optionText(context, 'server') === undefined)
      throw wrongUse(output, 'usage.needs_server', { command: 'trim dictionaries' });
    return context.withClient(async (client, interrupted) => {
      const declined = await askWord(context, interrupted);
      if (declined !== null) return declined;
      const done = await trimDictionaries({
        readFolder: async () => {
          const answer = await client.settings();
          const server = optionText(context, 'server') ?? '';
          if (!answer.ok)
            return { ok: false, code: 'dictionaries.server_away', params: { server, cause: answer.code } };
          const row = answer.value.settings.find(({ key }) => key === 'SEND_DICTS_ON_CASHES_BY_URL_LOCAL_DIRECTORY');
          return { ok: true, folder: row?.value ?? null };
        },
        root,
        dryRun,
        onEntry: (path) => {
          if (output.format === 'ndjson') output.object({ path });
          else if (output.format !== 'json') output.data(path);
        },
      });
      if (!done.ok) {
        output.complain(messageText(output.language, done.code, done.params));
        return done.code === 'dictionaries.server_away' ? exitCodes.unreachable : exitCodes.failed;
      }
      const { ok: _, ...cleared } = done;
      if (output.format === 'json') output.document({ dryRun, ...cleared });
      const { folder, files, folders, bytes, kept } = cleared;
      output.note(
        output.text(dryRun ? 'trim_dictionaries.would' : 'trim_dictionaries.done', { folder, files, folders, bytes }),
      );
      return kept > 0 ? exitCodes.partlyDone : exitCodes.ok;
    });
  },
};

function trimCommand(
  words: readonly string[],
  task: Exclude<StorageTask, 'restore'>,
  summary: 'command.archive_check' | 'command.trim_files',
): Command {
  const line = `smena ${words.join(' ')}`;
  const isCheck = task === 'check';
  return {
    words,
    operands: [0, 0],
    operandText: '',
    summary,
    examples: isCheck ? [`${line} ${SERVER}`] : [`${line} --dry-run ${SERVER}`, `${line} --force ${SERVER}`],
    options: {
      ...(isCheck ? {} : { force: { type: 'boolean' } }),
      ...author,
      ...tryOption,
      ...formatOptions,
      ...sourceOptions,
    },
    run: (context) =>
      context.withClient(async (client, interrupted) => {
        const declined = isCheck ? null : await askWord(context, interrupted);
        if (declined !== null) return declined;
        const order = { task, word: WORD, author: optionText(context, 'author') };
        return showResult(context.output, taken(context, await client.runStorage(order)));
      }),
  };
}

/** What deletes for good asks for a typed word; `--force` is for those whom nobody can ask. */
async function askWord(
  context: CommandContext,
  interrupted: AbortSignal,
  { word, english, texts }: typeof DELETION | typeof RETURN = DELETION,
): Promise<ExitCode | null> {
  const { output, options, ask } = context;
  if (isDryRun(context) || options['force'] === true) return null;
  if (ask === null) {
    output.complain(output.text(`${texts}.needs_force`));
    return exitCodes.confirmationNeeded;
  }
  const typed = await ask(output.text(`${texts}.question`, { word }), interrupted);
  if (typed?.trim() === word || typed?.trim() === english) return null;
  output.note(output.text(`${texts}.declined`));
  return exitCodes.declined;
}

function showResult(output: Output, result: StorageResult): ExitCode {
  if (output.format === 'json') output.document(result);
  else if (output.format === 'ndjson') output.object(result);
  else for (const line of resultLines(output, result)) output.data(line);
  if (result.refusal !== null) output.complain(result.refusal[output.language]);
  if (result.damaged.length > 0 || result.outcome === 'failed') return exitCodes.failed;
  return result.outcome === 'partly' ? exitCodes.partlyDone : exitCodes.ok;
}

/** What was done, or would be, in words. */
function resultLines(output: Output, result: StorageResult): string[] {
  const { language } = output;
  const stateOf = (state: string) => messageText(language, `archive_state.${state}`);
  const tense = result.dryRun ? 'would' : 'done';
  const lines = result.packed
    .filter(({ packages, failure }) => packages > 0 || failure !== null)
    .map(({ state, packages, archives, failure }) =>
      failure === null
        ? output.text(`storage_result.packed_${tense}`, {
            state: stateOf(state),
            n: packages,
            archives: archives.join(', '),
          })
        : output.text('storage_result.failed', { state: stateOf(state), cause: failure }),
    );
  for (const { state, name, packages } of result.deleted)
    lines.push(output.text(`storage_result.deleted_${tense}`, { state: stateOf(state), archive: name, n: packages }));
  for (const { state, name, reason } of result.kept)
    lines.push(output.text('storage_result.kept', { state: stateOf(state), archive: name, reason: reason[language] }));
  if (result.restored !== null) lines.push(returnedLine(output, result.restored, tense));
  if (result.deletionPutOff !== null) lines.push(result.deletionPutOff[language]);
  if (result.checked !== null) lines.push(output.text('storage_result.checked', { n: result.checked }));
  for (const { state, name, damage } of result.damaged)
    lines.push(output.text(`storage_result.${damage}`, { state: stateOf(state), archive: name }));
  return lines.length === 0 ? [output.text('storage_result.nothing')] : lines;
}

function returnedLine(output: Output, restored: ReturnedPackages, tense: 'would' | 'done'): string {
  const { state, from, to, archives, packages, bytes, known, returned, unreadable } = restored;
  const words = { state: messageText(output.language, `archive_state.${state}`), known };
  if (packages === 0) return output.text('storage_result.returned_none', { ...words, from, to });
  if (tense === 'done') return output.text('storage_result.returned_done', { ...words, n: returned, unreadable });
  const names = archives.map(({ name }) => name).join(', ');
  return output.text('storage_result.returned_would', { ...words, n: packages, archives: names, bytes });
}

function megabytes(output: Output, bytes: number | null): string {
  return bytes === null ? '—' : output.text('size.megabytes', { n: (bytes / MEGABYTE).toFixed(1) });
}

function placeColumns(output: Output): Column<StoragePlace>[] {
  return [
    { title: output.text('column.storage_place'), show: (row) => row.name[output.language], plain: (row) => row.place },
    countColumn(output, 'column.files', (row) => row.files, 2),
    {
      title: output.text('column.size'),
      align: 'right',
      show: (row) => megabytes(output, row.bytes),
      plain: (row) => String(row.bytes),
    },
    {
      title: output.text('column.oldest'),
      show: (row) => showUtc(output, row.oldestAt),
      plain: (row) => row.oldestAt ?? '',
      rank: 3,
    },
    {
      title: output.text('column.growth'),
      align: 'right',
      show: (row) => megabytes(output, row.growthPerDay),
      plain: (row) => String(row.growthPerDay ?? ''),
      rank: 4,
    },
    countColumn(output, 'column.enough_days', (row) => row.enoughForDays, 1),
    textColumn(output, 'column.storage_rule', (row) => row.rule[output.language], 5),
  ];
}

function archiveColumns(output: Output): Column<FileArchive>[] {
  return [
    { title: output.text('column.name'), show: (row) => row.name },
    {
      title: output.text('column.state'),
      show: (row) => messageText(output.language, `archive_state.${row.state}`),
      plain: (row) => row.state,
    },
    countColumn(output, 'column.packages', (row) => row.packages, 1),
    countColumn(output, 'column.size', (row) => row.size, 2),
    {
      title: output.text('column.made'),
      show: (row) => showUtc(output, row.madeAt),
      plain: (row) => row.madeAt,
      rank: 4,
    },
    {
      title: output.text('column.checked'),
      show: (row) => showUtc(output, row.checkedAt),
      plain: (row) => row.checkedAt ?? '',
      rank: 5,
    },
    {
      title: output.text('column.condition'),
      show: (row) => conditionOf(output, row),
      plain: (row) => (row.deletedAt === null ? (row.damage ?? 'whole') : 'deleted'),
      colour: (row) => (row.damage === null ? null : 'red'),
    },
  ];
}

function conditionOf(output: Output, { damage, deletedAt }: FileArchive): string {
  if (deletedAt !== null) return output.text('archive_condition.deleted', { at: showUtc(output, deletedAt) });
  if (damage === null) return `✓ ${output.text('archive_condition.whole')}`;
  return `◆ ${output.text(`archive_condition.${damage}`)}`;
}

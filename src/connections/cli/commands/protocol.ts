/** `smena protocol …`: which number each field of the wire has, and replacing that (registers §14). */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DescriptionChanged, DescriptionConfirmation, DescriptionList } from '../../../../contracts/web-api.ts';
import { type DescriptionKind, descriptionKinds } from '../../../../contracts/wire-descriptions.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import type { Answer } from '../client.ts';
import { type Command, type CommandContext, CommandEnd, optionText, taken, wrongUse } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { agrees } from '../question.ts';
import { withServer } from '../running-server.ts';
import { countColumn, showUtc, textColumn } from '../show.ts';
import type { Column } from '../table.ts';

const SERVER = '--server http://127.0.0.1:8080';
const KINDS = descriptionKinds.join('|');
const changeOptions = {
  yes: { type: 'boolean' },
  author: { type: 'string', value: 'NAME' },
  ...tryOption,
  ...formatOptions,
  ...sourceOptions,
} as const;

export const protocolShowCommand: Command = {
  words: ['protocol', 'show'],
  operands: [0, 1],
  operandText: `[${KINDS}]`,
  summary: 'command.protocol_show',
  examples: [`smena protocol show grpc ${SERVER}`],
  options: { ...formatOptions, ...sourceOptions },
  async run(context) {
    const { output, operands } = context;
    const wanted = operands[0] === undefined ? null : readKind(context);
    return withServer(context, 'protocol show', async (server) => {
      const list = taken(context, await server.descriptions());
      const descriptions = list.descriptions.filter(({ kind }) => wanted === null || kind === wanted);
      if (output.format === 'json') output.document({ descriptions });
      else if (output.format === 'ndjson') for (const row of descriptions) output.object(row);
      else printDescriptions(output, descriptions);
      return exitCodes.ok;
    });
  },
};

export const protocolImportCommand: Command = {
  words: ['protocol', 'import'],
  operands: [2, 2],
  operandText: `${KINDS} FILE`,
  summary: 'command.protocol_import',
  examples: [
    `smena protocol import grpc load_sale.proto ${SERVER}`,
    `smena protocol import commands numbers.txt --yes --author Иванова ${SERVER}`,
  ],
  options: changeOptions,
  async run(context) {
    const kind = readKind(context);
    const file = context.operands[1] ?? '';
    const content = await readBase64(context, file);
    const author = optionText(context, 'author');
    return withServer(context, 'protocol import', (server, _client, interrupted) =>
      replace(context, interrupted, (confirmed) =>
        server.importDescription({ kind, fileName: basename(file), content, author, confirmed }),
      ),
    );
  },
};

export const protocolRevertCommand: Command = {
  words: ['protocol', 'revert'],
  operands: [1, 2],
  operandText: `${KINDS} [ENTRY]`,
  summary: 'command.protocol_revert',
  examples: [`smena protocol revert grpc ${SERVER}`, `smena protocol revert grpc 3 --yes ${SERVER}`],
  options: changeOptions,
  async run(context) {
    const kind = readKind(context);
    const [, word] = context.operands;
    if (word !== undefined && !/^\d{1,9}$/.test(word)) throw wrongUse(context.output, 'protocol.entry', { word });
    const entryId = word === undefined ? null : Number(word);
    const author = optionText(context, 'author');
    return withServer(context, 'protocol revert', (server, _client, interrupted) =>
      replace(context, interrupted, (confirmed) => server.revertDescription({ kind, entryId, author, confirmed })),
    );
  },
};

type Asked = (confirmed: boolean) => Promise<Answer<DescriptionChanged | DescriptionConfirmation>>;

/** Shows what changes, asks the person, and says what was done. */
async function replace(context: CommandContext, interrupted: AbortSignal, ask: Asked): Promise<ExitCode> {
  const { output } = context;
  let answer = taken(context, await ask(context.options.yes === true));
  if ('code' in answer) {
    await confirm(context, answer, interrupted);
    answer = taken(context, await ask(true));
  }
  if (output.format === 'json') output.document(answer);
  else if (output.format === 'ndjson') output.object(answer);
  else {
    for (const line of changeLines(answer)) output.data(line);
    output.note(answer.message[output.language]);
  }
  return exitCodes.ok;
}

async function confirm(
  { output, ask }: CommandContext,
  question: DescriptionConfirmation,
  interrupted: AbortSignal,
): Promise<void> {
  const lines = [...changeLines(question), question.message[output.language]];
  if (ask === null) throw new CommandEnd(exitCodes.confirmationNeeded, [...lines, output.text('settings.needs_yes')]);
  for (const line of lines) output.complain(line);
  const typed = await ask(`${output.text('protocol.question')} `, interrupted);
  if (interrupted.aborted) throw new CommandEnd(exitCodes.interrupted, ['']);
  if (!agrees(typed)) throw new CommandEnd(exitCodes.declined, [output.text('protocol.not_changed')]);
}

function changeLines({ changes }: Pick<DescriptionChanged, 'changes'>): string[] {
  const place = (at: { number: number; type: string } | null) => (at === null ? '-' : `${at.number} ${at.type}`);
  return changes.map(({ message, field, from, to }) => `${message}.${field}: ${place(from)} → ${place(to)}`);
}

function readKind(context: CommandContext): DescriptionKind {
  const word = context.operands[0] ?? '';
  const kind = descriptionKinds.find((name) => name === word);
  if (kind === undefined) throw wrongUse(context.output, 'protocol.kind', { word });
  return kind;
}

async function readBase64({ output }: CommandContext, file: string): Promise<string> {
  try {
    return (await readFile(file)).toString('base64');
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new CommandEnd(exitCodes.wrongUse, [output.text('protocol.file', { file, cause: said })]);
  }
}

type Description = DescriptionList['descriptions'][number];
type FieldRow = Description['fields'][number] & { kind: DescriptionKind };

function printDescriptions(output: Output, descriptions: readonly Description[]): void {
  const rows = descriptions.flatMap(({ kind, fields }) => fields.map((field): FieldRow => ({ ...field, kind })));
  output.table(columns(output), rows);
  for (const { kind, history } of descriptions)
    for (const { entryId, changedAt, format, fileName, author } of history) {
      const at = showUtc(output, changedAt);
      output.note(`${kind} ${output.text('protocol.history', { entryId, at, format, file: fileName, author })}`);
    }
}

function columns(output: Output): Column<FieldRow>[] {
  return [
    { title: output.text('column.kind'), show: ({ kind }) => kind },
    { title: output.text('column.field'), show: ({ message, field }) => `${message}.${field}` },
    countColumn(output, 'column.number', ({ number }) => number, 0),
    textColumn(output, 'column.type', ({ type }) => type, 1),
    countColumn(output, 'column.shipped', ({ shippedNumber }) => shippedNumber, 2),
  ];
}

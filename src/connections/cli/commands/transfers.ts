/** `smena transfer …`: what was asked of registers and what became of it; asking again, and calling it off. */
import { type TransferRow, transferCause } from '../../../../contracts/web-api.ts';
import { readTransferId } from '../addresses.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, optionCount, optionText, taken } from '../command.ts';
import { confirmLoad } from '../confirm-load.ts';
import { exitCodes } from '../exit-codes.ts';
import { checkWait, followRequested, waitOptions } from '../follow-transfer.ts';
import type { Output } from '../output.ts';
import { printList } from '../pages.ts';
import { placeListOptions, readLimits, readStateQuery } from '../place-lists.ts';
import { withServer } from '../running-server.ts';
import { showUtc } from '../show.ts';
import { printTransfer, showRange, stageWord, transferColumns, transferSentence } from '../transfer-words.ts';

const states = ['all', 'running', 'failed', 'ended'] as const;
const causes = transferCause.options;
const SERVER = '--server http://127.0.0.1:8080';

export const transferListCommand: Command = {
  words: ['transfer', 'list'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.transfer_list',
  examples: [`smena transfer list --state failed ${SERVER}`, 'smena transfer list --shop 12 --register 3 --json'],
  options: {
    ...placeListOptions(states),
    cause: { type: 'string', value: causes.join('|'), choices: causes },
    run: { type: 'string', value: 'NUMBER', most: 999_999_999 },
  },
  run(context) {
    const { output } = context;
    const query = {
      ...readStateQuery(context, states, 'all'),
      cause: causes.find((cause) => cause === optionText(context, 'cause')),
      run: optionCount(context, 'run'),
    };
    return context.withClient((client) =>
      printList(context, {
        ...readLimits(context),
        read: (limit, before: string | undefined) => client.transfers({ ...query, limit, before }),
        rows: 'transfers',
        show: transferColumns(output),
        empty: 'transfer_list.empty',
      }),
    );
  },
};

export const transferShowCommand: Command = {
  words: ['transfer', 'show'],
  operands: [1, 1],
  operandText: 'T-NUMBER',
  summary: 'command.transfer_show',
  examples: [`smena transfer show T-88 ${SERVER}`, 'smena transfer show 88 --json'],
  options: { ...formatOptions, ...sourceOptions },
  run(context) {
    const { output } = context;
    const transferId = readTransferId(context, context.operands[0] ?? '');
    return context.withClient(async (client) => {
      const transfer = taken(context, await client.transfer(transferId));
      if (output.format === 'human') for (const line of detailLines(output, transfer)) output.data(line);
      else printTransfer(output, transfer);
      return exitCodes.ok;
    });
  },
};

export const transferRetryCommand: Command = {
  words: ['transfer', 'retry'],
  operands: [1, 1],
  operandText: 'T-NUMBER',
  summary: 'command.transfer_retry',
  examples: [`smena transfer retry T-88 ${SERVER}`, `smena transfer retry T-88 --wait --timeout 600 ${SERVER}`],
  options: {
    yes: { type: 'boolean' },
    ...waitOptions,
    author: { type: 'string', value: 'NAME' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const transferId = readTransferId(context, context.operands[0] ?? '');
    checkWait(context);
    return withServer(context, 'transfer retry', async (server, client, interrupted) => {
      const asked = { author: optionText(context, 'author'), confirmed: context.options.yes === true };
      let answer = taken(context, await server.retryTransfer(transferId, asked));
      if ('preview' in answer) {
        const { shopCode, registerCode } = taken(context, await client.transfer(transferId));
        const about = { shopCode, registerCode, author: asked.author };
        await confirmLoad(context, server, about, answer, interrupted);
        answer = taken(context, await server.retryTransfer(transferId, { ...asked, confirmed: true }));
      }
      if ('preview' in answer) throw new Error('the server asks about what is confirmed');
      return followRequested(context, client, answer, interrupted);
    });
  },
};

export const transferCancelCommand: Command = {
  words: ['transfer', 'cancel'],
  operands: [1, 1],
  operandText: 'T-NUMBER',
  summary: 'command.transfer_cancel',
  examples: [`smena transfer cancel T-88 ${SERVER}`, `smena transfer cancel T-88 --author Петрова ${SERVER}`],
  options: { author: { type: 'string', value: 'NAME' }, ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const transferId = readTransferId(context, context.operands[0] ?? '');
    return withServer(context, 'transfer cancel', async (server) => {
      const transfer = taken(context, await server.cancelTransfer(transferId, optionText(context, 'author')));
      printTransfer(context.output, transfer);
      return exitCodes.ok;
    });
  },
};

function detailLines(output: Output, transfer: TransferRow): string[] {
  const { shopCode, registerCode, registerSaid, nextAttemptAt } = transfer;
  const cause = output.text(`transfer_cause.${transfer.cause}`);
  const author = transfer.author ?? '—';
  return [
    transferSentence(output, transfer),
    output.text('transfer_show.place', { shopCode, registerCode, range: showRange(output, transfer.range) }),
    output.text('transfer_show.asked', { cause, author }),
    ...transfer.stages.map(({ stage, at }) => `  ✓ ${stageWord(output, stage)} – ${showUtc(output, at)}`),
    ...(transfer.endedAt === null
      ? []
      : [output.text('transfer_show.ended', { at: showUtc(output, transfer.endedAt) })]),
    ...(registerSaid === null ? [] : [output.text('transfer_show.said', { words: registerSaid[output.language] })]),
    ...(nextAttemptAt === null ? [] : [output.text('transfer_show.next', { at: showUtc(output, nextAttemptAt) })]),
    ...(transfer.ignoredReports === 0 ? [] : [output.text('transfer_show.ignored', { n: transfer.ignoredReports })]),
    ...(transfer.differing === 0 ? [] : [output.text('transfer_show.differing', { n: transfer.differing })]),
  ];
}

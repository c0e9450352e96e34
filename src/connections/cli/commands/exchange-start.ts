/** `smena export run` and `smena export again`: handing shifts to the ERP because a person wants it (M22, M27–M30). */
import type { ExportConfirmation, StartedExport } from '../../../../contracts/web-api.ts';
import { readShiftAddress } from '../addresses.ts';
import { formatOptions, sourceOptions, tryOption } from '../arguments.ts';
import { type Command, type CommandContext, CommandEnd, optionText, taken, wrongUse } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { agrees } from '../question.ts';
import { withServer } from '../running-server.ts';

const SERVER = '--server http://127.0.0.1:8080';

export const exportRunCommand: Command = {
  words: ['export', 'run'],
  operands: [0, 0],
  operandText: '',
  summary: 'command.export_run',
  examples: [`smena export run --shop 12 ${SERVER}`, `smena export run --shop 12 --dry-run ${SERVER}`],
  options: { shop: { type: 'string', value: 'CODE' }, ...tryOption, ...formatOptions, ...sourceOptions },
  async run(context) {
    const shop = optionText(context, 'shop');
    if (shop === undefined) throw wrongUse(context.output, 'usage.shop_needed');
    return withServer(context, 'export run', async (server) =>
      printStarted(context, taken(context, await server.startExchange(shop))),
    );
  },
};

export const exportAgainCommand: Command = {
  words: ['export', 'again'],
  operands: [1, 10_000],
  operandText: 'SHOP/REGISTER/NUMBER@DATE …',
  summary: 'command.export_again',
  examples: [
    `smena export again 12/3/347@2026-03-14 ${SERVER}`,
    `smena export again 12/3/347@2026-03-14 12/3/348@2026-03-15 --yes ${SERVER}`,
  ],
  options: {
    yes: { type: 'boolean' },
    author: { type: 'string', value: 'NAME' },
    ...tryOption,
    ...formatOptions,
    ...sourceOptions,
  },
  async run(context) {
    const shifts = context.operands.map((word) => {
      const { key, ...place } = readShiftAddress(context, word);
      return { ...place, shiftKey: key };
    });
    return withServer(context, 'export again', async (server, _client, interrupted) => {
      const confirmed = context.options.yes === true;
      const author = optionText(context, 'author');
      let answer = taken(context, await server.exportAgain({ shifts, confirmed, author }));
      if ('preview' in answer) {
        await confirmAgain(context, answer, interrupted);
        answer = taken(context, await server.exportAgain({ shifts, confirmed: true, author }));
      }
      if ('preview' in answer) throw new Error('the server asks about what is confirmed');
      return printStarted(context, answer);
    });
  },
};

function printStarted({ output }: CommandContext, started: StartedExport): ExitCode {
  if (output.format === 'json') output.document(started);
  else if (output.format === 'ndjson') output.object(started);
  else
    output.data(output.format === 'plain' ? `${started.shifts}\t${started.revenue}` : started.message[output.language]);
  return exitCodes.ok;
}

/** D2 at the terminal; returns when the person agreed. */
async function confirmAgain(
  { output, ask }: CommandContext,
  { message }: ExportConfirmation,
  interrupted: AbortSignal,
): Promise<void> {
  if (ask === null) {
    const lines = [message[output.language], output.text('export_again.needs_yes')];
    throw new CommandEnd(exitCodes.confirmationNeeded, lines);
  }
  output.complain(message[output.language]);
  const typed = await ask(`${output.text('export_again.question')} `, interrupted);
  if (agrees(typed)) return;
  const code = interrupted.aborted ? exitCodes.interrupted : exitCodes.declined;
  throw new CommandEnd(code, [output.text('export_again.not_started')]);
}

/** The question before a week or more is loaded (M10–M12), for every command that asks registers. */
import type { LoadConfirmation, NewTransfer } from '../../../contracts/web-api.ts';
import { formatTime } from '../../messages/formats.ts';
import type { ServerCalls } from './client.ts';
import { type CommandContext, CommandEnd, taken } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { agrees } from './question.ts';

/** Returns when the person agreed; else the command ends. Only a person who declined is written down. */
export async function confirmLoad(
  context: CommandContext,
  server: ServerCalls,
  { shopCode, registerCode, author }: Pick<NewTransfer, 'shopCode' | 'registerCode' | 'author'>,
  { message, preview }: LoadConfirmation,
  interrupted: AbortSignal,
): Promise<void> {
  const { output, ask } = context;
  if (ask === null) {
    const lines = [message[output.language], output.text('load.needs_yes')];
    throw new CommandEnd(exitCodes.confirmationNeeded, lines);
  }
  const { days, from, to, shifts, receipts } = preview;
  const times = { from: formatTime(output.language, from), to: formatTime(output.language, to) };
  output.complain(output.text('load.preview', { shopCode, registerCode, ...times, shifts, receipts }));
  const typed = await ask(`${output.text('load.question', { days })} `, interrupted);
  if (interrupted.aborted) throw new CommandEnd(exitCodes.interrupted, ['', output.text('load.not_started')]);
  if (agrees(typed)) return;
  const declined = taken(context, await server.declineTransfer({ shopCode, registerCode, from, to, author }));
  throw new CommandEnd(exitCodes.declined, [declined.message[output.language]]);
}

/** After a request was taken: its number at once, or with `--wait` its stages and its end. */
import type { RequestedTransfer, TransferRow } from '../../../contracts/web-api.ts';
import { monotonicMs } from '../../platform/clock.ts';
import { sleep } from '../../platform/worker-loop.ts';
import type { OptionSpec } from './arguments.ts';
import type { Refusal, SmenaClient } from './client.ts';
import { type CommandContext, isDryRun, optionCount, wrongUse } from './command.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';
import { serverWords } from './running-server.ts';
import { hasSucceeded, printTransfer, stageWord, transferSentence } from './transfer-words.ts';

const LONGEST_WAIT_SECONDS = 604_800;

export const waitOptions: Readonly<Record<string, OptionSpec>> = {
  wait: { type: 'boolean' },
  timeout: { type: 'string', value: 'SECONDS', most: LONGEST_WAIT_SECONDS },
};

/** Ends a command that names the longest wait and does not wait. */
export function checkWait(context: CommandContext): void {
  if (context.options.timeout !== undefined && context.options.wait !== true)
    throw wrongUse(context.output, 'usage.timeout_needs_wait');
}

/** Tells of a request that the server took, and follows it to its end when the person waits for it. */
export async function followRequested(
  context: CommandContext,
  client: SmenaClient,
  { transfer, running }: RequestedTransfer,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  const { output } = context;
  const { transferId, shopCode, registerCode } = transfer;
  const place = { transferId, shopCode, registerCode };
  if (running) output.note(output.text('load.running', place));
  else output.done(output.text('load.started', place));
  if (isDryRun(context)) {
    if (output.format === 'json') output.document({ transfer, running });
    else if (output.format === 'ndjson') output.object({ transfer, running });
    else printTransfer(output, transfer);
    return exitCodes.ok;
  }
  if (context.options.wait === true) return waitForEnd(context, client, transfer, interrupted);
  if (output.format === 'json') output.document({ transfer, running });
  else if (output.format === 'ndjson') output.object({ transfer, running });
  else output.data(transferId);
  output.note(output.text('load.look', { transferId, server: serverWords(context) }));
  return exitCodes.ok;
}

type Waited = { transfer: TransferRow; stopped: 'timeout' | 'interrupted' | Refusal | null };

async function waitForEnd(
  context: CommandContext,
  client: SmenaClient,
  begun: TransferRow,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  const { output } = context;
  const { transfer, stopped } = await watch(context, client, begun, interrupted);
  output.progress(null);
  const { transferId } = transfer;
  const server = serverWords(context);
  const forPrograms = output.format === 'json' || output.format === 'ndjson';
  if (stopped !== null) {
    if (forPrograms) printTransfer(output, transfer);
    const why = stopped === 'timeout' || stopped === 'interrupted' ? null : stopped;
    if (why !== null) output.complain(why.message[output.language]);
    output.complain(output.text('load.goes_on', { transferId, server }));
    if (why !== null) return exitCodeOf(why.code);
    return stopped === 'timeout' ? exitCodes.timedOut : exitCodes.interrupted;
  }
  const succeeded = hasSucceeded(transfer);
  if (succeeded || output.format !== 'human') printTransfer(output, transfer);
  if (succeeded) return exitCodes.ok;
  output.complain(output.paint('red', transferSentence(output, transfer)));
  output.note(output.text('load.retry_hint', { transferId, server }));
  return exitCodes.failed;
}

const LOOK_EVERY_MS = 500;

async function watch(
  context: CommandContext,
  client: SmenaClient,
  begun: TransferRow,
  interrupted: AbortSignal,
): Promise<Waited> {
  const startedMs = monotonicMs();
  const longestMs = (optionCount(context, 'timeout') ?? Number.POSITIVE_INFINITY) * 1000;
  const tell = progressOf(context.output, startedMs);
  let transfer = begun;
  for (;;) {
    tell(transfer);
    if (transfer.endedAt !== null) return { transfer, stopped: null };
    const leftMs = startedMs + longestMs - monotonicMs();
    if (leftMs <= 0) return { transfer, stopped: 'timeout' };
    await sleep(Math.min(LOOK_EVERY_MS, leftMs), interrupted);
    const answer = await client.transfer(transfer.transferId);
    if (interrupted.aborted) return { transfer, stopped: 'interrupted' };
    if (!answer.ok) return { transfer, stopped: answer };
    transfer = answer.value;
  }
}

/** On a terminal one moving line with the time that has passed, elsewhere a line for each stage reached. */
function progressOf(output: Output, startedMs: number): (transfer: TransferRow) => void {
  let told = 0;
  return ({ transferId, state, stages }) => {
    if (output.showsProgress) {
      const passed = passedTime(monotonicMs() - startedMs);
      output.progress(output.text('load.progress', { transferId, stage: stageWord(output, state), passed }));
      return;
    }
    for (const { stage } of stages.slice(told))
      output.note(output.text('load.stage', { transferId, stage: stageWord(output, stage) }));
    told = stages.length;
  };
}

/** 101 000 ms → `01:41`. */
function passedTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

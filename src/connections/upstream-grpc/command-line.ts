/**
 * The command stream that this server holds to the one above it. It breaks and is opened again, with growing pauses; what was asked
 * meanwhile comes again, because the upper server keeps it.
 */
import type { Metadata, ServiceError } from '@grpc/grpc-js';
import {
  type Command,
  RegisterCommandsService,
  type ServerHello,
} from '../../../contracts/generated/register-command-stream.ts';
import type { CommandReport, UpperCommand, UpperReason } from '../../pipeline/forwarding/forwarding.ts';
import { growingPause, type PauseLimits } from '../../platform/growing-pause.ts';
import type { Logger } from '../../platform/logger.ts';
import { sleep } from '../../platform/worker-loop.ts';
import type { Channel } from './channel.ts';
import { readCommand } from './upper-messages.ts';
import { reasonOf } from './upper-reasons.ts';

export type CommandLineParts = {
  pauses: PauseLimits;
  /** Writes an order down and answers how far it is; may throw when the database is away: it comes again. */
  take: (command: UpperCommand) => Promise<CommandReport>;
  /** Told when the stream stands (null) and when it ended, with the reason. */
  onLine: (reason: UpperReason | null) => void;
};

type Parts = CommandLineParts & {
  channel: Channel;
  metadata: () => Metadata;
  softwareVersion: string;
  report: (report: CommandReport) => Promise<boolean>;
  logger: Logger;
};

export function holdCommands(parts: Parts): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const ended = keepOpen(parts, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

async function keepOpen(parts: Parts, signal: AbortSignal): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const stood = { yes: false };
    const reason = await follow(parts, signal, stood);
    if (signal.aborted) return;
    parts.onLine(reason);
    parts.channel.renew();
    failures = stood.yes ? 1 : failures + 1;
    await sleep(growingPause(failures, parts.pauses, Math.random), signal);
  }
}

/** One stream from its opening to its end; answers why it ended. The next order is read when the last one is written down. */
async function follow(parts: Parts, signal: AbortSignal, stood: { yes: boolean }): Promise<UpperReason> {
  const { path, requestSerialize, responseDeserialize } = RegisterCommandsService.serve;
  const hello: ServerHello = { softwareVersion: parts.softwareVersion };
  try {
    const client = parts.channel.client();
    const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, hello, parts.metadata());
    const cancel = () => call.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    call.once('metadata', () => {
      stood.yes = true;
      parts.onLine(null);
    });
    try {
      for await (const command of call) await obey(parts, command as Command);
    } finally {
      signal.removeEventListener('abort', cancel);
      call.cancel();
    }
    return reasonOf({ details: 'end' });
  } catch (cause) {
    return reasonOf(cause as ServiceError);
  }
}

async function obey({ take, report, logger }: Parts, message: Command): Promise<void> {
  const command = readCommand(message);
  if (command === null) return;
  try {
    await report(await take(command));
  } catch (cause) {
    // Most likely the database is away; the upper server says it again.
    logger.warn(`the order ${command.commandId} of the upper server was not taken: ${String(cause)}`);
  }
}

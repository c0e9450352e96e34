/**
 * The line to an upper server (M17): the exchange of registers by gRPC (protocol 4) from the other side, one stream for each
 * register, and the command stream that this server holds there. Knows nothing of what is due; it sends what it is given and says
 * what was acknowledged.
 */
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import {
  RegisterCommandsService,
  type ReportAnswer,
  type ServerStateAnswer,
} from '../../../contracts/generated/register-command-stream.ts';
import type { UpperServer } from '../../pipeline/forwarding/forwarding.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/logger.ts';
import { createChannel, type UpperKeys } from './channel.ts';
import { type CommandLineParts, holdCommands } from './command-line.ts';
import { createDeliver } from './deliver.ts';
import { reportMessage } from './upper-messages.ts';
import { reasonOf } from './upper-reasons.ts';

export type { UpperKeys } from './channel.ts';

export type UpstreamOptions = {
  host: string;
  port: number;
  /** How this server is called there. */
  serverCode: string;
  /** For people there. */
  softwareVersion: string;
  /** PEM texts as the files are now; null = plaintext. Asked whenever a connection is made. Throws when they cannot be read. */
  keys: () => UpperKeys | null;
  clock: Clock;
  logger: Logger;
};

export type Upstream = UpperServer & {
  /** Holds the command stream from now on. */
  holdCommands(parts: CommandLineParts): void;
  stop(): Promise<void>;
};

/** A unary call may take so long, in ms. */
const CALL_MS = 20_000;

/** Nothing is connected before the first call. */
export function createUpstream(options: UpstreamOptions): Upstream {
  const { host, port, serverCode, softwareVersion, clock, logger } = options;
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const metadata = () => {
    const own = new Metadata();
    own.set('smena-server', serverCode);
    return own;
  };
  // Two connections: a package of many megabytes must not keep a command waiting.
  const sales = createChannel(address, options.keys);
  const commands = createChannel(address, options.keys);
  let line: { stop(): Promise<void> } | null = null;

  type Unary = typeof RegisterCommandsService.report | typeof RegisterCommandsService.tell;
  function call<T>(method: Unary, message: object): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    commands
      .client()
      .makeUnaryRequest(
        method.path,
        method.requestSerialize as (value: object) => Buffer,
        method.responseDeserialize as (bytes: Buffer) => T,
        message,
        metadata(),
        { deadline: clock.now() + CALL_MS },
        (error, answer) => (answer === undefined ? reject(error) : resolve(answer)),
      );
    return promise;
  }

  return {
    address,
    deliver: createDeliver({ channel: sales, metadata, clock }),
    async tell(state) {
      try {
        await call<ServerStateAnswer>(RegisterCommandsService.tell, { softwareVersion, ...state });
        return null;
      } catch (cause) {
        return reasonOf(cause as ServiceError);
      }
    },
    async report(report) {
      try {
        await call<ReportAnswer>(RegisterCommandsService.report, reportMessage(report));
        return true;
      } catch (cause) {
        const { code } = cause as Partial<ServiceError>;
        // What cannot be read there is not understood better the next time.
        if (code === status.INVALID_ARGUMENT) return true;
        logger.warn(`the upper server has not heard of ${report.commandId}: ${String(cause)}`);
        return false;
      }
    },
    holdCommands(parts) {
      line = holdCommands({ ...parts, channel: commands, metadata, softwareVersion, report: this.report, logger });
    },
    async stop() {
      await line?.stop();
      sales.close();
      commands.close();
    },
  };
}

/** `smena serve` and `smena migrate`: the server until it is told to stop, and the tables brought up to date. */
import type { Config } from '../config.ts';
import { type ExitCode, exitCodes, type Output } from '../connections/cli/cli.ts';
import { messageText } from '../messages/messages.ts';
import { systemClock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { createLogger } from '../platform/logger.ts';
import type { Tables } from '../schema/tables.ts';
import { type Server, startServer } from '../server.ts';
import { databaseRefusal, type StartRefusal } from './start-refusal.ts';
import { openConfigured, prepareDataFolder } from './stations.ts';

/** Runs the server until `stopped` is aborted (SIGINT, SIGTERM, SIGHUP). */
export async function runServe(config: Config, output: Output, stopped: AbortSignal): Promise<ExitCode> {
  const logger = createLogger((line) => process.stderr.write(line), systemClock.now);
  const started = await startServer({ config, clock: systemClock, logger });
  if (!started.ok) return complainOf(output, started);
  const { server } = started;
  output.data(messageText(output.language, 'serve.ready', portsOf(server)));
  await untilAborted(stopped);
  await server.stop();
  return exitCodes.ok;
}

function portsOf({ url, grpcPort, thriftPort, registerHttpPort }: Server) {
  return { url, grpcPort, thriftPort, registerHttpPort };
}

/** Brings the tables up to date without starting a server. */
export async function runMigrate(config: Config, output: Output): Promise<ExitCode> {
  await prepareDataFolder(config);
  let database: Database<Tables> | undefined;
  try {
    database = openConfigured(config, 2);
    await database.migrate();
    return exitCodes.ok;
  } catch (cause) {
    return complainOf(output, databaseRefusal(cause));
  } finally {
    await database?.close();
  }
}

/** Says why nothing was started. */
export function complainOf(output: Output, { code, params }: StartRefusal): ExitCode {
  output.complain(messageText(output.language, code, params));
  return exitCodes.failed;
}

/** Resolves when the signal is aborted. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

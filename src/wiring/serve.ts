/** `smena serve` and `smena migrate`: the server until it is told to stop, and the tables brought up to date. */
import type { Config } from '../config.ts';
import { type ExitCode, exitCodes, type Output } from '../connections/cli/cli.ts';
import { messageText } from '../messages/messages.ts';
import { systemClock } from '../platform/clock.ts';
import { type Database, DatabaseUnavailable } from '../platform/database/database.ts';
import { createLogger, type Logger } from '../platform/logger.ts';
import { giveBackAfterStart } from '../platform/memory/collect.ts';
import type { Tables } from '../schema/tables.ts';
import { type Server, startServer } from '../server.ts';
import { linkOf } from './access-functions.ts';
import { isClosed } from './line-warning.ts';
import { whoeverSitsHere } from './local-access.ts';
import { databaseRefusal, type StartRefusal } from './start-refusal.ts';
import { openConfigured, prepareDataFolder } from './stations.ts';

/** Runs the server until `stopped` is aborted (SIGINT, SIGTERM, SIGHUP). */
export async function runServe(config: Config, output: Output, stopped: AbortSignal): Promise<ExitCode> {
  const logger = createLogger((line) => process.stderr.write(line), systemClock.now);
  const started = await startServer({ config, clock: systemClock, logger });
  if (!started.ok) return complainOf(output, started);
  const { server } = started;
  output.data(messageText(output.language, 'serve.ready', portsOf(server)));
  if (isClosed(server.lineState())) output.complain(messageText(output.language, 'lines.closed', {}));
  await tellFirstLink(config, server, output, logger);
  await giveBackAfterStart(stopped);
  await untilAborted(stopped);
  await server.stop();
  return exitCodes.ok;
}

/** As long as nobody can manage people, each start prints a link for the one who will. */
async function tellFirstLink(config: Config, server: Server, output: Output, logger: Logger): Promise<void> {
  if (config.http.access === 'open') return;
  try {
    const link = await server.access.entrance.firstLink(whoeverSitsHere());
    if (!link.ok) return;
    const url = linkOf(config, server.url, link.value);
    output.data(messageText(output.language, 'serve.first_link', { url }));
  } catch (cause) {
    if (!(cause instanceof DatabaseUnavailable)) throw cause;
    logger.warn('the database is away: ask for the link of the first administrator later, smena user first-link');
  }
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

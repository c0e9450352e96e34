/** `smena serve` and `smena migrate`: the server until it is told to stop, and the tables brought up to date. */
import type { Config } from '../config.ts';
import { type ExitCode, exitCodes, type Output } from '../connections/cli/cli.ts';
import { messageText } from '../messages/messages.ts';
import { systemClock } from '../platform/clock.ts';
import { DatabaseUnavailable, SchemaMismatch } from '../platform/database/database.ts';
import { createLogger } from '../platform/logger.ts';
import { startServer } from '../server.ts';
import { openConfigured, prepareDataFolder } from './stations.ts';

/** Runs the server until `stopped` is aborted (SIGINT, SIGTERM). */
export async function runServe(config: Config, output: Output, stopped: AbortSignal): Promise<ExitCode> {
  const logger = createLogger((line) => process.stderr.write(line), systemClock.now);
  const started = await startServer({ config, clock: systemClock, logger }).catch((cause: unknown) => {
    output.complain(startFailure(config, cause));
    return null;
  });
  if (started === null) return exitCodes.failed;
  if (!started.ok) {
    output.complain(messageText(output.language, started.code, started.params));
    return exitCodes.failed;
  }
  const { server } = started;
  output.data(messageText(output.language, 'serve.ready', { url: server.url, grpcPort: server.grpcPort }));
  await untilAborted(stopped);
  await server.stop();
  return exitCodes.ok;
}

function startFailure(config: Config, cause: unknown): string {
  if (!(cause instanceof Error)) throw cause;
  if (cause instanceof SchemaMismatch) return cause.message;
  const taken = 'code' in cause && (cause.code === 'EADDRINUSE' || cause.code === 'EACCES');
  const grpcTaken = /address already in use|bind/i.test(cause.message);
  if (taken || grpcTaken)
    return messageText(config.language, 'serve.port_taken', {
      http: config.http.port,
      grpc: config.grpc.port,
      cause: cause.message,
    });
  throw cause;
}

/** Brings the tables up to date without starting a server. */
export async function runMigrate(config: Config, output: Output): Promise<ExitCode> {
  await prepareDataFolder(config);
  const database = openConfigured(config, 2);
  try {
    await database.migrate();
    return exitCodes.ok;
  } catch (cause) {
    if (!(cause instanceof DatabaseUnavailable || cause instanceof SchemaMismatch)) throw cause;
    output.complain(cause.message);
    return exitCodes.failed;
  } finally {
    await database.close();
  }
}

/** Resolves when the signal is aborted. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

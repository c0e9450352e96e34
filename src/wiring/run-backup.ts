/** `smena backup` and `smena restore`. */
import { rehearseBackup, restoreBackup } from '../backup/backup.ts';
import type { Config } from '../config.ts';
import { type ExitCode, exitCodes, type Output } from '../connections/cli/cli.ts';
import { messageText } from '../messages/messages.ts';
import { systemClock } from '../platform/clock.ts';
import { backUp, backupPlaces } from './server-backup.ts';
import { migrations } from './stations.ts';

/** `smena backup [DIR]`; the server may run meanwhile. */
export async function runBackup(config: Config, directory: string | null, output: Output): Promise<ExitCode> {
  const parent = directory ?? config.folders.serverBackup;
  try {
    const { made, rehearsed } = await backUp(config, parent, systemClock);
    if (output.format === 'json') output.document({ ...made, rehearsed: rehearsed.ok });
    else output.data(messageText(output.language, 'backup.made', { ...made, size: sizeText(made.bytes) }));
    if (rehearsed.ok) return exitCodes.ok;
    output.complain(messageText(output.language, rehearsed.code, rehearsed.params));
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    output.complain(messageText(output.language, 'backup.failed', { cause: text }));
  }
  return exitCodes.failed;
}

/** `smena restore DIR --data NEW`; with `dryRun` the backup is only checked and restored for trial. */
export async function runRestore(
  config: Config,
  directory: string,
  dryRun: boolean,
  output: Output,
): Promise<ExitCode> {
  try {
    const done = dryRun
      ? await rehearseBackup(directory, config.database, migrations)
      : await restoreBackup(directory, backupPlaces(config), migrations);
    if (!done.ok) {
      output.complain(messageText(output.language, done.code, done.params));
      return exitCodes.failed;
    }
    const { tables, rows, files } = done;
    if (output.format === 'json') output.document({ tables, rows, files });
    else
      output.data(messageText(output.language, dryRun ? 'backup.sound' : 'backup.restored', { tables, rows, files }));
    return exitCodes.ok;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    output.complain(messageText(output.language, 'backup.not_restored', { cause: text }));
    return exitCodes.failed;
  }
}

function sizeText(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB`;
}

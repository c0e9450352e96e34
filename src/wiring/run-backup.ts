/** `smena backup` and `smena restore`. */
import { existsSync } from 'node:fs';
import { type NewEntry, record, recordFirst } from '../audit/audit.ts';
import { rehearseBackup, restoreBackup } from '../backup/backup.ts';
import type { Config } from '../config.ts';
import { type ExitCode, exitCodes, type Output } from '../connections/cli/cli.ts';
import { messageText } from '../messages/messages.ts';
import { systemClock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import { backUp, backupPlaces } from './server-backup.ts';
import { migrations, openConfigured, prepareDataFolder } from './stations.ts';

/** `smena backup [DIR]`; the server may run meanwhile. */
export async function runBackup(config: Config, directory: string | null, output: Output): Promise<ExitCode> {
  const parent = directory ?? config.folders.serverBackup;
  try {
    const entry = { verb: 'back-up', object: 'backup', key: parent } as const;
    mustBeThere(config);
    const { made, rehearsed } = await withRecorded(config, (database) =>
      recordFirst(
        database,
        systemClock,
        entry,
        () => backUp(config, parent, systemClock),
        (done) => (done.rehearsed.ok ? null : done.rehearsed.code),
      ),
    );
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
    const entry = { verb: 'restore', object: 'backup', key: directory, new: { tables, rows, files } } as const;
    if (!dryRun) await withRecorded(config, (database) => database.transaction((tx) => record(tx, systemClock, entry)));
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

/** A backup of what is not there must not make it. */
function mustBeThere({ database }: Config): void {
  if (database.engine === 'sqlite' && !existsSync(database.file)) throw new Error(`${database.file}: ENOENT`);
}

/** The database of the configuration, brought up to date, for what is told to its audit trail. */
async function withRecorded<T>(config: Config, work: (database: Database<Tables>) => Promise<T>): Promise<T> {
  await prepareDataFolder(config);
  const database = openConfigured(config, 1);
  try {
    await database.migrate();
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Adds an entry to the audit trail of a data folder on which a server may run, and does the work. */
export function recordLocally<T>(config: Config, entry: NewEntry, work: () => Promise<T>): Promise<T> {
  return withRecorded(config, (database) => recordFirst(database, systemClock, entry, work));
}

function sizeText(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB`;
}

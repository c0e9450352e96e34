/** `smena database compact`. */
import type { Config } from '../config.ts';
import { type ExitCode, exitCodes, type Output } from '../connections/cli/cli.ts';
import { messageText } from '../messages/messages.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import { convertSqlite, readSqliteSpace } from '../platform/database/sqlite-space.ts';
import { lockFolder } from '../platform/folder-lock.ts';
import { hasRoom, wordsOf } from './database-space.ts';
import { recordLocally } from './run-backup.ts';
import { prepareDataFolder } from './stations.ts';

/** Writes a database file of an older version anew: of any size, over a data folder on which no server runs. */
export async function runCompact(config: Config, dryRun: boolean, output: Output): Promise<ExitCode> {
  const refuse = (text: string): ExitCode => {
    output.complain(text);
    return exitCodes.failed;
  };
  await prepareDataFolder(config);
  const lock = lockFolder(config.dataFolder);
  if (lock === null) return refuse(messageText(output.language, 'data.in_use', { folder: config.dataFolder }));
  try {
    if (config.database.engine !== 'sqlite') return refuse(output.text('database_compact.postgres'));
    const { file } = config.database;
    const space = await readSqliteSpace(file);
    if (space === undefined) return refuse(output.text('database_compact.no_file', { file }));
    const words = wordsOf(file, space);
    const needless = space.givesBack;
    if (!needless && !hasRoom(space, config.minFreeBytes))
      return refuse(output.text('database_compact.no_room', words));
    if (!needless && !dryRun) {
      const entry = {
        verb: 'change',
        object: 'storage',
        key: 'database',
        new: { file, megabytes: words.content },
      } as const;
      await recordLocally(config, entry, async () => convertSqlite(file));
    }
    const code = needless ? 'needless' : dryRun ? 'would' : 'done';
    if (output.format === 'json') output.document({ dryRun, converted: !needless && !dryRun, ...space });
    else output.data(output.text(`database_compact.${code}`, words));
    return exitCodes.ok;
  } catch (cause) {
    if (!(cause instanceof DatabaseUnavailable)) throw cause;
    return refuse(output.text('database_compact.failed', { cause: cause.message }));
  } finally {
    lock.release();
  }
}

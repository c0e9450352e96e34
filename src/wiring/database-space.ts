/** A database file of an older version is made to give freed space back: a small one at the start, any other when a person asks. */
import type { Config } from '../config.ts';
import type { NewEvent } from '../pipeline/event-log/event-log.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import { convertSqlite, readSqliteSpace, type SqliteSpace } from '../platform/database/sqlite-space.ts';
import type { Logger } from '../platform/logger.ts';

/** Content that is written anew at a start: a second or two. */
const SMALL_BYTES = 128 * 2 ** 20;
const MEGABYTE = 2 ** 20;

/** Before anybody opens the database; answers what the log should say of it, null = nothing. A database that is away is left alone. */
export async function settleDatabaseSpace(
  { database, minFreeBytes }: Pick<Config, 'database' | 'minFreeBytes'>,
  logger: Logger,
): Promise<NewEvent | null> {
  if (database.engine !== 'sqlite') return null;
  const { file } = database;
  try {
    const space = await readSqliteSpace(file);
    if (space === undefined || space.givesBack) return null;
    if (space.contentBytes > SMALL_BYTES || !hasRoom(space, minFreeBytes))
      return { code: 'database.keeps_space', level: 'warning', params: wordsOf(file, space) };
    convertSqlite(file);
    return { code: 'database.gives_space', level: 'info', params: wordsOf(file, space) };
  } catch (cause) {
    if (!(cause instanceof DatabaseUnavailable)) throw cause;
    logger.warn(
      `the database file keeps freed space for now, it is looked at again at the next start: ${cause.message}`,
    );
    return null;
  }
}

/** Whether the file can be written anew with the reserve left alone. */
export function hasRoom({ neededBytes, freeBytes }: SqliteSpace, minFreeBytes: number): boolean {
  return freeBytes - neededBytes >= minFreeBytes;
}

/** What of it is told: megabytes. */
export function wordsOf(file: string, { contentBytes, neededBytes, freeBytes }: SqliteSpace) {
  const megabytes = (bytes: number) => Math.ceil(bytes / MEGABYTE);
  return { file, content: megabytes(contentBytes), needed: megabytes(neededBytes), free: megabytes(freeBytes) };
}

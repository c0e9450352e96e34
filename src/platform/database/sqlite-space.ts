/**
 * Whether a SQLite file gives freed space back (auto_vacuum = incremental), and turning a file that does not into one that does.
 * The way a file was made with can be changed only by writing it anew (VACUUM), which SQLite does in one transaction: a crash
 * at any moment leaves the file as it was or as it is to be. Meanwhile others may read, and writers wait.
 */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Database, DatabaseUnavailable } from './database.ts';

export type SqliteSpace = {
  givesBack: boolean;
  /** Bytes in use, without free pages. */
  contentBytes: number;
  /** Bytes that writing it anew needs beside the file, and those that are free there. */
  neededBytes: number;
  freeBytes: number;
};

const INCREMENTAL = 2;
/** The new pages stand in a temporary file first and then in the WAL, both beside the database. */
const COPIES = 2;

/** Looks at a file; undefined when there is none. Throws DatabaseUnavailable when it cannot be read. */
export async function readSqliteSpace(file: string): Promise<SqliteSpace | undefined> {
  if (!existsSync(file)) return undefined;
  const { bavail, bsize } = await statfs(dirname(file));
  return withFile(file, (handle) => {
    const value = (name: string) => Number(Object.values(handle.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
    const contentBytes = (value('page_count') - value('freelist_count')) * value('page_size');
    // A file without tables gets the way by itself when the first one is made.
    const givesBack = value('auto_vacuum') === INCREMENTAL || value('page_count') <= 1;
    return { givesBack, contentBytes, neededBytes: contentBytes * COPIES, freeBytes: bavail * bsize };
  });
}

/** Writes a file anew so that it gives space back. Blocks until it is done; throws DatabaseUnavailable, and then nothing has changed. */
export function convertSqlite(file: string): void {
  withFile(file, (handle) => {
    // The system's folder of temporary files may be small, or lie in memory.
    handle.exec(`PRAGMA temp_store = FILE; PRAGMA temp_store_directory = '${dirname(file).replaceAll("'", "''")}'`);
    try {
      handle.exec('PRAGMA synchronous = FULL; PRAGMA auto_vacuum = INCREMENTAL; VACUUM');
      handle.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      handle.exec("PRAGMA temp_store_directory = ''");
    }
  });
}

/** Whether the database is a SQLite file that keeps the space of what is deleted. */
export async function keepsFreedSpace(database: Pick<Database<unknown>, 'engine' | 'get'>): Promise<boolean> {
  if (database.engine !== 'sqlite') return false;
  // A pragma, and not its table: whoever sees some shops only may ask it, too.
  const row = await database.get<{ auto_vacuum: number }>('PRAGMA auto_vacuum');
  return row?.auto_vacuum !== INCREMENTAL;
}

const WAITS_MS = 2_000;

function withFile<T>(file: string, work: (handle: DatabaseSync) => T): T {
  let handle: DatabaseSync | undefined;
  try {
    handle = new DatabaseSync(file, { timeout: WAITS_MS });
    return work(handle);
  } catch (cause) {
    throw new DatabaseUnavailable(cause instanceof Error ? cause.message : String(cause), { cause });
  } finally {
    handle?.close();
  }
}

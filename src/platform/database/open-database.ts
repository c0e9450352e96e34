/** Chooses the engine: a PostgreSQL URL, else the embedded file. */
import type { Database } from './database.ts';
import type { Migration } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

export type DatabaseLocation = { engine: 'sqlite'; file: string } | { engine: 'postgres'; url: string };

/** What a writer of few rows keeps of SQLite's pages, in KiB. */
const FEW_ROWS_KIB = 1_000;

/**
 * `connections` is the size of the PostgreSQL pool; SQLite always has one writer and one reader, and the writer keeps
 * `writerCacheKib` of its pages.
 */
export function openDatabase<S>(
  location: DatabaseLocation,
  migrations: readonly Migration[],
  connections: number,
  writerCacheKib = FEW_ROWS_KIB,
): Database<S> {
  if (location.engine === 'sqlite') return openSqlite<S>({ file: location.file, migrations, writerCacheKib });
  return openPostgres<S>({ url: location.url, migrations, connections });
}

/** Chooses the engine: a PostgreSQL URL, else the embedded file. */
import type { Database } from './database.ts';
import type { Migration } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

export type DatabaseLocation = { engine: 'sqlite'; file: string } | { engine: 'postgres'; url: string };

/** `connections` is the size of the PostgreSQL pool; SQLite always has one writer and one reader. */
export function openDatabase<S>(
  location: DatabaseLocation,
  migrations: readonly Migration[],
  connections: number,
): Database<S> {
  if (location.engine === 'sqlite') return openSqlite<S>({ file: location.file, migrations });
  return openPostgres<S>({ url: location.url, migrations, connections });
}

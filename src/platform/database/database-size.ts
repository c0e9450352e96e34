/** How large the database is, in bytes. */
import type { Database } from './database.ts';

const QUERIES = {
  sqlite: 'SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()',
  postgres: 'SELECT pg_database_size(current_database()) AS size',
} as const;

/** Bytes of the database with its indexes. */
export async function databaseSize(database: Pick<Database<unknown>, 'engine' | 'get'>): Promise<number> {
  const row = await database.get<{ size: number }>(QUERIES[database.engine]);
  return Number(row?.size ?? 0);
}

import { randomBytes } from 'node:crypto';
import { migratedPostgres, onServer } from './migrated.ts';

/** A database of its own for one test; `url` is a superuser's. `drop` also ends connections that are still open. */
export type TestDatabase = { url: string; drop: () => Promise<void> };

const server = process.env.SMENA_TEST_POSTGRES_URL ?? '';

/** Whether the run has a PostgreSQL; `npm test` provides one. Use: `test(name, { skip: !postgresAvailable }, …)`. */
export const postgresAvailable = server !== '';

/**
 * Makes a fresh database on the server of this run, without rows; `migrated` has the tables already, `empty` has nothing.
 * Throws an Error when the run has no PostgreSQL: ask `postgresAvailable` before.
 */
export async function createTestDatabase(content: 'empty' | 'migrated' = 'migrated'): Promise<TestDatabase> {
  if (!postgresAvailable) throw new Error('No PostgreSQL in this run: start the tests with "npm test -- <files>".');
  const name = `smena_${process.pid}_${randomBytes(4).toString('hex')}`;
  const template = content === 'migrated' && migratedPostgres !== undefined ? migratedPostgres : 'template0';
  // To copy its files takes less than to write each of its pages to the log of the server.
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

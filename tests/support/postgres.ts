import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own for one test; `url` is a superuser's. `drop` also ends connections that are still open. */
export type TestDatabase = { url: string; drop: () => Promise<void> };

const server = process.env.SMENA_TEST_POSTGRES_URL ?? '';

/** Whether the run has a PostgreSQL; `npm test` provides one. Use: `test(name, { skip: !postgresAvailable }, …)`. */
export const postgresAvailable = server !== '';

/**
 * Makes a fresh, empty database on the server of this run; takes a few dozen milliseconds.
 * Throws an Error when the run has no PostgreSQL: ask `postgresAvailable` before.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  if (!postgresAvailable) throw new Error('No PostgreSQL in this run: start the tests with "npm test -- <files>".');
  const name = `smena_${process.pid}_${randomBytes(4).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A backup of a database that nobody uses at the moment, and its restore. */
import { copyFileSync, rmSync } from 'node:fs';
import pg from 'pg';
import type { DatabaseLocation } from '../../src/platform/database/open-database.ts';

export type Backup = AsyncDisposable & {
  /** Puts the copy in the place of the database; answers where the database is then. */
  restore(): Promise<DatabaseLocation>;
};

/** Copies the database of a stopped server; `place` is the file that it used, or the address. */
export async function copyDatabase(location: DatabaseLocation, place: string): Promise<Backup> {
  return location.engine === 'sqlite' ? copyFile(location, place) : copyByTemplate(place);
}

async function copyFile(location: DatabaseLocation, file: string): Promise<Backup> {
  const copy = `${file}.backup`;
  copyFileSync(file, copy);
  return {
    async restore() {
      for (const left of ['-wal', '-shm']) rmSync(`${file}${left}`, { force: true });
      copyFileSync(copy, file);
      return location;
    },
    async [Symbol.asyncDispose]() {
      rmSync(copy, { force: true });
    },
  };
}

async function copyByTemplate(url: string): Promise<Backup> {
  const name = new URL(url).pathname.slice(1);
  const copy = `${name}_backup`;
  await onServer(url, `CREATE DATABASE ${copy} TEMPLATE ${name}`);
  return {
    async restore() {
      const restored = new URL(url);
      restored.pathname = `/${copy}`;
      return { engine: 'postgres', url: restored.href };
    },
    [Symbol.asyncDispose]: () => onServer(url, `DROP DATABASE ${copy} WITH (FORCE)`),
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const server = new URL(url);
  server.pathname = '/postgres';
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

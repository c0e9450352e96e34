/**
 * Databases that are migrated once and copied for each test: the migrations of every test again would take longer than most tests.
 * Migrations themselves are shown by tests that begin with an empty database.
 */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { readMigrations } from '../../src/platform/database/migrate.ts';
import { type DatabaseLocation, openDatabase } from '../../src/platform/database/open-database.ts';
import { makeProcessFolder } from '../../src/platform/process-folder.ts';
import type { Tables } from '../../src/schema/tables.ts';

const folderPrefix = 'smena-test-migrated-';

/** Variables that lead the tests to the migrated databases, and how to remove these after the run. */
export type Migrated = { environment: Record<string, string>; remove(): Promise<void> };

/** The name of the migrated database on the PostgreSQL of this run; undefined when nobody has prepared it: take an empty one. */
export const migratedPostgres = process.env.SMENA_TEST_POSTGRES_MIGRATED;
const migratedSqlite = process.env.SMENA_TEST_SQLITE_MIGRATED;

/** Migrates an embedded database, and one on the server when there is one. Throws what the migrations throw. */
export async function prepareMigrated(root: string, server: string | undefined): Promise<Migrated> {
  const migrations = readMigrations(join(root, 'migrations'));
  const migrate = async (location: DatabaseLocation) => {
    const database = openDatabase<Tables>(location, migrations, 1);
    try {
      await database.migrate();
    } finally {
      await database.close();
    }
  };
  const folder = makeProcessFolder(folderPrefix);
  const file = join(folder, 'smena.db');
  await migrate({ engine: 'sqlite', file });
  const environment: Record<string, string> = { SMENA_TEST_SQLITE_MIGRATED: file };
  const name = `smena_migrated_${process.pid}`;
  if (server !== undefined) {
    await onServer(server, `CREATE DATABASE ${name} TEMPLATE template0`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    await migrate({ engine: 'postgres', url: url.href });
    environment.SMENA_TEST_POSTGRES_MIGRATED = name;
  }
  return {
    environment,
    async remove() {
      rmSync(folder, { recursive: true, force: true });
      if (server !== undefined) await onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/** Puts a migrated database where the file is to be; leaves the place empty when none is prepared. */
export function placeMigratedFile(file: string): void {
  if (migratedSqlite !== undefined) copyFileSync(migratedSqlite, file);
}

/** One statement on the server that the address leads to, outside any transaction. */
export async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

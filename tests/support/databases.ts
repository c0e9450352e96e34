/**
 * The databases that every test of tables runs on: SQLite in a fresh folder, and PostgreSQL when the test runner started one
 * (SMENA_TEST_POSTGRES_URL). `SMENA_TEST_DATABASE=sqlite|postgres` narrows to one while developing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMigrations } from '../../src/platform/database/migrate.ts';
import { type DatabaseLocation, openDatabase } from '../../src/platform/database/open-database.ts';
import { type QueryDatabase, withQueries } from '../../src/platform/database/query-builder.ts';
import type { Tables } from '../../src/schema/tables.ts';
import { placeMigratedFile } from './migrated.ts';
import { createTestDatabase, postgresAvailable } from './postgres.ts';

export const migrations = readMigrations(fileURLToPath(new URL('../../migrations', import.meta.url)));

export type OpenedDatabase = AsyncDisposable & {
  database: QueryDatabase<Tables>;
  location: DatabaseLocation;
  /** One more handle on the same data, as a second process would have it. */
  openAgain(): Promise<QueryDatabase<Tables>>;
};

export type DatabaseUnderTest = {
  name: 'sqlite' | 'postgres';
  /** A fresh, migrated database without rows; disposing closes and deletes it. */
  open(): Promise<OpenedDatabase>;
  /** The same without a connection, for tests that start the server process. */
  place(): Promise<Place>;
  /** A place where nothing has been migrated yet. */
  emptyPlace(): Promise<Place>;
};

type Place = AsyncDisposable & { location: DatabaseLocation };
type Content = 'empty' | 'migrated';

async function sqlitePlace(content: Content): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'smena-test-'));
  const file = join(folder, 'smena.db');
  if (content === 'migrated') placeMigratedFile(file);
  return {
    location: { engine: 'sqlite', file },
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function postgresPlace(content: Content): Promise<Place> {
  const created = await createTestDatabase(content);
  return {
    location: { engine: 'postgres', url: created.url },
    async [Symbol.asyncDispose]() {
      await created.drop();
    },
  };
}

function underTest(name: 'sqlite' | 'postgres', place: (content: Content) => Promise<Place>): DatabaseUnderTest {
  return {
    name,
    place: () => place('migrated'),
    emptyPlace: () => place('empty'),
    async open() {
      const made = await place('migrated');
      const database = withQueries(openDatabase<Tables>(made.location, migrations, 4));
      await database.migrate();
      return {
        database,
        location: made.location,
        openAgain: async () => withQueries(openDatabase<Tables>(made.location, migrations, 2)),
        async [Symbol.asyncDispose]() {
          await database.close();
          await made[Symbol.asyncDispose]();
        },
      };
    },
  };
}

/** A handle on a database that is migrated already, for a program that a test starts. */
export function openUnderTest(location: DatabaseLocation): QueryDatabase<Tables> {
  return withQueries(openDatabase<Tables>(location, migrations, 2));
}

const wanted = process.env['SMENA_TEST_DATABASE'];

export const databasesUnderTest: readonly DatabaseUnderTest[] = [
  underTest('sqlite', sqlitePlace),
  ...(postgresAvailable ? [underTest('postgres', postgresPlace)] : []),
].filter((engine) => wanted === undefined || engine.name === wanted);

/**
 * Typed queries for reading (Kysely) over an open database. A module of its own because the library costs a tenth of a
 * second and 25 MB in every thread that loads it, and only the screens need it.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Database, Reading, Value } from './database.ts';

/** A database with a query builder; it sees what is committed and writes nothing. */
export type QueryDatabase<S> = Database<S> & { query: Kysely<S> };

/** Adds the query builder to a database. */
export function withQueries<S>(database: Database<S>): QueryDatabase<S> {
  const driver = driverOver(database);
  const dialect: Dialect =
    database.engine === 'sqlite'
      ? {
          createAdapter: () => new SqliteAdapter(),
          createDriver: () => driver,
          createIntrospector: (db) => new SqliteIntrospector(db),
          createQueryCompiler: () => new SqliteQueryCompiler(),
        }
      : {
          createAdapter: () => new PostgresAdapter(),
          createDriver: () => driver,
          createIntrospector: (db) => new PostgresIntrospector(db),
          createQueryCompiler: () => new PostgresQueryCompiler(),
        };
  return { ...database, query: new Kysely<S>({ dialect }) };
}

/** The same database as of one moment, for screens that read several times what must fit together. */
export function asOfOneMoment<S, T>(
  database: QueryDatabase<S>,
  work: (reading: QueryDatabase<S>) => Promise<T>,
): Promise<T> {
  return database.snapshot((reading) => {
    // What asks for one moment inside of it gets this one.
    const once = <R>(inner: (reading: Reading) => Promise<R>) => inner(reading);
    const same: Database<S> = { ...database, ...reading, snapshot: once, together: once };
    return work(withQueries(same));
  });
}

/** The same database over one line, for screens that ask several things that need not fit together. */
export function overOneLine<S, T>(
  database: QueryDatabase<S>,
  work: (reading: QueryDatabase<S>) => Promise<T>,
): Promise<T> {
  return database.together((reading) => work({ ...database, ...reading }));
}

function driverOver(statements: Reading): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      return { rows: await statements.all<R>(query.sql, query.parameters as Value[]) };
    },
    streamQuery() {
      throw new Error('streaming is not used: read in pages by key');
    },
  };
  const refuse = () => Promise.reject(new Error('transactions are begun by Database.transaction'));
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  };
}

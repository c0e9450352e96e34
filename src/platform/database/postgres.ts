/** PostgreSQL 15+ through `pg`: a small pool, COPY for loading. Every failure of the line becomes DatabaseUnavailable. */

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { createCopyText } from './copy-text.ts';
import {
  type Database,
  DatabaseUnavailable,
  type GatheredRows,
  numberPlaceholders,
  type Reading,
  type Statements,
  type Transaction,
  type Value,
} from './database.ts';
import { type Migration, migrate } from './migrate.ts';

export type PostgresOptions = { url: string; migrations: readonly Migration[]; connections: number };

const INT8 = 20;
/**
 * Of every connection: what is asked is short and reads by indexes. Compiling a statement or dividing it among processes takes longer
 * than the statement and takes processors from the others; and no disk of today pays four times for a page out of turn.
 */
const SESSION = 'SET jit = off; SET max_parallel_workers_per_gather = 0; SET random_page_cost = 1.1';
const MIGRATION_LOCK = 7_346_362;

/** Makes the pool; no connection is opened yet, so the server may be away. */
export function openPostgres<S>(options: PostgresOptions): Database<S> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: 5_000,
    application_name: 'smena',
    onConnect: (client) => client.query(SESSION),
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') => typeParser(oid, format),
    } as pg.CustomTypesConfig,
  });
  // A connection that breaks while it rests is replaced by the pool at the next query, which reports what is wrong.
  pool.on('error', () => undefined);

  async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    let client: pg.PoolClient;
    try {
      client = await pool.connect();
    } catch (cause) {
      throw new DatabaseUnavailable(`cannot reach PostgreSQL: ${(cause as Error).message}`, { cause });
    }
    let broken: Error | undefined;
    // Without a listener a connection that dies between two statements would end the process.
    const onError = (error: Error) => {
      broken = error;
    };
    client.on('error', onError);
    try {
      return await work(client);
    } catch (cause) {
      const translated = translate(cause);
      if (translated instanceof DatabaseUnavailable) broken ??= translated;
      throw translated;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  async function transaction<T>(work: (tx: Transaction<S>) => Promise<T>): Promise<T> {
    return withClient(async (client) => {
      await client.query('BEGIN');
      let result: T;
      try {
        result = await work(transactionOver<S>(client));
        await client.query('COMMIT');
      } catch (cause) {
        if (!(translate(cause) instanceof DatabaseUnavailable)) await client.query('ROLLBACK');
        throw cause;
      }
      return result;
    });
  }

  const statements = statementsOver((query) => withClient((client) => client.query(query)));
  return {
    engine: 'postgres',
    ...statements,
    giveBackSpace: async () => false,
    transaction,
    snapshot: (work) => readSnapshot(withClient, work),
    together: (work) => withClient((client) => inOneJourney(client, (ask) => work(statementsOver(ask)))),
    migrate: () =>
      migrate({
        migrations: options.migrations,
        engine: 'postgres',
        locked: (work) =>
          transaction(async (tx) => {
            await tx.all('SELECT pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
            await work(tx);
          }),
        script: async (text, tx) => {
          await tx.run(text);
        },
      }),
    close: () => pool.end(),
  };
}

function typeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid !== INT8) return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  return (value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is beyond the safe integers`);
    return number;
  };
}

type QueryFunction = (query: pg.QueryConfig) => Promise<pg.QueryResult>;

/** Reading statements, and those with values, are prepared once per connection; equal texts share a name. */
const names = new Map<string, { name: string; text: string }>();
function prepared(text: string, params: readonly Value[]): pg.QueryConfig {
  let known = names.get(text);
  if (known === undefined) {
    if (names.size >= 400) return { text: numberPlaceholders(text), values: [...params] };
    known = { name: `q${names.size}`, text: numberPlaceholders(text) };
    names.set(text, known);
  }
  return { ...known, values: [...params] };
}

function statementsOver(query: QueryFunction): Statements {
  return {
    async all<T>(text: string, params: readonly Value[] = []) {
      return (await query(prepared(text, params))).rows as T[];
    },
    async get<T>(text: string, params: readonly Value[] = []) {
      return (await query(prepared(text, params))).rows[0] as T | undefined;
    },
    async run(text, params = []) {
      // Without values it may be several statements, which cannot be prepared.
      return (await query(params.length === 0 ? { text } : prepared(text, params))).rowCount ?? 0;
    },
  };
}

/**
 * Sends each statement when it is asked for and not when the one before has been answered: a journey between two processes costs more
 * than most statements. The client is left when all of them have been answered, also those that nobody waited for.
 */
async function inOneJourney<T>(client: pg.PoolClient, work: (ask: QueryFunction) => Promise<T>): Promise<T> {
  const asked: Promise<unknown>[] = [];
  const pipelined = client as pg.PoolClient & { pipeline: boolean };
  pipelined.pipeline = true;
  try {
    return await work((query) => {
      const answer = client.query(query);
      asked.push(answer.catch(() => undefined));
      return answer;
    });
  } finally {
    await Promise.all(asked);
    pipelined.pipeline = false;
  }
}

type WithClient = <T>(work: (client: pg.PoolClient) => Promise<T>) => Promise<T>;

/** Whatever the work reads is as of its first statement. Its answer does not wait for the end, which changes nothing. */
function readSnapshot<T>(withClient: WithClient, work: (reading: Reading) => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    void withClient((client) =>
      inOneJourney(client, async (ask) => {
        const begun = ask({ text: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' });
        try {
          const answer = await work(statementsOver(ask));
          await begun;
          resolve(answer);
        } finally {
          // A connection that died has nothing to end.
          await ask({ text: 'COMMIT' }).catch(() => undefined);
        }
      }),
    ).catch(reject);
  });
}

/** Enough to make a journey worth it, few enough to hold in memory twice: one load travels while the next is gathered. Half or twice as many make a shift a little slower. */
const RECORDS_AT_ONCE = 1_000;

function transactionOver<S>(client: pg.PoolClient): Transaction<S> {
  let depth = 0;
  return {
    ...statementsOver((query) => client.query(query)),
    recordsAtOnce: RECORDS_AT_ONCE,
    async insertMany(table, columns, rows) {
      const gathered = gatherOver(client, table, columns);
      for (const row of rows) gathered.add(row);
      await gathered.take()();
    },
    gather: (table, columns) => gatherOver(client, table, columns),
    async savepoint(work) {
      depth += 1;
      const name = `s${depth}`;
      await client.query(`SAVEPOINT ${name}`);
      try {
        const result = await work();
        await client.query(`RELEASE ${name}`);
        return result;
      } catch (cause) {
        if (!(translate(cause) instanceof DatabaseUnavailable)) await client.query(`ROLLBACK TO ${name}`);
        throw cause;
      } finally {
        depth -= 1;
      }
    },
  };
}

function gatherOver(client: pg.PoolClient, table: string, columns: readonly string[]): GatheredRows {
  const into = `${table} (${columns.join(', ')})`;
  const text = createCopyText();
  let count = 0;
  let first: readonly Value[] = [];
  return {
    get count() {
      return count;
    },
    add(row) {
      if (count === 0) first = row;
      if (count === 1) text.add(first);
      if (count > 0) text.add(row);
      count += 1;
    },
    take() {
      const taken = { count, first, pieces: text.take() };
      count = 0;
      return async () => {
        if (taken.count === 0) return;
        // COPY is two journeys to the server.
        if (taken.count === 1)
          await client.query(
            prepared(`INSERT INTO ${into} VALUES (${columns.map(() => '?').join(', ')})`, taken.first),
          );
        else await pipeline(Readable.from(taken.pieces), client.query(copyFrom(`COPY ${into} FROM STDIN`)));
      };
    },
  };
}

/** Classes 08 (connection), 53 (resources), 57 (operator), 58 (system), 40 (serialisation, deadlock), 25006 and 55P03. */
const AWAY = /^(08|53|57|58|40)|^(25006|55P03)$/;

function translate(cause: unknown): unknown {
  if (cause instanceof DatabaseUnavailable || !(cause instanceof Error)) return cause;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const away =
    AWAY.test(code) ||
    /^E[A-Z]+$/.test(code) ||
    /Connection terminated|not queryable|Connection ended/.test(cause.message);
  return away ? new DatabaseUnavailable(cause.message, { cause }) : cause;
}

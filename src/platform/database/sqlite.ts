/** SQLite through the runtime: one connection that writes and one that reads, WAL, synchronous FULL. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { createOneAtATime } from '../one-at-a-time.ts';
import { sleep } from '../worker-loop.ts';
import {
  type Database,
  DatabaseUnavailable,
  type Reading,
  type Row,
  type Statements,
  type Transaction,
  type Value,
} from './database.ts';
import { type Migration, migrate } from './migrate.ts';

export type SqliteOptions = {
  file: string;
  migrations: readonly Migration[];
  /** Pages that the writing connection keeps, in KiB. */
  writerCacheKib: number;
};

const BUSY_PAUSE_MS = 5;
const BUSY_LIMIT_MS = 30_000;
const STATEMENT_CACHE = 400;
/** A statement is no journey; what is gathered longer outlives the nursery of the memory and must be collected from among the old. */
const RECORDS_AT_ONCE = 8;
/** Reading finds most of the file in the memory of the system. */
const READER_CACHE_KIB = 2_000;

/** Opens the database file, making it when it is not there. Throws DatabaseUnavailable when that is impossible. */
export function openSqlite<S>(options: SqliteOptions): Database<S> {
  const writer = openConnection(options.file);
  const reader = openConnection(options.file);
  writer.handle.exec(`PRAGMA cache_size = -${options.writerCacheKib}`);
  reader.handle.exec(`PRAGMA cache_size = -${READER_CACHE_KIB}; PRAGMA query_only = ON`);
  const oneAtATime = createOneAtATime();
  const snapshots = createSnapshots(options.file);

  const transaction = <T>(work: (tx: Transaction<S>) => Promise<T>): Promise<T> =>
    oneAtATime(async () => {
      await beginImmediate(writer);
      try {
        const result = await work(transactionOver<S>(writer));
        writer.run('COMMIT', []);
        return result;
      } catch (cause) {
        if (writer.handle.isTransaction) writer.run('ROLLBACK', []);
        throw cause;
      }
    });

  return {
    engine: 'sqlite',
    ...statementsOver(reader),
    run: (text, params) => transaction((tx) => tx.run(text, params)),
    transaction,
    snapshot: snapshots.read,
    together: (work) => work(statementsOver(reader)),
    giveBackSpace: () => transaction((tx) => giveBack(tx)),
    migrate: () =>
      migrate({
        migrations: options.migrations,
        locked: (work) => transaction((tx) => work(tx)),
        script: (text) => {
          writer.handle.exec(text);
          return Promise.resolve();
        },
        engine: 'sqlite',
      }),
    close: () =>
      oneAtATime(async () => {
        await snapshots.close();
        reader.handle.close();
        writer.handle.close();
      }),
  };
}

/** Connections that may be in a snapshot at once; others wait. */
const MOST_SNAPSHOTS = 4;

/** Each snapshot has a connection of its own while it lasts: what others read beside it is not to be of its moment. */
function createSnapshots(file: string) {
  const idle: Connection[] = [];
  const waiting: ((connection: Connection) => void)[] = [];
  let open = 0;

  async function take(): Promise<Connection> {
    const free = idle.pop();
    if (free !== undefined) return free;
    if (open >= MOST_SNAPSHOTS) return new Promise((resolve) => waiting.push(resolve));
    const connection = openConnection(file);
    connection.handle.exec(`PRAGMA cache_size = -${READER_CACHE_KIB}; PRAGMA query_only = ON`);
    open += 1;
    return connection;
  }

  function giveBack(connection: Connection): void {
    const next = waiting.shift();
    if (next !== undefined) {
      next(connection);
      return;
    }
    // The pages it has read count only as long as nobody writes.
    connection.handle.exec('PRAGMA shrink_memory');
    idle.push(connection);
  }

  return {
    async read<T>(work: (reading: Reading) => Promise<T>): Promise<T> {
      const connection = await take();
      try {
        connection.run('BEGIN', []);
        return await work(statementsOver(connection));
      } finally {
        if (connection.handle.isTransaction) connection.run('COMMIT', []);
        giveBack(connection);
      }
    },
    async close(): Promise<void> {
      for (const { handle } of idle) handle.close();
    },
  };
}

type Connection = {
  handle: DatabaseSync;
  all(text: string, params: readonly Value[]): Row[];
  run(text: string, params: readonly Value[]): number;
  prepare(text: string): StatementSync;
};

function openConnection(file: string): Connection {
  let handle: DatabaseSync;
  try {
    handle = new DatabaseSync(file, { timeout: 0 });
    // Takes hold only in a file without tables, and is kept in it: space can be given back a little at a time.
    withPatience(() => handle.exec('PRAGMA auto_vacuum = INCREMENTAL'));
    withPatience(() => handle.exec('PRAGMA journal_mode = WAL'));
    handle.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY');
  } catch (cause) {
    throw new DatabaseUnavailable(`cannot open the database file ${file}`, { cause });
  }
  const cache = new Map<string, StatementSync>();

  function prepare(text: string): StatementSync {
    let statement = cache.get(text);
    if (statement === undefined) {
      statement = handle.prepare(text);
      if (cache.size >= STATEMENT_CACHE) cache.delete(cache.keys().next().value ?? '');
      cache.set(text, statement);
    }
    return statement;
  }

  return {
    handle,
    prepare,
    all: (text, params) => guarded(() => prepare(text).all(...params) as Row[]),
    run: (text, params) => guarded(() => Number(prepare(text).run(...params).changes)),
  };
}

/** Pages that are given back at once: 256 KB, some milliseconds. */
const PAGES_AT_ONCE = 64;

/** False also for a file that was made when space was not given back: its free pages are used for what comes next. */
async function giveBack(tx: Statements): Promise<boolean> {
  const free = await tx.get<{ freelist_count: number }>('PRAGMA freelist_count');
  const mode = await tx.get<{ auto_vacuum: number }>('PRAGMA auto_vacuum');
  if ((free?.freelist_count ?? 0) === 0 || mode?.auto_vacuum !== 2) return false;
  await tx.all(`PRAGMA incremental_vacuum(${PAGES_AT_ONCE})`);
  return (free?.freelist_count ?? 0) > PAGES_AT_ONCE;
}

/** Opening happens before anything else runs in this thread, so a short blocking wait for another opener is fine. */
function withPatience(work: () => void): void {
  for (let attempt = 0; ; attempt += 1) {
    try {
      work();
      return;
    } catch (cause) {
      if (!isBusy(cause) || attempt >= 200) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

async function beginImmediate(connection: Connection): Promise<void> {
  for (let waited = 0; ; waited += BUSY_PAUSE_MS) {
    try {
      connection.prepare('BEGIN IMMEDIATE').run();
      return;
    } catch (cause) {
      if (!isBusy(cause) || waited >= BUSY_LIMIT_MS) throw translate(cause);
    }
    await sleep(BUSY_PAUSE_MS);
  }
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw translate(cause);
  }
}

function errorNumber(cause: unknown): number {
  return cause instanceof Error && 'errcode' in cause && typeof cause.errcode === 'number' ? cause.errcode & 0xff : 0;
}

function isBusy(cause: unknown): boolean {
  return errorNumber(cause) === 5 || errorNumber(cause) === 6;
}

/** 5 busy, 6 locked, 8 read-only, 10 I/O, 13 full, 14 cannot open: the data of the statement are not to blame. */
function translate(cause: unknown): unknown {
  if (![5, 6, 8, 10, 13, 14].includes(errorNumber(cause))) return cause;
  return new DatabaseUnavailable((cause as Error).message, { cause });
}

function statementsOver(connection: Connection): Statements {
  return {
    async all<T>(text: string, params: readonly Value[] = []) {
      return connection.all(text, params) as T[];
    },
    async get<T>(text: string, params: readonly Value[] = []) {
      return connection.all(text, params)[0] as T | undefined;
    },
    async run(text, params = []) {
      return connection.run(text, params);
    },
  };
}

function transactionOver<S>(connection: Connection): Transaction<S> {
  let depth = 0;
  return {
    ...statementsOver(connection),
    recordsAtOnce: RECORDS_AT_ONCE,
    insertMany: async (table, columns, rows) => insertRows(connection, table, columns, rows),
    gather(table, columns) {
      let rows: (readonly Value[])[] = [];
      return {
        get count() {
          return rows.length;
        },
        add: (row) => void rows.push(row),
        take() {
          const taken = rows;
          rows = [];
          return async () => insertRows(connection, table, columns, taken);
        },
      };
    },
    async savepoint(work) {
      depth += 1;
      const name = `s${depth}`;
      connection.run(`SAVEPOINT ${name}`, []);
      try {
        const result = await work();
        connection.run(`RELEASE ${name}`, []);
        return result;
      } catch (cause) {
        if (connection.handle.isTransaction) {
          connection.run(`ROLLBACK TO ${name}`, []);
          connection.run(`RELEASE ${name}`, []);
        }
        throw cause;
      } finally {
        depth -= 1;
      }
    },
  };
}

function insertRows(
  connection: Connection,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Value[])[],
): void {
  if (rows.length === 0) return;
  const places = columns.map(() => '?').join(', ');
  guarded(() => {
    const statement = connection.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
    for (const row of rows) statement.run(...row);
  });
}

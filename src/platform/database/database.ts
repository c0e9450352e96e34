/**
 * The two databases behind one face. What differs between SQLite and PostgreSQL lives in this folder and nowhere else:
 * connections, transactions, bulk loading, migrations, the names of failures.
 *
 * Hand-written statements use `?` for values and only what both engines understand.
 */
export type Value = string | number | null;
export type Row = Record<string, Value>;

export type Engine = 'sqlite' | 'postgres';

/** Statements by hand: parameters as `?`; integers come back as safe integers. */
export type Statements = {
  all<T = Row>(text: string, params?: readonly Value[]): Promise<T[]>;
  /** The first row, or undefined. */
  get<T = Row>(text: string, params?: readonly Value[]): Promise<T | undefined>;
  /** Number of changed rows. */
  run(text: string, params?: readonly Value[]): Promise<number>;
};

/** Statements that only read. */
export type Reading = Pick<Statements, 'all' | 'get'>;

/** New rows of one table on their way into it. */
export type GatheredRows = {
  /** Rows added since the last `take`. */
  readonly count: number;
  add(row: readonly Value[]): void;
  /** Everything added so far becomes one load, which the function that is answered puts in; more may be added at once. */
  take(): () => Promise<void>;
};

/** `S` names the tables; it is for the reader and for the query builder. */
export type Transaction<_S> = Statements & {
  /** Records worth gathering before they are looked up or written: many where each statement is a journey, few where none is. */
  recordsAtOnce: number;
  /** Many new rows at once, the fastest way the engine has (prepared inserts, COPY). A key that exists is an error. */
  insertMany(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): Promise<void>;
  /** The same for rows that come one by one: they are gathered in the form in which they will travel. */
  gather(table: string, columns: readonly string[]): GatheredRows;
  /** Runs `work`; when it throws, only what it wrote is undone and the error goes on. */
  savepoint<T>(work: () => Promise<T>): Promise<T>;
};

/** Beside a transaction `all` and `get` read what is committed, and `run` is a unit of work of its own. */
export type Database<S> = Statements & {
  engine: Engine;
  /** One unit of work: all or nothing, durable when the promise resolves. Writers wait for one another. */
  transaction<T>(work: (tx: Transaction<S>) => Promise<T>): Promise<T>;
  /** Whatever the work reads is as of one moment, though others go on writing. */
  snapshot<T>(work: (reading: Reading) => Promise<T>): Promise<T>;
  /** What the work asks for without waiting for an answer travels at once, over one connection; each statement reads for itself. */
  together<T>(work: (reading: Reading) => Promise<T>): Promise<T>;
  /** Gives a little of the space of deleted rows back to the disk; true = there is more. PostgreSQL does that by itself. */
  giveBackSpace(): Promise<boolean>;
  /** Brings the schema up to date, once, under a lock (forward only). */
  migrate(): Promise<void>;
  close(): Promise<void>;
};

/** The database is away, full or locked by somebody else: the same work may succeed later, unchanged. */
export class DatabaseUnavailable extends Error {
  override name = 'DatabaseUnavailable';
}

/** A schema that this program cannot use: made by a newer one, or by a migration whose file was changed since. */
export class SchemaMismatch extends Error {
  override name = 'SchemaMismatch';
  /** A code of the message catalogue; `migration` is its only value. */
  readonly code: 'database.newer' | 'database.migration_changed';
  readonly migration: string;

  constructor(code: SchemaMismatch['code'], migration: string) {
    super(`${code}: ${migration}`);
    this.code = code;
    this.migration = migration;
  }
}

/** `?` placeholders as `$1`, `$2` …; quoted text is left alone. */
export function numberPlaceholders(text: string): string {
  let count = 0;
  return text.replace(/'[^']*'|\?/g, (part) => (part === '?' ? `$${++count}` : part));
}

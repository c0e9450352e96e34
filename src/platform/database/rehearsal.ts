/** Work that is done as always and then undone, to tell what it would do. */
import type { Database, Transaction } from './database.ts';

/** Undoes the transaction and carries what was learnt in it. */
class Undone<T> extends Error {
  override name = 'Undone';
  readonly learnt: T;

  constructor(learnt: T) {
    super('what was only tried is undone');
    this.learnt = learnt;
  }
}

/**
 * Runs `work` on a database of its own and undoes all that it wrote, numbers taken included; answers what the work answered.
 * What it reads is what it wrote. It holds the locks that its writing takes until it ends. A failure of the work is thrown.
 */
export async function rehearse<S, T>(database: Database<S>, work: (trial: Database<S>) => Promise<T>): Promise<T> {
  try {
    await database.transaction(async (tx) => {
      throw new Undone(await work(within(database, tx)));
    });
  } catch (cause) {
    if (cause instanceof Undone) return cause.learnt as T;
    throw cause;
  }
  throw new Error('a rehearsal must never be kept');
}

/** The database as it is inside of a transaction: its units of work are parts of that one. */
function within<S>({ engine }: Database<S>, tx: Transaction<S>): Database<S> {
  const refuse = () => Promise.reject(new Error('a rehearsal neither migrates nor closes a database'));
  return {
    engine,
    all: (text, params) => tx.all(text, params),
    get: (text, params) => tx.get(text, params),
    run: (text, params) => tx.run(text, params),
    transaction: (unit) => tx.savepoint(() => unit(tx)),
    // Nobody else writes what it sees.
    snapshot: (work) => work(tx),
    together: (work) => work(tx),
    giveBackSpace: async () => false,
    migrate: refuse,
    close: refuse,
  };
}

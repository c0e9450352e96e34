/** Changes of which a refusal leaves nothing. */
import type { Database, Transaction } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import type { Done, Outcome, Refused } from './parts.ts';

/** Undoes the transaction of what was refused and carries the refusal out of it. */
class Refusing extends Error {
  override name = 'Refusing';
  readonly refusal: Refused;

  constructor(refusal: Refused) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** One transaction, of which a refusal leaves nothing. */
export async function allOrNothing<T>(
  database: Database<Tables>,
  work: (tx: Transaction<Tables>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    return await database.transaction(async (tx) => {
      const outcome = await work(tx);
      if (!outcome.ok) throw new Refusing(outcome);
      return outcome;
    });
  } catch (cause) {
    if (cause instanceof Refusing) return cause.refusal;
    throw cause;
  }
}

/** A change without a value, as an outcome. */
export function valued(done: Done): Outcome<null> {
  return done.ok ? { ok: true, value: null } : done;
}

/** Changes that lie outside of the database: files, other processes. */
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Tables } from '../schema/tables.ts';
import { type NewEntry, record } from './record.ts';

/**
 * Adds the entry, then does the work: a crash between the two leaves an entry without its change, never a change without its entry. When
 * the work fails, or `refusalOf` its result is the code of a refusal, one more entry says so; a failure is thrown on.
 */
export async function recordFirst<T>(
  database: Database<Tables>,
  clock: Clock,
  entry: NewEntry,
  work: () => Promise<T>,
  refusalOf: (result: T) => string | null = () => null,
): Promise<T> {
  const add = (one: NewEntry) => database.transaction((tx) => record(tx, clock, one));
  await add(entry);
  const { verb, object, key, shopCode } = entry;
  const same = { verb, object, key, shopCode };
  let result: T;
  try {
    result = await work();
  } catch (cause) {
    await add({ ...same, result: 'failed', reason: cause instanceof Error ? cause.message : String(cause) });
    throw cause;
  }
  const refusal = refusalOf(result);
  if (refusal !== null) await add({ ...same, result: 'refused', reason: refusal });
  return result;
}

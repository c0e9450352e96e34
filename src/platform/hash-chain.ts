/**
 * Records in a row, each with the hash of the one before it, so that none can be changed, left out, moved or put between unseen. What
 * stands in them and where they are kept is the business of whoever keeps them.
 */
import { createHash } from 'node:crypto';
import type { Statements } from './database/database.ts';
import { takeNumbers } from './database/numbers.ts';

/** What stands before the first record. */
export const BEFORE_FIRST = '0'.repeat(64);

/** SHA-256 of a text as hexadecimal digits. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Where a chain is kept: its counter, its table, and the column of its numbers; the table has a column `hash`. */
export type Chain = { counter: string; table: string; number: string };

/**
 * Takes the next `count` places of a chain in the caller's transaction: the first number, and the hash of the record before it. The row
 * of the counter stays locked until that transaction ends, so whoever comes beside it waits and goes on from there.
 */
export async function takePlaces(
  tx: Statements,
  { counter, table, number }: Chain,
  count: number,
): Promise<{ first: number; previous: string }> {
  const first = await takeNumbers(tx, counter, count);
  const before = await tx.get<{ hash: string }>(`SELECT hash FROM ${table} WHERE ${number} = ?`, [first - 1]);
  return { first, previous: before?.hash ?? BEFORE_FIRST };
}

export type Place = { number: number; previous: string };

/**
 * What is wrong with a record at a place of the chain: its text is not the one that was hashed, or it does not follow the record before
 * it. `told` is where the text says that it stands; it is asked only when the text is sound.
 */
export function linkProblem(
  content: string,
  hash: string,
  told: () => Place,
  place: Place,
): 'content' | 'chain' | null {
  if (hashOf(content) !== hash) return 'content';
  const { number, previous } = told();
  return number === place.number && previous === place.previous ? null : 'chain';
}

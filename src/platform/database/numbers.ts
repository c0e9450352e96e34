/** Numbers that nobody else gets. The only writer of the table `counter`. */
import type { Statements } from './database.ts';

/** Takes `count` numbers of a row of `counter` inside the caller's transaction; answers the first of them. */
export async function takeNumbers(tx: Statements, name: string, count: number): Promise<number> {
  const row = await tx.get<{ value: number }>('UPDATE counter SET value = value + ? WHERE name = ? RETURNING value', [
    count,
    name,
  ]);
  if (row === undefined) throw new Error(`the counter ${name} is missing`);
  return row.value - count + 1;
}

/** Lets one transaction at a time go on: those that come later wait here until it has ended. For writers that look before they write. */
export async function takeTurn(tx: Statements, name: string): Promise<void> {
  await tx.run('UPDATE counter SET value = value WHERE name = ?', [name]);
}

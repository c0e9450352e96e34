/**
 * Lists that come in pages: followed to the number of rows that was asked for, and shown page by page, so that a list of a
 * hundred thousand rows needs the memory of one page. Only `--json` is one document and gathers its rows first.
 */
import type { Answer } from './client.ts';
import { type CommandContext, taken } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { TextKey } from './output.ts';
import type { Column } from './table.ts';

/** Most rows that a list may be asked for. */
export const MOST_ROWS = 100_000;

type Page<C> = { next: C | null };

/** Reads page after page, each of at most `most` rows, until there are `limit` rows or no more; ends when nobody reads. */
export async function* readPages<P extends Page<C>, C>(
  context: Pick<CommandContext, 'output'>,
  ask: {
    limit: number;
    most: number;
    read: (limit: number, cursor: C | undefined) => Promise<Answer<P>>;
    countOf: (page: P) => number;
  },
): AsyncGenerator<P, void> {
  let left = ask.limit;
  let cursor: C | undefined;
  while (left > 0 && !context.output.readerGone()) {
    const page = taken(context, await ask.read(Math.min(left, ask.most), cursor));
    yield page;
    left -= ask.countOf(page);
    if (page.next === null) return;
    cursor = page.next;
  }
}

/** Every row of a list that has no `--limit`, whatever the number of its pages. */
export async function readAll<P extends Page<C>, C, T>(
  context: Pick<CommandContext, 'output'>,
  read: (cursor: C | undefined) => Promise<Answer<P>>,
  rowsOf: (page: P) => readonly T[],
): Promise<T[]> {
  const rows: T[] = [];
  const ask = { limit: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY };
  const pages = readPages(context, {
    ...ask,
    read: (_, cursor: C | undefined) => read(cursor),
    countOf: (page) => rowsOf(page).length,
  });
  for await (const page of pages) rows.push(...rowsOf(page));
  return rows;
}

export type ListToPrint<P, K extends keyof P, T, C> = {
  limit: number;
  /** Most rows of one answer. */
  most: number;
  read: (limit: number, cursor: C | undefined) => Promise<Answer<P>>;
  /** The name of the rows in the answer. */
  rows: K;
  /** How rows are shown, or their columns. */
  show: readonly Column<T>[] | ((row: T) => void);
  empty: TextKey;
};

/** Prints a list in the format of the command; says when there is nothing, and when there is more. */
export async function printList<
  K extends string,
  T extends object,
  C extends string | number,
  P extends Page<C> & Record<K, T[]>,
>(context: CommandContext, list: ListToPrint<P, K, T, C>): Promise<ExitCode> {
  const { output } = context;
  const { format } = output;
  const show = list.show;
  const inTable = typeof show === 'function' ? null : output.tableInParts(show);
  const gathered: T[] = [];
  let shown = 0;
  let last: P | null = null;
  for await (const page of readPages(context, { ...list, countOf: (one: P) => one[list.rows].length })) {
    const rows = page[list.rows];
    if (format === 'json') gathered.push(...rows);
    else if (format === 'ndjson') for (const row of rows) output.object(row);
    else if (inTable !== null && rows.length > 0) inTable(rows);
    else if (typeof show === 'function') for (const row of rows) show(row);
    shown += rows.length;
    last = page;
  }
  if (format === 'json') output.document({ ...last, [list.rows]: gathered });
  else if (shown === 0) output.note(output.text(list.empty));
  if (last !== null && last.next !== null) output.note(output.text('list.more', { shown }));
  return exitCodes.ok;
}

/** Lists that grow at their beginning: the log, the packages. Pages read before stay; only what is new is read again. */
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

/** Newest first; `next` = cursor of the page behind, null on the last one. */
export type Feed<Row, Cursor> = { rows: readonly Row[]; next: Cursor | null };

/**
 * The newest page put before the pages that were known. Known rows that are in it are replaced; when it has no row in
 * common with them, more has come than a page holds, and the list begins anew.
 */
export function mergeNewest<Row, Cursor>(
  known: Feed<Row, Cursor>,
  fresh: Feed<Row, Cursor>,
  idOf: (row: Row) => string,
): Feed<Row, Cursor> {
  const last = fresh.rows.at(-1);
  if (last === undefined || fresh.next === null) return fresh;
  const at = known.rows.findIndex((row) => idOf(row) === idOf(last));
  if (at === -1) return fresh;
  const behind = known.rows.slice(at + 1);
  return behind.length === 0 ? fresh : { rows: [...fresh.rows, ...behind], next: known.next };
}

/** Rows that came or changed since, put into a list: changed ones are replaced, `stays` tells which others are still good. */
export function mergeChanged<Row, Cursor>(
  known: Feed<Row, Cursor>,
  changed: readonly Row[],
  idOf: (row: Row) => string,
  stays: (row: Row) => boolean = () => true,
): Feed<Row, Cursor> {
  const ids = new Set(changed.map(idOf));
  return { rows: [...changed, ...known.rows.filter((row) => !ids.has(idOf(row)) && stays(row))], next: known.next };
}

/** The page behind, put after the known ones; a row that both hold stays where it is. */
export function appendPage<Row, Cursor>(
  known: Feed<Row, Cursor>,
  page: Feed<Row, Cursor>,
  idOf: (row: Row) => string,
): Feed<Row, Cursor> {
  const ids = new Set(known.rows.map(idOf));
  return { rows: [...known.rows, ...page.rows.filter((row) => !ids.has(idOf(row)))], next: page.next };
}

/** How a page that was read goes into what is known by the time it has come. */
export type Joining<Data> = (current: Data) => Data;

/**
 * The page behind `known`, put into what is shown by the time it has come: rows that came in meanwhile stay. A list that
 * has begun anew since then keeps its own end.
 */
export function joinPage<Row, Cursor, List extends Feed<Row, Cursor>>(
  known: List,
  page: Feed<Row, Cursor>,
  idOf: (row: Row) => string,
): Joining<List> {
  return (current) => (current.next === known.next ? { ...current, ...appendPage(current, page, idOf) } : current);
}

export type More = {
  load: () => void;
  state: 'idle' | 'loading' | 'failed';
  /** The table asks for the page behind by itself: when it is scrolled to its end, and while its rows are searched or sorted. */
  byItself?: boolean;
};

type FeedQuery<Data> = {
  queryKey: QueryKey;
  readBehind: (known: Data) => Promise<Joining<Data>>;
};

/** «Показать ещё» of a list in the cache; undefined when it is read to its end. */
export function useMore<Data>(query: FeedQuery<Data>, hasMore: boolean): More | undefined {
  const client = useQueryClient();
  const { queryKey, readBehind } = query;
  const { mutate, isPending, isError } = useMutation({
    mutationFn: async () => {
      const known = client.getQueryData<Data>(queryKey);
      return known === undefined ? undefined : readBehind(known);
    },
    onSuccess: (join) =>
      join !== undefined &&
      client.setQueryData<Data>(queryKey, (current) => (current === undefined ? undefined : join(current))),
  });
  const load = useCallback(() => mutate(), [mutate]);
  if (!hasMore) return undefined;
  return { load, state: isPending ? 'loading' : isError ? 'failed' : 'idle' };
}

import { useMatch, useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The query keys of all pages: what one sees is in the address, so it survives F5 and can be sent to a colleague. */
const keys = [
  'from',
  'to',
  'state',
  'q',
  'sort',
  'raw',
  'shop',
  'register',
  'load',
  'run',
  'transfer',
  'shift',
  'code',
  'who',
  'cause',
  'fold',
  'follow',
  'clock',
  'event',
  'by',
  'figure',
  'day',
  'number',
  'sum',
  'within',
  'kind',
  'payment',
  'card',
  'item',
  'department',
  'cashier',
  'fiscal',
  'identifier',
  'back',
  'verb',
  'object',
  'key',
  'result',
  'assigned',
  'assignee',
] as const;
export type Search = Partial<Record<(typeof keys)[number], string>>;

/** Keeps the known keys of a parsed query; anything else in an address is ignored. */
export function readSearch(query: Record<string, unknown>): Search {
  const search: Search = {};
  for (const key of keys) {
    const value = query[key];
    if (typeof value === 'string' && value !== '') search[key] = value;
  }
  return search;
}

/** Query text to values and back: plain text both ways, so that `sort=-openedAt` reads as such in the address. */
export function parseQuery(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}
export function stringifyQuery(query: Record<string, unknown>): string {
  const filled = Object.entries(query).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  return filled.length === 0 ? '' : `?${new URLSearchParams(filled).toString()}`;
}

/**
 * The query of the page and a way to change parts of it; undefined removes a key. Both belong to the page that asks: when
 * another address is on its way and this page still stands, it keeps reading its own query and writes nothing.
 */
export function useSearchState(): [
  Search,
  (change: { [Key in keyof Search]?: string | undefined }, how?: 'push' | 'replace') => void,
] {
  const { search, pathname } = useMatch({ strict: false, select: ownQuery });
  const { history } = useRouter();
  const change = useCallback(
    (part: { [Key in keyof Search]?: string | undefined }, how: 'push' | 'replace' = 'replace') => {
      // The router writes «@» of a shift as %40 into the path of a match.
      if (decodeURIComponent(history.location.pathname) !== decodeURIComponent(pathname)) return;
      const now = parseQuery(history.location.search);
      const href = `${history.location.pathname}${stringifyQuery({ ...now, ...part })}`;
      if (how === 'push') history.push(href);
      else history.replace(href);
    },
    [history, pathname],
  );
  return [search, change];
}

function ownQuery(match: { search: Search; pathname: string }): { search: Search; pathname: string } {
  return { search: match.search, pathname: match.pathname };
}

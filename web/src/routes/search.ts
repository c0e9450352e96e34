import { useLocation, useRouter } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/** The query keys of all pages: what one sees is in the address, so it survives F5 and can be sent to a colleague. */
const keys = ['from', 'to', 'state', 'q', 'sort', 'raw'] as const;
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

/** The query of the page and a way to change parts of it; undefined removes a key. */
export function useSearchState(): [
  Search,
  (change: { [Key in keyof Search]?: string | undefined }, how?: 'push' | 'replace') => void,
] {
  const query = useLocation({ select: (location) => location.search as Record<string, unknown> });
  const { history } = useRouter();
  const search = useMemo(() => readSearch(query), [query]);
  const change = useCallback(
    (part: { [Key in keyof Search]?: string | undefined }, how: 'push' | 'replace' = 'replace') => {
      const now = parseQuery(history.location.search);
      const href = `${history.location.pathname}${stringifyQuery({ ...now, ...part })}`;
      if (how === 'push') history.push(href);
      else history.replace(href);
    },
    [history],
  );
  return [search, change];
}

import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useLanguage } from '../../ui/language.tsx';
import { announce } from '../frame/announcer.tsx';

/** Rows that a person has marked, by their ids. */
export type Marks = {
  marked: ReadonlySet<string>;
  set: (marked: ReadonlySet<string>) => void;
  /** The last marks were dropped because another list is shown (N7). */
  dropped: boolean;
  forgetDropped: () => void;
};

const NONE: ReadonlySet<string> = new Set();

/** Marks live as long as the list that they were made in: another filter drops them and says so. */
export function useMarks(viewKey: string): Marks {
  const [state, setState] = useState({ viewKey, marked: NONE, dropped: false });
  const current =
    state.viewKey === viewKey ? state : { viewKey, marked: NONE, dropped: state.marked.size > 0 || state.dropped };
  if (current !== state) setState(current);
  const set = useCallback((marked: ReadonlySet<string>) => setState({ viewKey, marked, dropped: false }), [viewKey]);
  const forgetDropped = useCallback(() => setState((now) => ({ ...now, dropped: false })), []);
  return { marked: current.marked, dropped: current.dropped, set, forgetDropped };
}

/** The marks of a table at work: by mouse, by key, all of the filter. */
export type RowMarks = {
  marked: ReadonlySet<string>;
  all: boolean;
  some: boolean;
  toggleAll: () => void;
  /** A click on the box of a row; with Shift everything from the last one on. */
  onBox: (index: number, event: MouseEvent) => void;
  /** A click on a row: with Ctrl it is marked too. */
  onRow: (index: number, event: MouseEvent) => void;
  /** True when the key was for the marks. */
  onKey: (event: KeyboardEvent) => boolean;
};

type Input = {
  marks: Marks | undefined;
  items: readonly { id: string; gone?: boolean }[];
  active: number;
  focusRow: (index: number) => void;
};

/** undefined: rows of this table are not marked. */
export function useRowMarks({ marks, items, active, focusRow }: Input): RowMarks | undefined {
  const { t } = useLanguage();
  const anchor = useRef(0);
  const size = marks?.marked.size ?? 0;
  const spoken = useRef(size);
  useEffect(() => {
    if (spoken.current !== size) announce(t('table.marked', { n: size }));
    spoken.current = size;
  }, [size, t]);
  return useMemo(() => {
    if (marks === undefined) return undefined;
    const { marked, set } = marks;
    const idsBetween = (a: number, b: number) => items.slice(Math.min(a, b), Math.max(a, b) + 1).map((item) => item.id);
    const toggle = (index: number) => {
      const id = items[index]?.id;
      if (id === undefined) return;
      const next = new Set(marked);
      if (!next.delete(id)) next.add(id);
      anchor.current = index;
      set(next);
    };
    const extend = (to: number) => set(new Set([...marked, ...idsBetween(anchor.current, to)]));
    const all = items.length > 0 && items.every((item) => marked.has(item.id));
    const toggleAll = () => set(all ? NONE : new Set(items.map((item) => item.id)));
    return {
      marked,
      all,
      some: marked.size > 0,
      toggleAll,
      onBox: (index, event) => (event.shiftKey ? extend(index) : toggle(index)),
      onRow: (index, event) => {
        if (event.shiftKey) extend(index);
        else if (event.ctrlKey || event.metaKey) toggle(index);
      },
      onKey(event) {
        const key = keyOf(event);
        if (key === null || (key === 'drop' && marked.size === 0)) return false;
        event.preventDefault();
        if (key === 'toggle') toggle(active);
        else if (key === 'all') set(new Set(items.map((item) => item.id)));
        else if (key === 'drop') set(NONE);
        else {
          const to = Math.max(0, Math.min(items.length - 1, active + (key === 'down' ? 1 : -1)));
          if (!marked.has(items[active]?.id ?? '')) anchor.current = active;
          extend(to);
          focusRow(to);
        }
        return true;
      },
    };
  }, [marks, items, active, focusRow]);
}

/** What a key does to the marks; null: nothing. */
function keyOf(event: KeyboardEvent): 'toggle' | 'all' | 'drop' | 'up' | 'down' | null {
  if (event.altKey || event.metaKey) return null;
  if (event.code === 'KeyA' && event.ctrlKey) return 'all';
  if (event.ctrlKey) return null;
  if (event.shiftKey) return event.code === 'ArrowDown' ? 'down' : event.code === 'ArrowUp' ? 'up' : null;
  if (event.code === 'Space') return 'toggle';
  return event.code === 'Escape' ? 'drop' : null;
}

import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { moveOfKey, rowAfterMove } from './row-keys.ts';

export const ROW_HEIGHT = 32;
export const HEAD_ROW_HEIGHT = 28;
/** A heading of one level is higher, so that it may take two lines. */
export const HEAD_HEIGHT = 40;
export const FOOT_HEIGHT = 32;

type GridFocusInput = {
  items: readonly { id: string }[];
  box: RefObject<HTMLDivElement | null>;
  grid: RefObject<HTMLTableElement | null>;
  headHeight: number;
  footHeight: number;
  /** Enter on the row with this place. */
  onOpen: ((index: number) => void) | undefined;
};

export type GridFocus = {
  virtualizer: Virtualizer<HTMLDivElement, HTMLTableRowElement>;
  /** Place of the row that is the tab stop of the body. */
  active: number;
  /** Somebody has been in the rows. */
  used: boolean;
  setActive: (index: number) => void;
  focusRow: (index: number) => void;
  onBodyKey: (event: KeyboardEvent<HTMLTableSectionElement>) => void;
};

/** Which rows are drawn and which one has the focus; the focused row stays drawn however far the list is scrolled. */
export function useGridFocus({ items, box, grid, headHeight, footHeight, onOpen }: GridFocusInput): GridFocus {
  const [active, setActive, used] = useActiveRow(items);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLTableRowElement>({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => items[index]?.id ?? index,
    // A focused row must never lie under the headings or the totals.
    paddingStart: headHeight,
    paddingEnd: footHeight,
    scrollPaddingStart: headHeight,
    scrollPaddingEnd: footHeight,
    overscan: 10,
    rangeExtractor: (range) => withActive(range.startIndex, range.endIndex, range.overscan, items.length, active),
  });

  const wanted = useRef(false);
  const focusRow = useCallback(
    (index: number) => {
      setActive(index);
      virtualizer.scrollToIndex(index);
      // A row that is drawn takes the focus at once; another one as soon as it is drawn.
      const row = rowElement(grid.current, index);
      wanted.current = row === null;
      row?.focus({ preventScroll: true });
    },
    [setActive, virtualizer, grid],
  );
  useLayoutEffect(() => {
    if (!wanted.current) return;
    const row = rowElement(grid.current, active);
    if (row === null) return;
    wanted.current = false;
    row.focus({ preventScroll: true });
  });

  const onBodyKey = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || items.length === 0) return;
    if (event.code === 'Enter' || event.code === 'NumpadEnter') {
      if (event.target instanceof HTMLAnchorElement || onOpen === undefined) return;
      event.preventDefault();
      onOpen(active);
      return;
    }
    const move = moveOfKey(event.code);
    if (move === null) return;
    event.preventDefault();
    if (move === 'up' && active === 0) focusHeading(grid.current);
    else focusRow(rowAfterMove(move, active, items.length, rowsOnScreen(box.current, headHeight + footHeight)));
  };
  return { virtualizer, active, used, setActive, focusRow, onBodyKey };
}

/** The row that takes the focus of the body: it stays with its row when the order changes, else it is the first. */
function useActiveRow(items: readonly { id: string }[]): [number, (index: number) => void, boolean] {
  const [activeId, setActiveId] = useState<string | null>(null);
  const index = useMemo(
    () => (activeId === null ? 0 : items.findIndex((item) => item.id === activeId)),
    [items, activeId],
  );
  const set = useCallback((next: number) => setActiveId(items[next]?.id ?? null), [items]);
  return [Math.max(0, index), set, activeId !== null];
}

/** Rows to draw: those on the screen, some around them, and the one with the focus. */
function withActive(start: number, end: number, overscan: number, count: number, active: number): number[] {
  const first = Math.max(0, start - overscan);
  const last = Math.min(count - 1, end + overscan);
  const rows: number[] = [];
  if (active < first) rows.push(active);
  for (let index = first; index <= last; index += 1) rows.push(index);
  if (active > last && active < count) rows.push(active);
  return rows;
}

function rowsOnScreen(box: HTMLElement | null, fixed: number): number {
  return box === null ? 1 : Math.max(1, Math.floor((box.clientHeight - fixed) / ROW_HEIGHT));
}

function rowElement(grid: HTMLElement | null, index: number): HTMLElement | null {
  return grid?.querySelector<HTMLElement>(`tbody tr[data-index="${index}"]`) ?? null;
}

function focusHeading(grid: HTMLElement | null): void {
  grid?.querySelector<HTMLElement>('thead button[tabindex="0"]')?.focus();
}

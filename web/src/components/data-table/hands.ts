import { type FocusEvent, type UIEvent, useMemo, useState } from 'react';

/** See `useHands`. */
export type Hands = { inside: boolean; near: boolean };

/**
 * Whether pointer or focus are in the table; while they are, new data do not move its rows. In a table that is `followed` it
 * is the place that counts: only at its top new rows come in by themselves, and never while a row has the focus. `near`: the
 * pointer is on the rows or around them, never in one that is followed.
 */
export function useHands(followed: boolean) {
  const [pointer, setPointer] = useState(false);
  const [near, setNear] = useState(false);
  const [focus, setFocus] = useState(false);
  const [below, setBelow] = useState(false);
  const listeners = useMemo(
    () => ({
      onPointerEnter: () => setPointer(true),
      onPointerLeave: () => setPointer(false),
      onFocus: () => setFocus(true),
      onBlur: (event: FocusEvent<HTMLElement>) => setFocus(event.currentTarget.contains(event.relatedTarget)),
      onScroll: (event: UIEvent<HTMLElement>) => setBelow(event.currentTarget.scrollTop > 0),
    }),
    [],
  );
  const around = useMemo(() => ({ onPointerEnter: () => setNear(true), onPointerLeave: () => setNear(false) }), []);
  return { inside: followed ? below || focus : pointer || focus, near: near && !followed, listeners, around };
}

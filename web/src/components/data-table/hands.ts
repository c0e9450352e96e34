import { type FocusEvent, useMemo, useState } from 'react';

/** Whether pointer or focus are in the table; while they are, new data do not move its rows. */
export function useHands() {
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const listeners = useMemo(
    () => ({
      onPointerEnter: () => setPointer(true),
      onPointerLeave: () => setPointer(false),
      onFocus: () => setFocus(true),
      onBlur: (event: FocusEvent<HTMLElement>) => setFocus(event.currentTarget.contains(event.relatedTarget)),
    }),
    [],
  );
  return { inside: pointer || focus, listeners };
}

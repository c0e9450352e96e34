/** Keys that move the focus among rows, by their place on the keyboard. */
export function moveOfKey(code: string): 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last' | null {
  switch (code) {
    case 'ArrowUp':
      return 'up';
    case 'ArrowDown':
      return 'down';
    case 'PageUp':
      return 'pageUp';
    case 'PageDown':
      return 'pageDown';
    case 'Home':
      return 'first';
    case 'End':
      return 'last';
    default:
      return null;
  }
}

/** The row that a move leads to; `page` = rows that fit on the screen. Stays inside 0 … count − 1. */
export function rowAfterMove(
  move: NonNullable<ReturnType<typeof moveOfKey>>,
  from: number,
  count: number,
  page: number,
): number {
  const step = {
    up: -1,
    down: 1,
    pageUp: -Math.max(1, page - 1),
    pageDown: Math.max(1, page - 1),
    first: -count,
    last: count,
  }[move];
  return Math.max(0, Math.min(count - 1, from + step));
}

import { useEffect } from 'react';
import type { More } from '../../api/feeds.ts';

/** Rows before the end of the list at which the page behind is asked for. */
const AHEAD = 40;

type Ahead = {
  more: More | undefined;
  /** Index of the last row that is seen. */
  last: number;
  /** Rows that are there. */
  rows: number;
  /** All rows are needed, because they are searched or put in order. */
  whole: boolean;
};

/** Whether the page behind is to be asked for now. What failed is asked for again by a person only. */
export function wantsMore({ more, last, rows, whole }: Ahead): boolean {
  return more?.byItself === true && more.state === 'idle' && (whole || last >= rows - AHEAD);
}

/** Asks for the page behind before the last row is reached. */
export function useLoadAhead(ahead: Ahead): void {
  const wanted = wantsMore(ahead);
  const load = ahead.more?.load;
  useEffect(() => {
    if (wanted) load?.();
  }, [wanted, load]);
}

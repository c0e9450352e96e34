/**
 * Whose turn it is to go on beyond the limit of the byte budget. One message at a time, until it is released; when its turn
 * is over and it is not complete, the next one may as well, while all that are beyond can still be completed.
 */
import { type Holder, held } from './budget-holder.ts';

export type Turns = {
  /** Whether somebody has the turn, so that nobody new may begin. */
  isTaken(): boolean;
  /** Whether a holder may hold `bytes` more beyond the limit; gives it the turn when nobody has it. */
  mayTake(holder: Holder, bytes: number): boolean;
  /** To be called at an interval: ends a turn that has lasted a whole one, unless its message is complete. */
  pass(): void;
  leave(holder: Holder): void;
};

/** `room`: bytes that may be held beyond the limit in all. `holders` are all of them. */
export function createTurns(holders: ReadonlySet<Holder>, room: number): Turns {
  let leader: Holder | undefined;
  let isSeen = false;
  return {
    isTaken: () => leader !== undefined,
    mayTake(holder, bytes) {
      if (holder.beyond === 0 && leader !== undefined) return false;
      if (!canAllBeCompleted(holders, holder, bytes, room)) return false;
      if (leader === undefined) [leader, isSeen] = [holder, false];
      return true;
    },
    pass() {
      if (isSeen && leader?.isComplete === false) leader = undefined;
      isSeen = true;
    },
    leave(holder) {
      if (leader === holder) leader = undefined;
    },
  };
}

/**
 * Whether `asking` may hold `bytes` more beyond the limit, where `room` bytes are: whoever needs least is completed first
 * and leaves what it holds to the next, and so all of them. The last one is alone by then and always fits.
 */
function canAllBeCompleted(holders: Iterable<Holder>, asking: Holder, bytes: number, room: number): boolean {
  const others = [...holders].filter((one) => one.beyond > 0 && one !== asking);
  if (others.length === 0) return true;
  const all = [...others, asking].map((one) => {
    const more = one === asking ? bytes : 0;
    return { needs: one.size - held(one) - more, leaves: one.beyond + more };
  });
  let free = all.reduce((left, one) => left - one.leaves, room);
  if (free < 0) return false;
  all.sort((a, b) => a.needs - b.needs);
  for (const { needs, leaves } of all.slice(0, -1)) {
    if (needs > free) return false;
    free += leaves;
  }
  return true;
}

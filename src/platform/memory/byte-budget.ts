/**
 * A bound on the bytes of messages in memory over all streams. They are charged when they are here, not when a message
 * announces them, so that a sender who announces much and sends nothing takes nothing from the others.
 *
 * Messages that grow together could fill the room without one of them being whole. So one of those that wait with bytes in
 * hand, the oldest, may go on beyond the limit until it is done. When it has had its turn and its sender still has not sent
 * everything, the next one may as well, as long as all that are beyond can be completed one after the other: nobody waits for
 * ever. Whoever keeps others waiting and is too slow is told to end (`onSlow`).
 */
import { monotonicMs } from '../clock.ts';
import { sleep } from '../worker-loop.ts';
import { createTurns } from './beyond-turns.ts';
import { fetchTimed, grantWish, type Holder, held, newHolder, newWish, settle, tellSlow } from './budget-holder.ts';

export type ByteBudgetOptions = {
  /** Bytes of all messages together. */
  limit: number;
  /** Bytes that may be held beyond the limit in all, enough for the largest message. One that needs more goes only alone. */
  beyond: number;
  /** How long a message may be the only one to go on beyond the limit, in ms. */
  turnMs?: number;
  /** A message is not called slow before its sender was waited for so long, in ms. */
  slowAfterMs?: number;
  /** What a sender must bring on average when others wait, in bytes per second. */
  minBytesPerSecond?: number;
  /** Elapsed milliseconds. */
  now?: () => number;
};

export type ByteBudget = {
  /** A message begins that will hold `size` bytes at most. `onSlow` is called at most once. */
  open(size: number, onSlow: () => void): Share;
  /** Bytes held at this moment. */
  used(): number;
};

/** What one message holds. */
export type Share = {
  /** Charges bytes that are here; resolves when there is room for them. One call at a time. */
  take(bytes: number): Promise<void>;
  /** Waits for the sender, whose time is measured. */
  fetch<T>(bytes: Promise<T>): Promise<T>;
  /** Gives bytes back that are not needed any more. */
  giveBack(bytes: number): void;
  /** Nothing more will be taken. */
  complete(): void;
  /** Gives everything back; may be called again. */
  release(): void;
};

const defaults = { turnMs: 250, slowAfterMs: 30_000, minBytesPerSecond: 4096, now: monotonicMs };

export function createByteBudget(options: ByteBudgetOptions): ByteBudget {
  const { limit, turnMs, now, ...limits } = { ...defaults, ...options };
  // In the order of their age.
  const holders = new Set<Holder>();
  const turns = createTurns(holders, limits.beyond);
  let [within, waiters, isWatching] = [0, 0, false];

  /** Grants what can be granted, oldest first. Who has not gone beyond yet does not pass an older one that may not either. */
  function serve(): void {
    if (waiters === 0) return;
    let mustQueue = false;
    for (const holder of [...holders].filter((one) => one.wish !== undefined)) {
      if (mustQueue && holder.beyond === 0) continue;
      if (!tryGrant(holder)) mustQueue ||= holder.beyond === 0 && turns.isTaken();
    }
    if (waiters > 0 && !isWatching) void watch();
  }

  function tryGrant(holder: Holder): boolean {
    const bytes = holder.wish?.bytes ?? 0;
    const fits = within + bytes <= limit;
    if (!fits && !turns.mayTake(holder, bytes)) return false;
    if (fits) within += bytes;
    holder[fits ? 'within' : 'beyond'] += bytes;
    waiters -= 1;
    grantWish(holder);
    return true;
  }

  async function watch(): Promise<void> {
    isWatching = true;
    while (waiters > 0) {
      await sleep(turnMs);
      if (waiters > 0) tellSlow(holders, now(), limits);
      turns.pass();
      serve();
    }
    isWatching = false;
  }

  function take(holder: Holder, bytes: number): Promise<void> {
    const granted = newWish(holder, bytes);
    waiters += 1;
    if (waiters > 1 || !tryGrant(holder)) serve();
    return granted;
  }

  function giveBack(holder: Holder, bytes: number): void {
    const fromBeyond = Math.min(bytes, holder.beyond);
    holder.beyond -= fromBeyond;
    holder.within -= bytes - fromBeyond;
    within -= bytes - fromBeyond;
    serve();
  }

  function release(holder: Holder): void {
    if (!holders.delete(holder)) return;
    turns.leave(holder);
    giveBack(holder, held(holder));
  }

  return {
    open(size, onSlow) {
      const holder = newHolder(size, onSlow);
      holders.add(holder);
      return {
        take: (bytes) => take(holder, bytes),
        fetch: (bytes) => fetchTimed(holder, bytes, now),
        giveBack: (bytes) => giveBack(holder, bytes),
        complete() {
          settle(holder);
          serve();
        },
        release: () => release(holder),
      };
    },
    used: () => [...holders].reduce((sum, holder) => sum + holder.beyond, within),
  };
}

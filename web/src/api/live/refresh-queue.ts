import type { QueryKey } from '../query-keys.ts';

export type RefreshQueue = {
  /** Something became old; it is fetched with whatever else becomes old until the next turn. */
  add(keys: QueryKey[]): void;
  /** Held back while the person froze the page; what gathered goes out at once when released. */
  hold(held: boolean): void;
  stop(): void;
};

type Timing = { now(): number; random(): number; wait(ms: number, then: () => void): () => void };

const TURN_MS = 1_000;
const JITTER_MS = 250;

/**
 * Groups what became old into at most one refresh a second. A little chance is added, so that a hundred screens do not
 * ask in the same instant.
 */
export function createRefreshQueue(refresh: (keys: QueryKey[]) => void, timing: Timing): RefreshQueue {
  const gathered = new Map<string, QueryKey>();
  let lastTurn = Number.NEGATIVE_INFINITY;
  let cancel: (() => void) | null = null;
  let held = false;

  const turn = () => {
    cancel = null;
    if (held || gathered.size === 0) return;
    const keys = [...gathered.values()];
    gathered.clear();
    lastTurn = timing.now();
    refresh(keys);
  };
  const plan = () => {
    if (cancel !== null || held || gathered.size === 0) return;
    const rest = Math.max(0, lastTurn + TURN_MS - timing.now());
    cancel = timing.wait(rest + timing.random() * JITTER_MS, turn);
  };

  return {
    add(keys) {
      for (const key of keys) gathered.set(JSON.stringify(key), key);
      plan();
    },
    hold(next) {
      held = next;
      plan();
    },
    stop() {
      cancel?.();
      gathered.clear();
    },
  };
}

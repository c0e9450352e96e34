/**
 * Packages that the disk does not let through: a file that cannot be read, or one that cannot be moved on. Each is tried again
 * with growing pauses while the others pass it by. Kept in memory: after a restart they are tried at once.
 */
import type { Clock } from '../../platform/clock.ts';
import type { LoadResult } from './settle-package.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

type Held = {
  attempts: number;
  untilMs: number /** What is in the tables already; only the move is missing. */;
  loaded: LoadResult | null;
};

export type HeldBack = {
  /** True while the package must be passed by. */
  skips(name: string): boolean;
  /** Holds a package back; answers how often that has happened in a row. */
  hold(name: string, loaded: LoadResult | null): number;
  /** The package has got through, or is gone. */
  release(name: string): void;
  /** Loaded packages whose move is due again. */
  toMove(): LoadResult[];
};

export function createHeldBack(clock: Clock): HeldBack {
  const held = new Map<string, Held>();
  return {
    skips(name) {
      const one = held.get(name);
      return one !== undefined && (one.loaded !== null || one.untilMs > clock.now());
    },
    hold(name, loaded) {
      const attempts = (held.get(name)?.attempts ?? 0) + 1;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_MS);
      held.set(name, { attempts, untilMs: clock.now() + pause, loaded });
      return attempts;
    },
    release: (name) => {
      held.delete(name);
    },
    toMove() {
      const nowMs = clock.now();
      return [...held.values()].flatMap(({ loaded, untilMs }) => (loaded !== null && untilMs <= nowMs ? [loaded] : []));
    },
  };
}

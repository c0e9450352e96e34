/** The rests of work that is in no hurry, in a thread that has something better to do. */
import { sleep } from '../platform/worker-loop.ts';

export type BreathingOptions = {
  /** True while others wait for the thread. */
  isBusy: () => boolean;
  stopping: AbortSignal;
  /** Milliseconds that only go forward. */
  now?: () => number;
  pause?: (ms: number) => Promise<void>;
};

/** A rest is as long as the work before it, so half of the time belongs to others. Work for so long goes by without a rest, nor is anybody heard: sleeping takes longer than many a piece. */
const WITHOUT_REST_MS = 4;
const LONGEST_REST_MS = 100;
/** While others wait, a piece waits so long at most, and looks so often whether they still do. */
const LONGEST_WAIT_MS = 200;
const LOOK_MS = 10;

/**
 * Makes the function that is called between two small pieces of work: it comes back at once after little work, after a rest that
 * goes by the work done, and while others wait after they have had their turn, but not later than after 200 ms. Work that others
 * feel beyond the thread, because it writes to the same disk, rests so many `times` as long, after little work too. Throws when
 * the server stops.
 */
export function createBreathing({ isBusy, stopping, now, pause }: BreathingOptions): (times?: number) => Promise<void> {
  const clock = now ?? (() => performance.now());
  const rest = pause ?? ((ms: number) => sleep(ms, stopping));
  let since = clock();
  return async (times = 1) => {
    if (stopping.aborted) throw new Error('the server stops');
    const worked = clock() - since;
    if (isBusy()) for (let waited = 0; isBusy() && waited < LONGEST_WAIT_MS; waited += LOOK_MS) await rest(LOOK_MS);
    else if (times === 1 && worked < WITHOUT_REST_MS) return;
    else await rest(Math.min(worked * times, LONGEST_REST_MS));
    since = clock();
  };
}

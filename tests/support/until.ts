/** Waiting for what a running server does by itself: on a condition, never on the clock alone. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Generous: only a test that would hang for ever meets it. */
const LIMIT_MS = 90_000;
/** Each question costs the server time that it needs for what is waited for: who has waited long asks less often. */
const SHORTEST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 250;

/** Asks again and again until the answer is neither false nor undefined, and hands it back. Throws with the last answers when it never is. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | false | undefined> | T | false | undefined,
  limitMs = LIMIT_MS,
): Promise<T> {
  const start = performance.now();
  let failure: unknown;
  for (;;) {
    try {
      const answer = await ask();
      failure = undefined;
      if (answer !== false && answer !== undefined) return answer;
    } catch (cause) {
      failure = cause;
    }
    const waited = performance.now() - start;
    if (waited > limitMs) throw new Error(`waited in vain: ${what}`, { cause: failure });
    await sleep(Math.min(Math.max(waited / 10, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS));
  }
}

/** So many at once, the others in the order in which they came. */
import { ExchangeFault } from './command-exchange.ts';

export type CallTurns = {
  /** Waits for a turn; the function answered ends it. Throws an ExchangeFault when the signal is aborted before. */
  take(signal?: AbortSignal): Promise<() => void>;
};

export function createTurns(atOnce: number): CallTurns {
  const waiting = new Set<() => void>();
  let free = atOnce;

  function leaveOnce(): () => void {
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const [next] = waiting;
      if (next === undefined) free += 1;
      else {
        waiting.delete(next);
        next();
      }
    };
  }

  function take(signal?: AbortSignal): Promise<() => void> {
    if (free > 0) {
      free -= 1;
      return Promise.resolve(leaveOnce());
    }
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(new ExchangeFault('cancelled'));
      function begin(): void {
        signal?.removeEventListener('abort', giveUp);
        resolve(leaveOnce());
      }
      function giveUp(): void {
        waiting.delete(begin);
        reject(new ExchangeFault('cancelled'));
      }
      signal?.addEventListener('abort', giveUp, { once: true });
      waiting.add(begin);
    });
  }

  return { take };
}

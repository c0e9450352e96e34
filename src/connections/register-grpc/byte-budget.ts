/**
 * A bound on the bytes of packages in memory over all streams. Who asks first is served first; a package larger than the
 * whole budget is let through when nothing else is in memory, so nobody waits for ever.
 */
export type ByteBudget = {
  /** Waits for its turn; the function answered gives the bytes back. Rejects with the signal's reason when aborted. */
  take(bytes: number, signal?: AbortSignal): Promise<() => void>;
  /** Bytes taken at this moment. */
  used(): number;
};

type Waiter = { bytes: number; grant: (giveBack: () => void) => void };

/** A budget of `limit` bytes. */
export function createByteBudget(limit: number): ByteBudget {
  const waiters: Waiter[] = [];
  let used = 0;

  function fits(bytes: number): boolean {
    return used === 0 || used + bytes <= limit;
  }

  function hold(bytes: number): () => void {
    used += bytes;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      used -= bytes;
      serve();
    };
  }

  function serve(): void {
    for (let first = waiters[0]; first !== undefined && fits(first.bytes); first = waiters[0]) {
      waiters.shift();
      first.grant(hold(first.bytes));
    }
  }

  function take(bytes: number, signal?: AbortSignal): Promise<() => void> {
    if (waiters.length === 0 && fits(bytes)) return Promise.resolve(hold(bytes));
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const waiter: Waiter = {
        bytes,
        grant(giveBack) {
          signal?.removeEventListener('abort', leave);
          resolve(giveBack);
        },
      };
      function leave(): void {
        const place = waiters.indexOf(waiter);
        if (place >= 0) waiters.splice(place, 1);
        reject(signal?.reason);
        // The next may fit where this one did not.
        serve();
      }
      signal?.addEventListener('abort', leave, { once: true });
      waiters.push(waiter);
    });
  }

  return { take, used: () => used };
}

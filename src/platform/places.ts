/**
 * A bounded number of places for work that waits for others, as for registers that may be away: a turn of a worker loop
 * starts the work and goes on, so that a slow one holds its own place and nobody else.
 */
export type Places = {
  readonly most: number;
  /** How much more may be started now. */
  free(): number;
  has(key: string): boolean;
  /** Starts work under a key that has no place yet; its failure is thrown by the next `check`. */
  start(key: string, work: () => Promise<void>): void;
  /** Throws what work has failed with since the last call, so that the loop that starts it makes its pause. */
  check(): void;
  /** Resolves when nothing runs any more. */
  settled(): Promise<void>;
};

/** `onFree` is told whenever a place has become free. */
export function createPlaces(most: number, onFree: () => void): Places {
  const running = new Map<string, Promise<void>>();
  let failure: { cause: unknown } | undefined;
  return {
    most,
    free: () => most - running.size,
    has: (key) => running.has(key),
    start(key, work) {
      const ended = work()
        .catch((cause: unknown) => {
          failure ??= { cause };
        })
        .finally(() => {
          running.delete(key);
          onFree();
        });
      running.set(key, ended);
    },
    check() {
      const failed = failure;
      failure = undefined;
      if (failed !== undefined) throw failed.cause;
    },
    async settled() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

/**
 * The loop of a station that pulls its work.
 *
 * Modes: `working` (a turn runs; the next follows at once while turns say "more"), `idle` (nothing to do: sleeps until
 * `wake()` or until `idleMs` are over, so that a missed hint costs a pause and never work), `gathering` (a turn that was not
 * promised by the one before waits `gatherMs`, so that what comes piece by piece is worked off together), `backing off` (a turn threw:
 * sleeps 2×, at most `maxBackoffMs`; `wake()` does not shorten it, or a failing database would be hammered), `stopped`.
 * On stop the running turn is finished, no new one begins.
 */
export type WorkerLoop = {
  /** Says that there may be work. Cheap, may be called any number of times. */
  wake(): void;
  /** Ends the loop after the running turn; resolves when it has ended. */
  stop(): Promise<void>;
};

export type WorkerLoopOptions = {
  /** One piece of work; true = there may be more at once. */
  turn: (signal: AbortSignal) => Promise<boolean>;
  /** Longest sleep without a hint, in ms. */
  idleMs: number;
  /** Pause before a turn that a hint asks for, in ms; 0 when absent. */
  gatherMs?: number;
  /** First pause after a failure in ms; doubled at each further failure. */
  backoffMs?: number;
  maxBackoffMs?: number;
  /** Told about each failure; `pauseMs` is the pause that follows. */
  onFailure: (cause: unknown, pauseMs: number) => void;
  /** Told once when a turn succeeds after failures. */
  onRecovery?: () => void;
};

/** Starts a loop; it runs until `stop`. */
export function startWorkerLoop(options: WorkerLoopOptions): WorkerLoop {
  const stopping = new AbortController();
  const firstPause = options.backoffMs ?? 250;
  const gatherMs = options.gatherMs ?? 0;
  const longestPause = options.maxBackoffMs ?? 15_000;
  let hinted = true;
  let rouse: () => void = () => undefined;

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      hinted = false;
      try {
        const more = await options.turn(stopping.signal);
        if (failures > 0) options.onRecovery?.();
        failures = 0;
        if (more) continue;
        if (!hinted) await sleepUntilHint(options.idleMs);
        if (gatherMs > 0) await sleep(gatherMs, stopping.signal);
      } catch (cause) {
        const pause = Math.min(firstPause * 2 ** failures, longestPause);
        failures += 1;
        options.onFailure(cause, pause);
        await sleep(pause, stopping.signal);
      }
    }
  }

  function sleepUntilHint(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done(): void {
        clearTimeout(timer);
        rouse = () => undefined;
        resolve();
      }
      rouse = done;
      if (stopping.signal.aborted) done();
    });
  }

  const ended = run();
  return {
    wake() {
      hinted = true;
      rouse();
    },
    async stop() {
      stopping.abort();
      rouse();
      await ended;
    },
  };
}

/** Waits `ms` milliseconds, less when the signal is aborted. Never rejects. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Lets what else waits for the thread have its turn: sockets, files, messages. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The main thread's end of the pipeline thread: starts it, wakes it, starts it again when it dies, stops it. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Config } from '../config.ts';
import type { FileToCheck } from '../pipeline/ledger/ledger.ts';
import type { Logger } from '../platform/logger.ts';
import { sleep } from '../platform/worker-loop.ts';
import type { FromPipeline, ToPipeline } from './pipeline-thread.ts';

export type PipelineWorker = {
  /** Starts the thread; before that hints are dropped. */
  start(): void;
  /** Hands it a file to be checked; the answer is a message. */
  check(id: number, file: FileToCheck): void;
  /** A package was stored: look into the folder. */
  wake(): void;
  /** Ends the thread after its running turns. */
  stop(): Promise<void>;
  /** Ends it in the middle of a turn, as a crash would: whoever starts on the same folder next does the turn again. */
  kill(): Promise<void>;
};

/** Pause before a thread that died is started again, in ms: doubled each time, so that a broken disk does not fill the log. */
const FIRST_RESTART_MS = 500;
const LONGEST_RESTART_MS = 60_000;

/** Memory of the thread's own heap: a package of the largest size fits several times. */
const HEAP_MB = 1_024;
/**
 * Half of its nursery, in MB. The rows of a batch must die in it: kept alive from one half to the other they cost twice the
 * time. The thread of the doors does with less (scripts/runtime.mjs), and a flag of the process beats the limits of a thread.
 */
const NURSERY_MB = 4;

/** `start` once the tables are up to date, or while the database is away: the thread sees to them itself then. */
export function createPipelineWorker(
  config: Config,
  logger: Logger,
  onMessage: (message: FromPipeline) => void,
): PipelineWorker {
  const stopping = new AbortController();
  let worker: Worker | null = null;
  let pauseMs = FIRST_RESTART_MS;
  let ended: Promise<void> = Promise.resolve();

  function run(): Promise<void> {
    return new Promise((resolve) => {
      setFlagsFromString(`--max-semi-space-size=${NURSERY_MB}`);
      const started = new Worker(new URL('./pipeline-thread.ts', import.meta.url), {
        workerData: config,
        resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
      });
      worker = started;
      started.on('message', (message: FromPipeline) => {
        pauseMs = FIRST_RESTART_MS;
        onMessage(message);
      });
      started.on('error', (cause) => logger.error('the pipeline thread died', cause));
      started.on('exit', () => {
        worker = null;
        if (stopping.signal.aborted) return resolve();
        logger.warn(`the pipeline thread is started again in ${pauseMs} ms`);
        const pause = pauseMs;
        pauseMs = Math.min(pauseMs * 2, LONGEST_RESTART_MS);
        void sleep(pause, stopping.signal).then(() => {
          if (stopping.signal.aborted) return resolve();
          ended = run();
          void ended.then(resolve);
        });
      });
    });
  }

  const say = (message: ToPipeline) => worker?.postMessage(message);
  return {
    start() {
      ended = run();
    },
    check: (id, file) => say({ kind: 'check', id, file }),
    wake: () => say({ kind: 'stored' }),
    async stop() {
      stopping.abort();
      say({ kind: 'stop' });
      await ended;
    },
    async kill() {
      stopping.abort();
      await worker?.terminate();
      await ended;
    },
  };
}

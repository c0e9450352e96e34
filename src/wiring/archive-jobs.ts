/** Pieces of work on archives, each in a thread of its own that ends with it. */
import { Worker } from 'node:worker_threads';
import type { StorageResult } from '../../contracts/web-api.ts';
import type { Config } from '../config.ts';
import type { ArchiveJob, ArchiveThreadData } from './archive-thread.ts';

/** Memory of the thread's own heap, in MiB. */
const HEAP_MB = 512;

export type ArchiveJobs = {
  run(job: ArchiveJob): Promise<StorageResult | null>;
  /** Ends what runs, in the midst of it. */
  cut(): Promise<void>;
};

/** Jobs in a thread each; whoever calls sees to it that there is one at a time. */
export function createJobs(config: Config, onDone: () => void): ArchiveJobs {
  let thread: Worker | null = null;
  let isCut = false;

  async function run(job: ArchiveJob): Promise<StorageResult | null> {
    if (isCut) throw new Error('archives are not worked on any more');
    const data: ArchiveThreadData = { config, job };
    const worker = new Worker(new URL('./archive-thread.ts', import.meta.url), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    thread = worker;
    try {
      return await answerOf(worker);
    } finally {
      thread = null;
      onDone();
    }
  }

  return {
    run,
    async cut() {
      isCut = true;
      await thread?.terminate();
    },
  };
}

function answerOf(worker: Worker): Promise<StorageResult | null> {
  return new Promise((resolve, reject) => {
    let answer: StorageResult | null | undefined;
    worker.once('message', (message: StorageResult | null) => {
      answer = message;
    });
    worker.once('error', reject);
    worker.once('exit', () =>
      answer === undefined ? reject(new Error('the thread of archives ended before its work')) : resolve(answer),
    );
  });
}

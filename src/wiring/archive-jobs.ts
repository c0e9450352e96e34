/** Pieces of work on archives, each in a process of its own that ends with it. */
import type { StorageResult } from '../../contracts/web-api.ts';
import type { Config } from '../config.ts';
import { type BackgroundProcess, startBackground } from '../platform/background-process.ts';
import type { ArchiveData, ArchiveJob, FromArchive } from './archive-task.ts';

export type ArchiveJobs = {
  run(job: ArchiveJob): Promise<StorageResult | null>;
  /** Ends what runs, in the midst of it. */
  cut(): Promise<void>;
};

/** Jobs in a process each; whoever calls sees to it that there is one at a time. */
export function createJobs(config: Config, onDone: () => void): ArchiveJobs {
  let working: BackgroundProcess<FromArchive> | null = null;
  let isCut = false;

  async function run(job: ArchiveJob): Promise<StorageResult | null> {
    if (isCut) throw new Error('archives are not worked on any more');
    const data: ArchiveData = { config, job };
    working = startBackground(new URL('./archive-task.ts', import.meta.url), data);
    try {
      const answer = await working.next();
      // Only then its locks are free for the next one.
      await working.next();
      if (answer === null) throw new Error('the work on archives ended without a result');
      return answer.result;
    } finally {
      working = null;
      onDone();
    }
  }

  return {
    run,
    async cut() {
      isCut = true;
      await working?.end();
    },
  };
}

/** The program of one piece of work on archives: over connections of its own, one at a time in a data folder. */
import type { StorageResult } from '../../contracts/web-api.ts';
import type { Config } from '../config.ts';
import { runBackground } from '../platform/background-task.ts';
import { systemClock } from '../platform/clock.ts';
import { lockFolder } from '../platform/folder-lock.ts';
import { createLogger } from '../platform/logger.ts';
import { sleep } from '../platform/worker-loop.ts';
import { createArchiveWork, type TrimRequest } from './archive-work.ts';
import { openConfigured, openIntake, openPacked } from './stations.ts';

/** `start` finishes what a crash left, then measures, too. */
export type ArchiveJob = { kind: 'start' } | { kind: 'measure' } | { kind: 'trim'; request: TrimRequest };
export type ArchiveData = { config: Config; job: ArchiveJob };
export type FromArchive = { result: StorageResult | null };

/** So often, each time after so many ms, is looked whether the work of a server that was killed has ended. */
const LOOKS = 100;
const LOOK_AFTER_MS = 100;

await runBackground<ArchiveData, FromArchive>(async ({ config, job }, line) => {
  const lock = await takeArchives(config.dataFolder);
  const clock = systemClock;
  const logger = createLogger((text) => process.stderr.write(text), clock.now);
  const database = openConfigured(config, 1);
  const index = openPacked(config, logger);
  try {
    const intake = openIntake(config, clock, () => undefined, index);
    const work = createArchiveWork({ config, database, clock, logger, intake, index });
    await line.say({ result: await doJob() });

    async function doJob(): Promise<StorageResult | null> {
      if (job.kind === 'trim') return work.trim(job.request);
      if (job.kind === 'start') await work.start();
      await work.measure();
      return null;
    }
  } finally {
    index.close();
    await database.close();
    lock.release();
  }
});

/** Two never work on the archives of one data folder: what a killed server started may be in its last step. */
async function takeArchives(folder: string) {
  for (let look = 0; look < LOOKS; look += 1) {
    const lock = lockFolder(folder, 'archives.lock');
    if (lock !== null) return lock;
    await sleep(LOOK_AFTER_MS);
  }
  throw new Error(`another process works on the archives of ${folder}`);
}

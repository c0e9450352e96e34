/** The thread of one piece of work on archives: over connections of its own, at the lowest priority, and ends with it. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { StorageResult } from '../../contracts/web-api.ts';
import type { Config } from '../config.ts';
import { systemClock } from '../platform/clock.ts';
import { createLogger } from '../platform/logger.ts';
import { createArchiveWork, type TrimRequest } from './archive-work.ts';
import { openConfigured, openIntake, openPacked } from './stations.ts';

/** `start` finishes what a crash left, then measures, too. */
export type ArchiveJob = { kind: 'start' } | { kind: 'measure' } | { kind: 'trim'; request: TrimRequest };
export type ArchiveThreadData = { config: Config; job: ArchiveJob };

const port = parentPort;
if (port === null) throw new Error('this file is the program of a thread');

/** Registers and pages come first. On Linux the priority is that of the calling thread, elsewhere of the process. */
const LOWER = 19;
if (process.platform === 'linux') setPriority(LOWER);

const { config, job } = workerData as ArchiveThreadData;
const clock = systemClock;
const logger = createLogger((line) => process.stderr.write(line), clock.now);
const database = openConfigured(config, 1);
const index = openPacked(config, logger);
try {
  const intake = openIntake(config, clock, () => undefined, index);
  const work = createArchiveWork({ config, database, clock, logger, intake, index });
  const answer: StorageResult | null = await doJob();
  port.postMessage(answer);

  async function doJob(): Promise<StorageResult | null> {
    if (job.kind === 'trim') return work.trim(job.request);
    if (job.kind === 'start') await work.start();
    await work.measure();
    return null;
  }
} finally {
  index.close();
  await database.close();
  port.close();
}

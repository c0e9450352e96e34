/** The thread of one backup: it copies the database with what blocks a thread for as long as that takes, tells what became of it and ends. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from '../config.ts';
import { systemClock } from '../platform/clock.ts';
import { type BackedUp, backUp } from './server-backup.ts';

export type FromBackup = { ok: true; done: BackedUp } | { ok: false; cause: string };

const port = parentPort;
if (port === null) throw new Error('this file is the program of a thread');

/** The least: a backup is in no hurry. On Linux the priority is that of the calling thread, elsewhere of the process. */
const LOWER = 19;
if (process.platform === 'linux') setPriority(LOWER);

const config = workerData as Config;
try {
  port.postMessage({
    ok: true,
    done: await backUp(config, config.folders.serverBackup, systemClock),
  } satisfies FromBackup);
} catch (cause) {
  port.postMessage({ ok: false, cause: cause instanceof Error ? cause.message : String(cause) } satisfies FromBackup);
}

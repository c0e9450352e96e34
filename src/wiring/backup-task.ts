/** The program of one backup: it copies the database with what blocks a thread for as long as that takes, and tells what became of it. */
import type { Config } from '../config.ts';
import { runBackground } from '../platform/background-task.ts';
import { systemClock } from '../platform/clock.ts';
import { type BackedUp, backUp } from './server-backup.ts';

export type FromBackup = { ok: true; done: BackedUp } | { ok: false; cause: string };

await runBackground<Config, FromBackup>(async (config, line) => {
  try {
    await line.say({ ok: true, done: await backUp(config, config.folders.serverBackup, systemClock) });
  } catch (cause) {
    await line.say({ ok: false, cause: cause instanceof Error ? cause.message : String(cause) });
  }
});

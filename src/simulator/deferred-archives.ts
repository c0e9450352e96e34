/**
 * The folder where a register keeps packages until it believes they are sent, and the folder where the copies go then.
 * Names begin with the ordinal of the task, so the order of sending survives a restart. The archives need no flush of
 * their own: one that is missing after a crash is packed again from the journal.
 */
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Task } from './register-memory.ts';
import type { RegisterSettings } from './settings.ts';

export type DeferredArchives = {
  put(task: Task, zip: Uint8Array): Promise<void>;
  read(task: Task): Promise<Uint8Array>;
  /** Moves the copy to the backup folder: from now on the register will not send it again by itself. */
  drop(task: Task): Promise<void>;
  /** Ordinals that wait, in order. */
  waiting(): Promise<number[]>;
  backups(): Promise<number>;
};

const DAY_MS = 86_400_000;

/**
 * Opens both folders below the register's folder; `highest` is the last task that was ever packed. `nowMs` is the
 * register's own time: a copy in the backup folder is as old as it says.
 */
export async function openDeferredArchives(
  folder: string,
  settings: Readonly<RegisterSettings>,
  nowMs: () => number,
): Promise<{ archives: DeferredArchives; highest: number }> {
  const deferred = join(folder, 'unloadedSales');
  const backup = join(folder, 'backup');
  await mkdir(deferred, { recursive: true });
  await mkdir(backup, { recursive: true });
  await removeUnfinished(deferred);
  const present = [...(await ordinalsIn(deferred)), ...(await ordinalsIn(backup))];

  async function prune(): Promise<void> {
    const { maxCountBackupFiles: most, actualCountDaysForBackupFiles: days } = settings;
    if (most === 0 && days === 0) return;
    const names = (await readdir(backup)).sort();
    const tooMany = most === 0 ? 0 : Math.max(0, names.length - most);
    for (const [index, name] of names.entries()) {
      const path = join(backup, name);
      const tooOld = days > 0 && (await stat(path)).mtimeMs < nowMs() - days * DAY_MS;
      if (index < tooMany || tooOld) await rm(path);
    }
  }

  const archives: DeferredArchives = {
    async put(task, zip) {
      const path = join(deferred, nameOf(task));
      await writeFile(`${path}.part`, zip);
      await rename(`${path}.part`, path);
    },
    read: (task) => readFile(join(deferred, nameOf(task))),
    async drop(task) {
      const kept = join(backup, nameOf(task));
      await rename(join(deferred, nameOf(task)), kept);
      await utimes(kept, nowMs() / 1000, nowMs() / 1000);
      await prune();
    },
    waiting: () => ordinalsIn(deferred),
    backups: async () => (await ordinalsIn(backup)).length,
  };
  return { archives, highest: Math.max(0, ...present) };
}

function nameOf(task: Task): string {
  return `${String(task.ordinal).padStart(8, '0')}_${task.id}.zip`;
}

async function ordinalsIn(folder: string): Promise<number[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.zip'));
  return names.sort().map((name) => Number(name.slice(0, 8)));
}

async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (name.endsWith('.part')) await rm(join(folder, name));
}

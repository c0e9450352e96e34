/** Temporary folders that carry the id of their process, so that what a killed process left can be told from what is in use. */
import { globSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Removes the folders of processes that are gone and makes one for this process: `<prefix><pid>-…` in the temporary folder. */
export function makeProcessFolder(prefix: string): string {
  for (const folder of globSync(join(tmpdir(), `${prefix}*`))) {
    const owner = Number(basename(folder).slice(prefix.length).split('-')[0]);
    if (!isAlive(owner) && isOurs(folder)) rmSync(folder, { recursive: true, force: true });
  }
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Another user's folder is not ours to remove, unless we are root. */
function isOurs(folder: string): boolean {
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid;
  const us = process.getuid?.() ?? owner;
  return owner !== undefined && (us === owner || us === 0);
}

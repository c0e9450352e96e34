/** One process per data folder. The lock is the operating system's: it is gone with the process, also after kill -9. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type FolderLock = { release(): void };

/**
 * Takes the folder, or answers null when another process has it; with another name, only what that name stands for. Throws what
 * the file system throws.
 */
export function lockFolder(folder: string, name = 'smena.lock'): FolderLock | null {
  const handle = new DatabaseSync(join(folder, name), { timeout: 0 });
  try {
    handle.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (cause) {
    handle.close();
    if (cause instanceof Error && 'errcode' in cause && cause.errcode === 5) return null;
    throw cause;
  }
  return { release: () => handle.close() };
}

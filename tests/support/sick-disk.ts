/** A folder on a disk of its own that can be full or read-only, as far as the rights of whoever runs the tests go. */
import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export type SickDisk = Disposable & {
  /** Leaves room for so many bytes and no more; undefined without the right to mount a disk. */
  fill: ((roomBytes: number) => void) | undefined;
  /** Nothing can be written any more; what is there can be read. */
  forbid(): void;
  mend(): void;
};

const BALLAST = 'ballast';
const DISK_BYTES = 512 * 1024;

/** Puts an empty disk over the folder at `path` until it is disposed; without the right to do so, its own rights are taken away. */
export function sickDisk(path: string): SickDisk {
  if (!mount(['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', path])) {
    const mend = () => chmodSync(path, 0o700);
    return { fill: undefined, forbid: () => chmodSync(path, 0o500), mend, [Symbol.dispose]: mend };
  }
  const writable = (how: 'ro' | 'rw') => void mount(['-o', `remount,${how}`, path]);
  return {
    fill(roomBytes) {
      rmSync(join(path, BALLAST), { force: true });
      const file = openSync(join(path, BALLAST), 'w');
      try {
        const page = Buffer.alloc(4_096, 1);
        for (let left = DISK_BYTES - roomBytes; left > 0; left -= page.length) writeSync(file, page);
      } catch (cause) {
        // Folders and files that are there take room as well.
        if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
      } finally {
        closeSync(file);
      }
    },
    forbid: () => writable('ro'),
    mend() {
      writable('rw');
      rmSync(join(path, BALLAST), { force: true });
    },
    [Symbol.dispose]: () => void execFileSync('umount', ['--lazy', path]),
  };
}

function mount(options: readonly string[]): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', [...options], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/**
 * How the server's process is started, wherever it is started from. Plain JavaScript for any Node ≥ 20.
 *
 * All of it keeps memory low: a small nursery of the garbage collector (some 25 MB), and the right to ask it for a collection
 * when much garbage is known to be there (src/platform/memory/collect.ts); a bound for the old objects of the main
 * thread, because the collector lets a heap grow in proportion to its bound before it cleans up; modules without their types,
 * so that no thread needs the compiler of types (some 20 MB); one heap of the C library for all threads, so that what one
 * thread has freed serves the next, and large blocks that go back to the system when they are freed (some 40 MB while packages
 * are loaded).
 */
import { join } from 'node:path';

/** Options of the runtime before the name of the program; `root` is the folder of the installation. */
export function runtimeFlags(root) {
  const plainSource = `--import=${join(root, 'scripts', 'plain-source.mjs')}`;
  return ['--max-semi-space-size=1', '--max-old-space-size=768', '--expose-gc', plainSource];
}

export const runtimeEnvironment = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '32768',
  MALLOC_TRIM_THRESHOLD_: '65536',
};

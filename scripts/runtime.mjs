/**
 * How the server's process is started, wherever it is started from. Plain JavaScript for any Node ≥ 20.
 *
 * All of it keeps memory low: a small nursery of the garbage collector (some 20 MB); a bound for the old objects of the main
 * thread, because the collector lets a heap grow in proportion to its bound before it cleans up; one heap of the C library for
 * all threads, so that what one thread has freed serves the next (some 40 MB while packages are loaded); and compiled code
 * kept between starts, so that no thread needs the compiler of types (some 20 MB).
 */
import { join } from 'node:path';

/** Options of the runtime, before the name of the program. */
export const runtimeFlags = ['--max-semi-space-size=4', '--max-old-space-size=768'];

/** The folder of the compiled code lies beside the installed packages: one that others can write to could hand us their code. */
export function runtimeEnvironment(root) {
  return { MALLOC_ARENA_MAX: '1', NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'smena-compiled') };
}

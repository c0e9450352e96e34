/**
 * When the collector of the runtime is called by hand, and that one thing at a time is large.
 *
 * Large texts and packages leave garbage that the collector of the runtime sees late: most of it lies outside of the heap, and
 * a heap may grow by half before it is looked at. Each thread that handles them asks for a collection after so many megabytes:
 * it takes some tens of milliseconds, a few hundredths of the time that the megabytes took.
 */
import { createOneAtATime, type OneAtATime } from '../one-at-a-time.ts';
import { sleep } from '../worker-loop.ts';

/** After so many bytes of large texts and packages all of the heap is collected. */
const COLLECT_AFTER_BYTES = 8 * 1024 * 1024;

/** The pieces in which bytes arrive are copied at once; what is left of so many is collected from the nursery, in half a millisecond. */
const SWEEP_AFTER_BYTES = 1024 * 1024;

// Of this thread: each has its own copy of the module.
let handled = 0;
let arrived = 0;

/** Bytes for which it is worth making room; each time compiled code is given up as well, so that a smaller text is slower by that. */
const LARGE_BYTES = 8 * 1024 * 1024;
const oneAtATime: OneAtATime = createOneAtATime();

/**
 * Work that holds so many bytes at once. Of large ones the thread holds one at a time, and before it does, its heap gives back
 * what it keeps for later: both together would be the most memory that the server ever has. That takes some 25 ms.
 */
export function withLargeBytes<T>(bytes: number, work: () => Promise<T>): Promise<T> {
  if (bytes < LARGE_BYTES) return work();
  return oneAtATime(() => {
    giveBackMemory();
    return work();
  });
}

/** Notes that the thread is done with so many bytes of a package, of its text or of a file. */
export function noteHandled(bytes: number): void {
  handled += bytes;
  if (handled < COLLECT_AFTER_BYTES) return;
  handled = 0;
  // A process that was not started with the flags of `scripts/runtime.mjs` leaves it to the collector.
  globalThis.gc?.();
}

/** Notes that so many bytes have arrived and were copied. */
export function noteArrived(bytes: number): void {
  arrived += bytes;
  if (arrived < SWEEP_AFTER_BYTES) return;
  arrived = 0;
  globalThis.gc?.({ type: 'minor' });
}

/**
 * Gives all memory of this thread's heap that is free back to the system, compiled code that is no longer run included; after
 * the start of the server that is much. Takes from 25 ms to a tenth of a second.
 */
export function giveBackMemory(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** After so many ms the start is over. */
const AT_REST_MS = 2_000;

/** Gives back once what the start of this thread took; resolves when that is done, or at once when the server stops before. */
export async function giveBackAfterStart(stopping: AbortSignal): Promise<void> {
  await sleep(AT_REST_MS, stopping);
  if (!stopping.aborted) giveBackMemory();
}

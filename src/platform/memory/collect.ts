/**
 * Large texts and packages leave garbage that the collector of the runtime sees late: most of it lies outside of the heap, and
 * a heap may grow by half before it is looked at. Each thread that handles them asks for a collection after so many megabytes:
 * it takes some tens of milliseconds, a few hundredths of the time that the megabytes took.
 */
const COLLECT_AFTER_BYTES = 8 * 1024 * 1024;

// Of this thread: each has its own copy of the module.
let handled = 0;

/** Notes that the thread is done with so many bytes of a package, of its text or of a file. */
export function noteHandled(bytes: number): void {
  handled += bytes;
  if (handled < COLLECT_AFTER_BYTES) return;
  handled = 0;
  // A process that was not started with the flags of `scripts/runtime.mjs` leaves it to the collector.
  globalThis.gc?.();
}

/** Certificates of all lines are read again when they change; what is wrong with the lines of registers is told as long as it is so. */
import type { EventBuffer } from '../pipeline/event-log/event-log.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { WorkerLoop } from '../platform/worker-loop.ts';
import { type WatchedKeys, watchKeys } from './key-watch.ts';
import { createLineWarning, type LineState } from './line-warning.ts';

export type WatchLinesParts = {
  clock: Clock;
  logger: Logger;
  log: Pick<EventBuffer, 'add'>;
  /** How registers come, as it is now. */
  lineState(): LineState;
  /** Null = that line has no certificate. */
  lines: readonly (WatchedKeys | null)[];
};

/** Begins at once and goes on until it is stopped. */
export function watchLines({ clock, logger, log, lineState, lines }: WatchLinesParts): WorkerLoop {
  const warn = createLineWarning({ state: lineState, clock, events: log.add, logger });
  warn();
  return watchKeys({ lines: lines.filter((line) => line !== null), onLook: warn, events: log.add, logger });
}

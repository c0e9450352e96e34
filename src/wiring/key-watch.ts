/**
 * Reads the certificates of the lines again when their files change (M18): of the lines of registers, and of pages and API. A
 * renewed certificate, and one taken back, hold from the next connection on, without a restart; files that do not fit leave what
 * holds as it is.
 */
import type { EventCode } from '../messages/messages.ts';
import type { IntakeEvent, IntakeEvents } from '../pipeline/intake/intake.ts';
import type { Logger } from '../platform/logger.ts';
import { startWorkerLoop, type WorkerLoop } from '../platform/worker-loop.ts';
import { UnusableFile } from './start-refusal.ts';

/** Changed files are seen within so many ms. */
const LOOK_MS = 2_000;

/** Certificates of one line, as files. */
export type WatchedKeys = {
  /** What they are, for the log of the program. */
  name: string;
  /** Told when the changed files cannot be used. */
  unusable: EventCode;
  /** The stamp of what holds: taken before that was read, so that no change in between is missed. */
  read: string;
  /** What changes when one of the files does. */
  stamp(): string;
  /** Reads the files and takes them; answers what the log is told. Throws when they do not fit, and what holds stays. */
  take(): Promise<IntakeEvent>;
};

export type WatchKeysParts = {
  lines: readonly WatchedKeys[];
  /** Told at every look, after what has changed. */
  onLook: () => void;
  events: IntakeEvents;
  logger: Logger;
  lookMs?: number;
};

/** Looks for files that have changed since they were read. */
export function watchKeys({ lines, onLook, events, logger, lookMs = LOOK_MS }: WatchKeysParts): WorkerLoop {
  const stamps = new Map(lines.map((line) => [line, line.read]));

  async function look(line: WatchedKeys): Promise<void> {
    const now = line.stamp();
    if (now === stamps.get(line)) return;
    stamps.set(line, now);
    try {
      events(await line.take());
    } catch (cause) {
      const text = cause instanceof UnusableFile ? `${cause.path}: ${cause.message}` : String(cause);
      logger.error(`${line.name} cannot be used, what held before holds`, cause);
      events({ code: line.unusable, level: 'error', params: { cause: text } });
    }
  }

  return startWorkerLoop({
    idleMs: lookMs,
    async turn() {
      for (const line of lines) await look(line);
      onLook();
      return false;
    },
    onFailure: (cause, pauseMs) =>
      logger.error(`the certificates could not be looked at, again in ${pauseMs} ms`, cause),
  });
}

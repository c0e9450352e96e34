/** Signals that end a command: the first asks it to stop, the second ends the process. */
import { constants } from 'node:os';
import { monotonicMs } from '../platform/clock.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The parts of the process that are needed here. */
export type Interruptible = {
  on(signal: NodeJS.Signals, listener: () => void): unknown;
  exit(code: number): void;
};

/** A service manager signals a whole group while our parent passes its signal on: what comes within so many ms is one. */
const SAME_MS = 300;

/** Aborted at the first Ctrl+C, SIGTERM or closed terminal. A later signal exits at once, with the code of that signal. */
export function interruption(of: Interruptible = process, nowMs = monotonicMs): AbortSignal {
  const controller = new AbortController();
  let firstMs = 0;
  for (const signal of SIGNALS) {
    of.on(signal, () => {
      if (!controller.signal.aborted) {
        firstMs = nowMs();
        controller.abort();
      } else if (nowMs() - firstMs >= SAME_MS) of.exit(128 + constants.signals[signal]);
    });
  }
  return controller.signal;
}

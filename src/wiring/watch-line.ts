/**
 * Reads the certificates of the lines again when their files change (M18): a renewed certificate and a certificate taken back hold
 * from the next connection on, without a restart. Files that do not fit leave what holds as it is.
 */
import type { Config } from '../config.ts';
import type { IntakeEvents } from '../pipeline/intake/intake.ts';
import { utcText } from '../platform/clock.ts';
import type { LineTerms } from '../platform/line-listener.ts';
import type { Logger } from '../platform/logger.ts';
import { startWorkerLoop, type WorkerLoop } from '../platform/worker-loop.ts';
import { endOfLine, readLineTerms, stampOfLine } from './register-line.ts';
import { UnusableFile } from './start-refusal.ts';

/** Changed files are seen within so many ms. */
const LOOK_MS = 2_000;

export type WatchLineParts = {
  config: Config;
  /** The terms that hold now. */
  terms: Pick<LineTerms, 'plaintext'>;
  /** From the next connection on these hold. Throws when the keys do not fit, and the old ones stay. */
  changeLine: (terms: LineTerms) => void;
  events: IntakeEvents;
  logger: Logger;
  lookMs?: number;
};

export type LineWatch = WorkerLoop & {
  /** Tells whether registers are received without encryption, as it does again when files make it so. */
  tellPlaintext(): void;
};

/** Looks for changed files from now on. */
export function watchLine({
  config,
  terms: first,
  changeLine,
  events,
  logger,
  lookMs = LOOK_MS,
}: WatchLineParts): LineWatch {
  let stamp = stampOfLine(config);
  let plaintext = first.plaintext;

  function warn(): void {
    if (!plaintext) return;
    logger.warn('registers are received without encryption; `smena certificates init` makes certificates');
    events({ code: 'lines.plaintext', level: 'warning', params: {} });
  }

  async function look(): Promise<void> {
    const now = stampOfLine(config);
    if (now === stamp) return;
    stamp = now;
    try {
      const terms = await readLineTerms(config);
      changeLine(terms);
      const ends = endOfLine(terms);
      events({ code: 'lines.keys_changed', level: 'info', params: { validTo: ends === null ? '—' : utcText(ends) } });
      const before = plaintext;
      plaintext = terms.plaintext;
      if (!before) warn();
    } catch (cause) {
      const text = cause instanceof UnusableFile ? `${cause.path}: ${cause.message}` : String(cause);
      logger.error('the certificates of the lines cannot be used, the old ones hold', cause);
      events({ code: 'lines.keys_unusable', level: 'error', params: { cause: text } });
    }
  }

  const loop = startWorkerLoop({
    idleMs: lookMs,
    async turn() {
      await look();
      return false;
    },
    onFailure: (cause, pauseMs) =>
      logger.error(`the certificates could not be looked at, again in ${pauseMs} ms`, cause),
  });
  return { ...loop, tellPlaintext: warn };
}

/** The loop that asks registers: due transfers, silences, and packages that came once more. */
import type { PackageHeader } from '../pipeline/intake/intake.ts';
import type { Transfers } from '../pipeline/transfers/transfers.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import type { Logger } from '../platform/logger.ts';
import { startWorkerLoop, type WorkerLoop } from '../platform/worker-loop.ts';

export type Asking = {
  start(): void;
  /** A transfer was made or changed: look at once. */
  wake(): void;
  /** A package came that lies in the queue already: whoever asked for it is answered by it. */
  noteRepeated(header: PackageHeader): void;
  stop(): Promise<void>;
};

/** A missed hint is made up after so many ms; silences are noticed as late. */
const IDLE_MS = 1_000;

export function createAsking(transfers: Transfers, logger: Logger): Asking {
  let loop: WorkerLoop | null = null;
  return {
    start() {
      loop = startWorkerLoop({
        idleMs: IDLE_MS,
        maxBackoffMs: 5_000,
        turn: transfers.turn,
        onFailure(cause, pauseMs) {
          // The pipeline thread tells when the database goes and comes; here it is only waited for.
          if (!(cause instanceof DatabaseUnavailable))
            logger.error(`asking registers failed, next try in ${pauseMs} ms`, cause);
        },
      });
    },
    wake: () => loop?.wake(),
    noteRepeated({ shopId, registerId, transferStateId, range }) {
      transfers.noteRepeated({ shopId, registerId, stateId: transferStateId, range });
      loop?.wake();
    },
    stop: async () => loop?.stop(),
  };
}

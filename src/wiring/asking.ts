/** The loops that call registers: due transfers, settings to be told, and the timetable. */
import type { PackageHeader } from '../pipeline/intake/intake.ts';
import type { Transfers } from '../pipeline/transfers/transfers.ts';
import { DatabaseUnavailable } from '../platform/database/database.ts';
import type { Logger } from '../platform/logger.ts';
import { startWorkerLoop, type WorkerLoop } from '../platform/worker-loop.ts';

export type Asking = {
  start(): void;
  /** A transfer or a register was made or changed: look at once. */
  wake(): void;
  /** A package came that lies in the queue already: whoever asked for it is answered by it. */
  noteRepeated(header: PackageHeader): void;
  stop(): Promise<void>;
};

/** A turn of a loop, and what waits for all that its turns have begun. */
export type AskingTurn = { turn(): Promise<boolean>; settled?(): Promise<void> };

/** A missed hint is made up after so many ms; silences are noticed as late. */
const IDLE_MS = 1_000;
/** Hints that come one after another, as from a register that sends all of its sales again, are followed up together. */
const GATHER_MS = 50;

/** Each turn gets a loop of its own: a register that is away must not hold up what another is asked or told. */
export function createAsking(
  transfers: Pick<Transfers, 'noteRepeated'>,
  turns: readonly AskingTurn[],
  logger: Logger,
): Asking {
  let loops: WorkerLoop[] = [];
  const loopOf = ({ turn }: AskingTurn) =>
    startWorkerLoop({
      idleMs: IDLE_MS,
      gatherMs: GATHER_MS,
      maxBackoffMs: 5_000,
      turn,
      onFailure(cause, pauseMs) {
        // The pipeline thread tells when the database goes and comes; here it is only waited for.
        if (!(cause instanceof DatabaseUnavailable))
          logger.error(`asking registers failed, next try in ${pauseMs} ms`, cause);
      },
    });
  const wake = () => {
    for (const loop of loops) loop.wake();
  };
  return {
    start() {
      loops = turns.map(loopOf);
    },
    wake,
    noteRepeated({ shopId, registerId, transferStateId, range }) {
      transfers.noteRepeated({ shopId, registerId, stateId: transferStateId, range });
      wake();
    },
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
      await Promise.all(turns.map((one) => one.settled?.()));
    },
  };
}

/**
 * Sending changes of shifts to a program over HTTP: the lines of the feed in their order, a few at a time, each time from the
 * place that the program has acknowledged by its answer. A refusal holds the place and is tried again with growing pauses, so
 * a line may come twice and none is left out.
 */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { pauseMs } from './due.ts';
import type { Reason } from './export-rows.ts';
import { notePosition } from './feed.ts';
import { ensureTarget, readTarget } from './target-rows.ts';

/** Name of the push among the targets. */
export const PUSH = 'push';

export type PushBatch = {
  /** Lines of JSON. */
  body: string;
  /** Names the batch; the same when it is sent again unchanged. */
  delivery: string;
};

/** null = it was taken. Never throws for what the other side does. */
export type SendPush = (batch: PushBatch, signal?: AbortSignal) => Promise<Reason | null>;

export type PushOptions = {
  database: Database<Tables>;
  clock: Clock;
  /** Lines of the feed behind a place, with the place and the cursor of the last of them; null = there are none. */
  readLines: (after: number, limit: number) => Promise<{ body: string; position: number; cursor: string } | null>;
  send: SendPush;
  onChanged: () => void;
};

export type Push = {
  /** Sends one batch when one is due; true = there may be more. Throws DatabaseUnavailable. */
  turn(signal?: AbortSignal): Promise<boolean>;
};

const LINES_A_BATCH = 100;

export function createPush({ database, clock, readLines, send, onChanged }: PushOptions): Push {
  return {
    async turn(signal) {
      await database.transaction((tx) => ensureTarget(tx, clock, '', PUSH, 'push'));
      const row = await readTarget(database, '', PUSH);
      const nextUtc = row?.next_attempt_utc ?? null;
      if (nextUtc !== null && nextUtc > utcText(clock.now())) return false;
      const lines = await readLines(row?.feed_position ?? 0, LINES_A_BATCH);
      if (lines === null) return false;
      const refusal = await send({ body: lines.body, delivery: lines.cursor }, signal);
      // A stop in the middle is nobody's failure; the batch is sent again.
      if (signal?.aborted === true && refusal !== null) return false;
      const hadProblem = row?.problem_code != null;
      if (refusal === null) await noteTaken(lines.position, hadProblem);
      else await noteRefused(refusal, (row?.attempts ?? 0) + 1, hadProblem);
      onChanged();
      return refusal === null;
    },
  };

  async function noteTaken(position: number, hadProblem: boolean): Promise<void> {
    await notePosition(database, clock, { name: PUSH, kind: 'push' }, position);
    if (!hadProblem) return;
    await database.transaction((tx) =>
      recordEvents(tx, clock, [{ code: 'erp.push_back', level: 'info', params: { target: PUSH } }]),
    );
  }

  async function noteRefused({ code, details }: Reason, attempts: number, hadProblem: boolean): Promise<void> {
    const now = clock.now();
    await database.transaction(async (tx) => {
      await tx.run(
        `UPDATE export_target SET attempts = ?, next_attempt_utc = ?, problem_code = ?, problem_details = ?,
         problem_since_utc = COALESCE(problem_since_utc, ?) WHERE shop_id = '' AND target = ?`,
        [attempts, utcText(now + pauseMs(attempts)), code, JSON.stringify(details), utcText(now), PUSH],
      );
      if (hadProblem) return;
      const params = { ...details, target: PUSH, reason: `@${code}` };
      await recordEvents(tx, clock, [{ code: 'erp.push_failed', level: 'error', params }]);
    });
  }
}

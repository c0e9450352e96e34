/**
 * What happens once a day (M37, M42): each date has one slot, and the slot's row is lock, history and watermark. A slot is
 * named by its local time, so it runs once when the hour comes twice, after the hour that is skipped, and once more never, in
 * whichever direction the clock is moved; what was missed while the server slept is made up by one run.
 */
import { record } from '../../audit/audit.ts';
import { toLocal } from '../../domain/local-time.ts';
import { latestSlot, type SlotRule } from '../../domain/time-slots.ts';
import { utcText } from '../../platform/clock.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { Packing } from './packing.ts';

export type DailyTask = 'files' | 'dictionaries' | 'check';
/** `restore`: packages come back out of their archives; never by itself. */
export type ArchiveTask = DailyTask | 'restore';
export type RunOutcome = 'done' | 'partly' | 'failed';

export type ArchiveRuns = {
  /** The slot of the task that is due, or null. Before the very first slot of a new server nothing is. */
  due(task: DailyTask): Promise<string | null>;
  /** Begins a run; `slot` null = by hand. A slot that a crash cut short is begun again. `what` goes into the audit trail. */
  begin(task: ArchiveTask, slot: string | null, startedBy: string | null, what?: object): Promise<number>;
  /** How far a run is, in things it works on. */
  progress(runId: number, done: number, all: number): Promise<void>;
  end(runId: number, outcome: RunOutcome, details: object): Promise<void>;
  /** Days between the last run of the task that ended and now; null when there was none. Negative: the clock was set back. */
  daysSinceLast(task: DailyTask): Promise<number | null>;
};

/** What a task does, as the audit trail calls it. */
const VERBS = { files: 'pack', dictionaries: 'trim', check: 'check', restore: 'restore' } as const;

type Parts = Pick<Packing, 'database' | 'clock' | 'settings'> & { rule: SlotRule };

const DAY_MS = 86_400_000;

export function createArchiveRuns({ database, clock, settings, rule }: Parts): ArchiveRuns {
  return {
    async due(task) {
      const slot = latestSlot(rule, toLocal(clock.now(), settings.timeZone));
      const rows = await database.all<{ slot: string | null; finished: string | null }>(
        `SELECT slot AS slot, finished_utc AS finished FROM archive_run
         WHERE shop_id = '' AND task = ? AND slot IS NOT NULL ORDER BY CASE WHEN slot = ? THEN 0 ELSE 1 END LIMIT 1`,
        [task, slot],
      );
      const [row] = rows;
      if (row?.slot === slot) return row.finished === null ? slot : null;
      if (row !== undefined) return slot;
      await insert(task, slot, null, 'none');
      return null;
    },
    async begin(task, slot, startedBy, what = {}) {
      const known =
        slot === null
          ? undefined
          : await database.get<{ runId: number }>(
              `SELECT run_id AS "runId" FROM archive_run WHERE shop_id = '' AND task = ? AND slot = ?`,
              [task, slot],
            );
      return known?.runId ?? insert(task, slot, startedBy, 'begun', what);
    },
    async progress(runId, done, all) {
      await database.run("UPDATE archive_run SET details = ? WHERE shop_id = '' AND run_id = ?", [
        JSON.stringify({ progress: { done, all } }),
        runId,
      ]);
    },
    async end(runId, outcome, details) {
      await database.run(
        "UPDATE archive_run SET finished_utc = ?, outcome = ?, details = ? WHERE shop_id = '' AND run_id = ?",
        [utcText(clock.now()), outcome, JSON.stringify(details), runId],
      );
    },
    async daysSinceLast(task) {
      const row = await database.get<{ at: string | null }>(
        `SELECT finished_utc AS at FROM archive_run WHERE shop_id = '' AND task = ? AND outcome IN ('done', 'partly', 'none')
         ORDER BY run_id DESC LIMIT 1`,
        [task],
      );
      return row?.at == null ? null : (clock.now() - Date.parse(row.at)) / DAY_MS;
    },
  };

  async function insert(
    task: ArchiveTask,
    slot: string | null,
    startedBy: string | null,
    outcome: string,
    what: object = {},
  ): Promise<number> {
    const now = utcText(clock.now());
    return database.transaction(async (tx) => {
      const runId = await takeNumbers(tx, 'archive_run', 1);
      await tx.run(
        `INSERT INTO archive_run (shop_id, run_id, task, slot, started_utc, finished_utc, outcome, details, started_by)
         VALUES ('', ?, ?, ?, ?, ?, ?, '{}', ?)`,
        [runId, task, slot, now, outcome === 'none' ? now : null, outcome, startedBy],
      );
      // The slot before which a new server did nothing is only remembered.
      if (outcome === 'begun')
        await record(tx, clock, {
          verb: VERBS[task],
          object: 'storage',
          key: task,
          new: { run: runId, slot, ...what },
        });
      return runId;
    });
  }
}

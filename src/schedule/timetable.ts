/**
 * When registers are asked by themselves (M2). The only writer of the tables `schedule` and `schedule_run`.
 *
 * A schedule is a rule over the clock of each shop it covers. Its slots are run once: the row of a run is history and tells
 * how far the schedule has come. Slots that were missed while the server slept are caught up by one run. The requests of a
 * slot are made before its row, so that a crash in between asks once more and never too little; a register that is being
 * asked for new data already is not asked twice. Of several schedules the most specific one holds (`createCoverage`).
 */
import { addSchedule, changeSchedule, removeSchedule } from './change-schedule.ts';
import { forgetOldRuns, type RunResult, runByHand, runDue } from './run-schedule.ts';
import type { NewSchedule, Refusal, ScheduleChange, TimetableParts } from './schedule-types.ts';

export type { RunResult } from './run-schedule.ts';
export type { NewSchedule, Refusal, ScheduleChange, ScheduleScope, TimetableParts } from './schedule-types.ts';

export type Timetable = {
  add(schedule: NewSchedule): Promise<{ ok: true; scheduleId: number } | Refusal>;
  /** A schedule that is resumed begins with its next slot: what it missed while paused is not caught up. */
  change(scheduleId: number, change: ScheduleChange): Promise<{ ok: true } | Refusal>;
  remove(scheduleId: number, author: string | null): Promise<{ ok: true } | Refusal>;
  /** Asks now, whatever the rule says, also when paused; answers how many registers were asked. */
  run(scheduleId: number, author: string | null): Promise<({ ok: true } & RunResult) | Refusal>;
  /** Runs what is due; never asks for more at once. Throws DatabaseUnavailable. */
  turn(): Promise<boolean>;
};

/** Slots begin at whole minutes; looking more often costs a question for each shop and finds nothing. */
const LOOK_MS = 10_000;
const FORGET_EVERY_MS = 3_600_000;

export function createTimetable(parts: TimetableParts): Timetable {
  const { database, clock } = parts;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let forgottenMs = Number.NEGATIVE_INFINITY;

  async function told<T extends { ok: boolean }>(work: Promise<T>): Promise<T> {
    const result = await work;
    if (result.ok) parts.onChanged();
    return result;
  }

  return {
    add: (schedule) => told(database.transaction((tx) => addSchedule(tx, clock, schedule))),
    change: (scheduleId, change) => told(database.transaction((tx) => changeSchedule(tx, clock, scheduleId, change))),
    remove: (scheduleId, author) => told(database.transaction((tx) => removeSchedule(tx, clock, scheduleId, author))),
    run: (scheduleId, author) => told(runByHand(parts, scheduleId, author)),

    async turn() {
      const nowMs = clock.now();
      if (Math.abs(nowMs - lookedMs) < LOOK_MS) return false;
      lookedMs = nowMs;
      if (await runDue(parts)) parts.onChanged();
      if (Math.abs(nowMs - forgottenMs) < FORGET_EVERY_MS) return false;
      forgottenMs = nowMs;
      await forgetOldRuns(database, clock);
      return false;
    },
  };
}

/** Which registers each schedule holds for, and when it asks them next: for the page of schedules and for registers. */
import type { NextSlot } from '../../contracts/web-api.ts';
import { toLocal } from '../domain/local-time.ts';
import { createCoverage, type PlacedRegister, type ScheduleScopeIds } from '../domain/schedule-scope.ts';
import { nextSlot, type SlotRule, slotInstant, slotWatermark } from '../domain/time-slots.ts';
import { utcText } from '../platform/clock.ts';
import type { Statements } from '../platform/database/database.ts';
import { SCHEDULE_PROGRESS, type ScheduleProgress } from '../schema/schedule-sql.ts';

export type CoveringSchedule = ScheduleScopeIds & { scheduleId: number; rule: SlotRule; paused: boolean };

export type CoveredRegister = PlacedRegister & { timeZone: string };

export type Coverage = {
  schedules: readonly CoveringSchedule[];
  /** The schedules that hold for a register. */
  of(register: PlacedRegister): readonly CoveringSchedule[];
  /** The next slot of a schedule in a shop; null while paused. */
  next(schedule: CoveringSchedule, shop: { shopId: string; timeZone: string }, nowMs: number): NextSlot | null;
};

/** Reads every schedule and how far each has come, in all shops or in one. */
export async function readCoverage(database: Statements, shopId: string | null): Promise<Coverage> {
  const rows = await database.all<ScheduleScopeIds & { scheduleId: number; rule: string; paused: number }>(
    `SELECT schedule_id AS "scheduleId", group_id AS "groupId", shop_id AS "shopId", register_id AS "registerId", rule,
       paused FROM schedule ORDER BY schedule_id`,
  );
  const schedules = rows.map((row) => ({ ...row, rule: JSON.parse(row.rule) as SlotRule, paused: row.paused !== 0 }));
  const progress = new Map(
    (schedules.length === 0 ? [] : await readProgress(database, shopId)).map((one) => [
      `${one.scheduleId} ${one.shopId}`,
      one,
    ]),
  );
  return {
    schedules,
    of: createCoverage(schedules),
    next(schedule, shop, nowMs) {
      const come = progress.get(`${schedule.scheduleId} ${shop.shopId}`);
      if (schedule.paused || come === undefined) return null;
      const { lastSlot, sinceUtc, shopUtc, groupedUtc } = come;
      const now = toLocal(nowMs, shop.timeZone);
      const ran = slotWatermark(lastSlot, [sinceUtc, shopUtc, groupedUtc], shop.timeZone);
      // In an hour that comes twice the slots have been run by its first time.
      const slot = nextSlot(schedule.rule, ran > now ? ran : now);
      return { slot, timeZone: shop.timeZone, at: utcText(slotInstant(slot, shop.timeZone)) };
    },
  };
}

function readProgress(database: Statements, shopId: string | null): Promise<ScheduleProgress[]> {
  return shopId === null
    ? database.all<ScheduleProgress>(SCHEDULE_PROGRESS)
    : database.all<ScheduleProgress>(`${SCHEDULE_PROGRESS} WHERE s.shop_id = ?`, [shopId]);
}

/** When the register is asked next, and by which schedule; null = no schedule that runs holds for it. */
export function nextScheduled(
  coverage: Coverage,
  register: CoveredRegister,
  nowMs: number,
): (NextSlot & { scheduleId: number }) | null {
  const slots = coverage.of(register).flatMap((schedule) => {
    const next = coverage.next(schedule, register, nowMs);
    return next === null ? [] : [{ scheduleId: schedule.scheduleId, ...next }];
  });
  return slots.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0] ?? null;
}

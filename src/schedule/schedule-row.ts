/** Rows of the table `schedule` and the shops they are about. */

import { countSlots, type SlotRule, slotWatermark } from '../domain/time-slots.ts';
import { shopCodeOf } from '../pipeline/registers/registers.ts';
import type { Statements } from '../platform/database/database.ts';
import { SCHEDULE_PROGRESS, type ScheduleProgress } from '../schema/schedule-sql.ts';

export type StoredSchedule = {
  scheduleId: number;
  groupId: string;
  shopId: string;
  registerId: string;
  rule: string;
  paused: number;
};

export type PlacedShop = { shopId: string; shopCode: string; timeZone: string; groupId: string | null };

const SCHEDULE = `SELECT schedule_id AS "scheduleId", group_id AS "groupId", shop_id AS "shopId",
  register_id AS "registerId", rule, paused FROM schedule`;

export function readSchedules(database: Statements): Promise<StoredSchedule[]> {
  return database.all<StoredSchedule>(`${SCHEDULE} ORDER BY schedule_id`);
}

export function readSchedule(database: Statements, scheduleId: number): Promise<StoredSchedule | undefined> {
  return database.get<StoredSchedule>(`${SCHEDULE} WHERE schedule_id = ?`, [scheduleId]);
}

export function readShops(database: Statements): Promise<PlacedShop[]> {
  return database.all<PlacedShop>(
    `SELECT shop_id AS "shopId", shop_code AS "shopCode", time_zone AS "timeZone", group_id AS "groupId"
     FROM shop ORDER BY shop_code`,
  );
}

/** How far schedules have come, of one or of all that are not paused. */
export function readProgress(database: Statements, only: number | 'active'): Promise<ScheduleProgress[]> {
  return only === 'active'
    ? database.all<ScheduleProgress>(`${SCHEDULE_PROGRESS} WHERE c.paused = 0`)
    : database.all<ScheduleProgress>(`${SCHEDULE_PROGRESS} WHERE c.schedule_id = ?`, [only]);
}

/** The local time after which slots of the schedule count in the shop. */
export function watermarkOf(progress: ScheduleProgress, timeZone: string): string {
  const { lastSlot, sinceUtc, shopUtc, groupedUtc } = progress;
  return slotWatermark(lastSlot, [sinceUtc, shopUtc, groupedUtc], timeZone);
}

export function ruleOf({ rule }: Pick<StoredSchedule, 'rule'>): SlotRule {
  return JSON.parse(rule) as SlotRule;
}

/** Slots after the watermark, up to and with `upTo`. */
export function slotsSince(rule: SlotRule, progress: ScheduleProgress, timeZone: string, upTo: string): number {
  return countSlots(rule, watermarkOf(progress, timeZone), upTo);
}

/** Where an event about the schedule belongs: to its shop and register, or to the whole server. */
export function placeOf({ shopId, registerId }: Pick<StoredSchedule, 'shopId' | 'registerId'>): {
  shopId?: string;
  registerId?: string;
} {
  return { ...(shopId === '' ? {} : { shopId }), ...(registerId === '' ? {} : { registerId }) };
}

/** How the audit trail names a schedule. */
export async function objectOf(tx: Statements, { scheduleId, shopId }: StoredSchedule) {
  return { object: 'schedule', key: String(scheduleId), shopCode: await shopCodeOf(tx, shopId) } as const;
}

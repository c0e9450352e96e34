/** SQL about schedules that those who run them and those who show them share. */

/** Whether the schedule `c` is about the shop `s`, by itself, by its group or by the whole server. */
export const SCHEDULE_CONCERNS_SHOP =
  "(c.shop_id = s.shop_id OR (c.shop_id = '' AND (c.group_id = '' OR c.group_id = s.group_id)))";

/**
 * How far each schedule has come in each shop that it concerns. `lastSlot` is local to the shop; slots before the UTC
 * moments are nobody's: the schedule, its shop or their bond is newer.
 */
export const SCHEDULE_PROGRESS = `SELECT c.schedule_id AS "scheduleId", s.shop_id AS "shopId",
  (SELECT MAX(t.slot) FROM schedule_run t WHERE t.shop_id = s.shop_id AND t.schedule_id = c.schedule_id) AS "lastSlot",
  c.since_utc AS "sinceUtc", s.created_utc AS "shopUtc",
  CASE WHEN c.group_id = '' THEN NULL ELSE s.grouped_utc END AS "groupedUtc"
  FROM schedule c JOIN shop s ON ${SCHEDULE_CONCERNS_SHOP}`;

export type ScheduleProgress = {
  scheduleId: number;
  shopId: string;
  lastSlot: string | null;
  sinceUtc: string;
  shopUtc: string;
  groupedUtc: string | null;
};

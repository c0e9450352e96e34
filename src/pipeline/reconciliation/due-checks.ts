/** Which shifts changed since the reconciliation looked at them: a closed one at once, an open one when its pause is over. */
import { utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';

export type ShiftToCheck = { shopId: string; shiftId: number };

const CHANGED = `SELECT s.shop_id AS "shopId", s.shift_id AS "shiftId" FROM shift s
  LEFT JOIN shift_check c ON c.shop_id = s.shop_id AND c.shift_id = s.shift_id
  WHERE s.updated_utc >= ? AND (c.revision IS NULL OR c.revision < s.revision)
    AND (s.closed_at IS NOT NULL OR c.checked_utc IS NULL OR c.checked_utc <= ?)
  ORDER BY s.updated_utc LIMIT ?`;

/** Further back than any loading transaction lasts, and than the pause of open shifts. */
const OVERLAP_MS = 10 * 60_000;
/** All shifts are looked through so often, for the case that the clock was set back. */
const WHOLE_LOOK_MS = 60 * 60_000;

export type DueChecks = {
  /** At most `limit` shifts to look at now (UTC ms); an open shift is looked at every `openPauseMs`. */
  find(nowMs: number, openPauseMs: number, limit: number): Promise<ShiftToCheck[]>;
};

/** Looks through all shifts once and then only through those that changed lately, so that history costs nothing. */
export function createDueChecks(database: Database<Tables>): DueChecks {
  let lookedMs: number | null = null;
  let wholeLookMs = 0;
  return {
    async find(nowMs, openPauseMs, limit) {
      const whole = lookedMs === null || Math.abs(nowMs - wholeLookMs) > WHOLE_LOOK_MS;
      const since = whole || lookedMs === null ? '' : utcText(lookedMs - OVERLAP_MS);
      const found = await database.all<ShiftToCheck>(CHANGED, [since, utcText(nowMs - openPauseMs), limit]);
      if (found.length === limit) return found;
      // Nothing older is left, so the next look may begin here.
      lookedMs = nowMs;
      if (whole) wholeLookMs = nowMs;
      return found;
    },
  };
}

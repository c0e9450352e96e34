/**
 * Which shifts are due (M26). A shift waits while the ERP lacks its latest revision; it is due when no pause holds it:
 * a closed one at once with every new revision, an open one when the interval of open shifts is over, one that failed when
 * its pause is over.
 */
import { utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';

export type ShiftIds = { shopId: string; shiftId: number };

/** The target of the exchange folder in `shift_export`. */
export const FOLDER = 'folder';

const COLUMNS = 's.shop_id AS "shopId", s.shift_id AS "shiftId"';
/** Blue in the reconciliation (M21): s = shift. Few are at a time, and they have an index of their own. */
export const STALE = 's.exported_revision < s.revision';
const NO_PAUSE = `(e.next_attempt_utc IS NULL OR e.next_attempt_utc <= ?
  OR (s.closed_at IS NOT NULL AND COALESCE(e.failed_revision, e.revision, 0) < s.revision))`;

const CHANGED = `SELECT ${COLUMNS} FROM shift s
  LEFT JOIN shift_export e ON e.shop_id = s.shop_id AND e.shift_id = s.shift_id AND e.target = '${FOLDER}'
  WHERE s.updated_utc >= ? AND ${STALE} AND ${NO_PAUSE} ORDER BY s.updated_utc LIMIT ?`;
const PAUSE_OVER = `SELECT ${COLUMNS} FROM shift_export e
  JOIN shift s ON s.shop_id = e.shop_id AND s.shift_id = e.shift_id
  WHERE e.next_attempt_utc <= ? AND e.target = '${FOLDER}' AND ${STALE} ORDER BY e.next_attempt_utc LIMIT ?`;

/** Further back than any loading transaction lasts between taking its time and becoming visible. */
const OVERLAP_MS = 10 * 60_000;
/** All shifts are looked through so often, for the case that the clock was set back. */
const WHOLE_LOOK_MS = 60 * 60_000;

export type DueShifts = {
  /** At most `limit` shifts that are due at `nowMs` (UTC). Asked again, it answers what is due then. */
  find(nowMs: number, limit: number): Promise<ShiftIds[]>;
};

/** Looks through all shifts once and then only through those that changed lately, so that history costs nothing. */
export function createDueShifts(database: Database<Tables>): DueShifts {
  let lookedMs: number | null = null;
  let wholeLookMs = 0;

  async function findChanged(nowMs: number, limit: number): Promise<ShiftIds[]> {
    const whole = lookedMs === null || Math.abs(nowMs - wholeLookMs) > WHOLE_LOOK_MS;
    const since = whole || lookedMs === null ? '' : utcText(lookedMs - OVERLAP_MS);
    const found = await database.all<ShiftIds>(CHANGED, [since, utcText(nowMs), limit]);
    if (found.length === limit) return found;
    // Nothing older is left, so the next look may begin here.
    lookedMs = nowMs;
    if (whole) wholeLookMs = nowMs;
    return found;
  }

  return {
    async find(nowMs, limit) {
      const found = await findChanged(nowMs, limit);
      if (found.length === limit) return found;
      const known = new Set(found.map(keyOf));
      const waited = await database.all<ShiftIds>(PAUSE_OVER, [utcText(nowMs), limit]);
      return [...found, ...waited.filter((shift) => !known.has(keyOf(shift)))].slice(0, limit);
    },
  };
}

function keyOf(shift: ShiftIds): string {
  return `${shift.shopId} ${shift.shiftId}`;
}

const FIRST_PAUSE_MS = 15_000;
const LONGEST_PAUSE_MS = 30 * 60_000;

/** The pause after the `attempts`-th failure in a row, in ms: 15 s, doubled each time, at most half an hour. */
export function pauseMs(attempts: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_MS);
}

/** Which stored shift an arriving one is (M7, M8): numbers repeat, so the open time decides. */
import { type LocalTime, wallClockDistance } from './local-time.ts';

/** From this distance of the open times on, the same number means another shift (M7: two days). */
export const ANOTHER_SHIFT_FROM_MS = 48 * 3_600_000;

/** A stored shift of the same register and the same number. */
export type SameNumber = {
  shiftId: number;
  openedAt: LocalTime | null;
  closedAt: LocalTime | null;
  /** Times of its first and last document. */
  firstDocumentAt: LocalTime | null;
  lastDocumentAt: LocalTime | null;
};

export type ShiftMatch =
  | { kind: 'same'; shiftId: number }
  /** `numberRepeated`: the register already has a shift of this number, this is another one. */
  | { kind: 'new'; numberRepeated: boolean }
  /** M8: neither has an open time, so nobody can tell whether they are the same. */
  | { kind: 'not_loaded'; shiftId: number };

/**
 * Compares a shift record with the stored shifts of its number; the nearest open time is the candidate.
 * One null and one not = the same shift; both null = not loaded (M8); 48 h or more apart = another shift (M7).
 */
export function matchShift(openedAt: LocalTime | null, stored: readonly SameNumber[]): ShiftMatch {
  if (stored.length === 0) return { kind: 'new', numberRepeated: false };
  const undated = stored.filter((shift) => shift.openedAt === null);
  if (openedAt === null) {
    const [first] = undated;
    if (first !== undefined) return { kind: 'not_loaded', shiftId: first.shiftId };
    return { kind: 'same', shiftId: latest(stored).shiftId };
  }
  const near = nearest(
    stored.filter((shift) => shift.openedAt !== null),
    (shift) => wallClockDistance(openedAt, shift.openedAt ?? openedAt),
  );
  if (near !== undefined && near.distance < ANOTHER_SHIFT_FROM_MS) return { kind: 'same', shiftId: near.shiftId };
  const byDocuments = nearest(undated, (shift) => lifeDistance(openedAt, lifeOf(shift)));
  if (byDocuments !== undefined) return { kind: 'same', shiftId: byDocuments.shiftId };
  return { kind: 'new', numberRepeated: true };
}

/**
 * The shift of documents that came without a shift record: the one whose life (opening to closing or last document) lies
 * within 48 h of the document's time, else a new one (P6). A document without a time goes to the shift without an open time,
 * else to the latest. M8 does not apply, because no shift record is being loaded.
 */
export function matchShiftOfDocuments(time: LocalTime | null, stored: readonly SameNumber[]): ShiftMatch {
  if (stored.length === 0) return { kind: 'new', numberRepeated: false };
  if (time === null) {
    const undated = stored.find((shift) => shift.openedAt === null);
    return { kind: 'same', shiftId: (undated ?? latest(stored)).shiftId };
  }
  const near = nearest(stored, (shift) => lifeDistance(time, lifeOf(shift)));
  if (near !== undefined && near.distance < ANOTHER_SHIFT_FROM_MS) return { kind: 'same', shiftId: near.shiftId };
  return { kind: 'new', numberRepeated: true };
}

/** From when to when a shift is known to have been going on; null = nothing is known of it, end null = it is still open. */
export type ShiftLife = { start: LocalTime; end: LocalTime | null } | null;

function lifeOf(shift: SameNumber): ShiftLife {
  const start = shift.openedAt ?? shift.firstDocumentAt;
  if (start === null) return null;
  const ends = [start, shift.closedAt ?? start, shift.lastDocumentAt ?? start];
  return { start, end: ends.reduce((last, time) => (time > last ? time : last)) };
}

/** How far a time lies from the life of a shift, in ms; of a shift nothing is known of just near enough to be taken. */
export function lifeDistance(time: LocalTime, life: ShiftLife): number {
  if (life === null) return ANOTHER_SHIFT_FROM_MS - 1;
  if (time < life.start) return wallClockDistance(time, life.start);
  return life.end === null || time <= life.end ? 0 : wallClockDistance(time, life.end);
}

/** The candidate with the smallest distance; of equally near ones the one that was opened last. */
function nearest(
  stored: readonly SameNumber[],
  distanceOf: (shift: SameNumber) => number,
): { shiftId: number; distance: number } | undefined {
  let best: { shift: SameNumber; distance: number } | undefined;
  for (const shift of stored) {
    const distance = distanceOf(shift);
    const further = best === undefined ? -1 : distance - best.distance;
    if (further < 0 || (further === 0 && (shift.openedAt ?? '') > (best?.shift.openedAt ?? '')))
      best = { shift, distance };
  }
  return best === undefined ? undefined : { shiftId: best.shift.shiftId, distance: best.distance };
}

function latest(stored: readonly SameNumber[]): SameNumber {
  return stored.reduce((last, shift) => ((shift.openedAt ?? '') > (last.openedAt ?? '') ? shift : last));
}

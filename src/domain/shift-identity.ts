/** Which stored shift an arriving one is (M7, M8): numbers repeat, so the open time decides. */
import { type LocalTime, wallClockDistance } from './local-time.ts';

/** From this distance of the open times on, the same number means another shift (M7: two days). */
export const ANOTHER_SHIFT_FROM_MS = 48 * 3_600_000;

/** A stored shift of the same register and the same number. */
export type SameNumber = { shiftId: number; openedAt: LocalTime | null };

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
  const undated = stored.find((shift) => shift.openedAt === null);
  if (openedAt === null) {
    if (undated !== undefined) return { kind: 'not_loaded', shiftId: undated.shiftId };
    return { kind: 'same', shiftId: latest(stored).shiftId };
  }
  const near = nearest(openedAt, stored);
  if (near !== undefined && near.distance < ANOTHER_SHIFT_FROM_MS) return { kind: 'same', shiftId: near.shiftId };
  if (undated !== undefined) return { kind: 'same', shiftId: undated.shiftId };
  return { kind: 'new', numberRepeated: true };
}

/**
 * The shift of documents that came without a shift record: the nearest one within 48 h of the document's time, else the
 * one without an open time, else a new one. M8 does not apply, because no shift record is being loaded.
 */
export function matchShiftOfDocuments(time: LocalTime | null, stored: readonly SameNumber[]): ShiftMatch {
  if (stored.length === 0) return { kind: 'new', numberRepeated: false };
  const undated = stored.find((shift) => shift.openedAt === null);
  if (time === null) return { kind: 'same', shiftId: (undated ?? latest(stored)).shiftId };
  const near = nearest(time, stored);
  if (near !== undefined && near.distance < ANOTHER_SHIFT_FROM_MS) return { kind: 'same', shiftId: near.shiftId };
  if (undated !== undefined) return { kind: 'same', shiftId: undated.shiftId };
  return { kind: 'new', numberRepeated: true };
}

function nearest(time: LocalTime, stored: readonly SameNumber[]): { shiftId: number; distance: number } | undefined {
  let best: { shiftId: number; distance: number } | undefined;
  for (const shift of stored) {
    if (shift.openedAt === null) continue;
    const distance = wallClockDistance(time, shift.openedAt);
    if (best === undefined || distance < best.distance) best = { shiftId: shift.shiftId, distance };
  }
  return best;
}

function latest(stored: readonly SameNumber[]): SameNumber {
  return stored.reduce((last, shift) => ((shift.openedAt ?? '') > (last.openedAt ?? '') ? shift : last));
}

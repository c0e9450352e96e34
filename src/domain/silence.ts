/** When a silent register is asked again: silence is not the same as no sales (A6). Pure; times local to the shop. */
import { addWallClock, type LocalTime, localHourOf, wallClockDistance } from './local-time.ts';

/** Days that show the habits of a register, before today. */
export const HABIT_DAYS = 7;
/** In an hour that had sales on so many of those days, receipts are expected. */
const USUAL_FROM_DAYS = 4;
/** A shift that is open longer was forgotten and promises nothing. */
const LONGEST_SHIFT_MS = 24 * 3_600_000;

/** Of the days before today: on how many the register sold at all, and on how many in each local hour 0…23. */
export type Habits = { days: number; daysByHour: readonly number[] };

/** Habits from the local hours `yyyy-MM-ddTHH` in which a register sold, each once. */
export function habitsOf(hours: readonly string[]): Habits {
  const daysByHour = Array.from({ length: 24 }, () => 0);
  for (const hour of hours) daysByHour[Number(hour.slice(11))] = (daysByHour[Number(hour.slice(11))] ?? 0) + 1;
  return { days: new Set(hours.map((hour) => hour.slice(0, 10))).size, daysByHour };
}

export type Expectation = 'open_shift' | 'usual_hour';

/**
 * Why receipts should have come by `now` from a register that has been silent for `silentAfterMs` or longer; null when nothing
 * is expected of it: at night, on a day of rest, before it has ever sold. An open shift counts unless the register does not
 * sell at this hour; without one the hour must be usual, now and `silentAfterMs` ago.
 */
export function receiptsExpected(
  now: LocalTime,
  silentAfterMs: number,
  habits: Habits,
  openShift: { openedAt: LocalTime | null } | null,
): Expectation | null {
  const usual = isUsual(now, habits) && isUsual(addWallClock(now, -silentAfterMs), habits);
  const open =
    openShift !== null && openShift.openedAt !== null && wallClockDistance(openShift.openedAt, now) < LONGEST_SHIFT_MS;
  if (open && (usual || habits.days < USUAL_FROM_DAYS)) return 'open_shift';
  return usual ? 'usual_hour' : null;
}

function isUsual(time: LocalTime, { daysByHour }: Habits): boolean {
  return (daysByHour[Number(localHourOf(time).slice(11))] ?? 0) >= USUAL_FROM_DAYS;
}

/** The pause after the n-th ask in a row that brought nothing, in ms: doubled each time, never above the longest. */
export function askPauseMs(attempts: number, pauses: { firstMs: number; longestMs: number }): number {
  return Math.min(pauses.firstMs * 2 ** Math.min(Math.max(attempts - 1, 0), 20), pauses.longestMs);
}

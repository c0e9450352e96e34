/** The period of a load and the one-week rule (M10). Local times of the shop; both ends are included. */
import { type LocalDate, type LocalTime, localDateOf } from './local-time.ts';

/** From so many calendar days on a load must be confirmed (M10). The setting may be lower, never higher. */
export const CONFIRM_FROM_DAYS = 7;

export type LoadPeriod = { from: LocalTime; to: LocalTime };

export type PeriodFault = 'reversed' | 'future' | 'too_long';

/** The longest period one request may ask for, in days. */
export const LONGEST_PERIOD_DAYS = 3_660;

const DAY_MS = 86_400_000;

/** Calendar days that a period touches, both ends included: 01.11–07.11 is 7. A change of clocks does not count. */
export function daysTouched({ from, to }: LoadPeriod): number {
  return Math.round((dayMs(localDateOf(to)) - dayMs(localDateOf(from))) / DAY_MS) + 1;
}

/** Whether a person must confirm the period; `threshold` is the setting in days, 1…7. */
export function needsConfirmation(period: LoadPeriod, threshold: number = CONFIRM_FROM_DAYS): boolean {
  return daysTouched(period) >= Math.min(threshold, CONFIRM_FROM_DAYS);
}

/** What is wrong with a period, or null. `now` is the local time of the shop. */
export function periodFault(period: LoadPeriod, now: LocalTime): PeriodFault | null {
  if (period.from > period.to) return 'reversed';
  if (localDateOf(period.from) > localDateOf(now)) return 'future';
  return daysTouched(period) > LONGEST_PERIOD_DAYS ? 'too_long' : null;
}

function dayMs(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`);
}

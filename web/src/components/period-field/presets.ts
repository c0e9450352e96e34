import type { LocalDate } from '../../../../src/domain/local-time.ts';
import { addDays, daysOf, startOfMonth, startOfWeek } from './calendar-dates.ts';

export type Period = { from: LocalDate; to: LocalDate };
export type PresetName = 'today' | 'yesterday' | 'week' | 'lastWeek' | 'month' | 'lastMonth' | 'days30';

/** The usual periods, as of a day. */
export function presets(today: LocalDate): Record<PresetName, Period> {
  const monday = startOfWeek(today);
  const first = startOfMonth(today);
  const lastOfPrevious = addDays(first, -1);
  const yesterday = addDays(today, -1);
  return {
    today: { from: today, to: today },
    yesterday: { from: yesterday, to: yesterday },
    week: { from: monday, to: today },
    lastWeek: { from: addDays(monday, -7), to: addDays(monday, -1) },
    month: { from: first, to: today },
    lastMonth: { from: startOfMonth(lastOfPrevious), to: lastOfPrevious },
    days30: { from: addDays(today, -29), to: today },
  };
}

/** The period before (−1) or after (+1), of the same length; it never goes beyond today. */
export function shiftPeriod(period: Period, direction: -1 | 1, today: LocalDate): Period {
  const days = daysOf(period.from, period.to);
  const moved = { from: addDays(period.from, direction * days), to: addDays(period.to, direction * days) };
  if (moved.to <= today) return moved;
  return { from: addDays(today, 1 - days), to: today };
}

export type PeriodProblem = 'notADate' | 'future';
export type PeriodReading = { ok: true; period: Period; swapped: boolean } | { ok: false; problem: PeriodProblem };

/** Judges two dates: reversed ones are swapped, an end in the future is refused. */
export function judgePeriod(from: LocalDate | null, to: LocalDate | null, today: LocalDate): PeriodReading {
  if (from === null || to === null) return { ok: false, problem: 'notADate' };
  const swapped = from > to;
  const period = swapped ? { from: to, to: from } : { from, to };
  if (period.to > today) return { ok: false, problem: 'future' };
  return { ok: true, period, swapped };
}

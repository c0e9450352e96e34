/**
 * Timetables in the local time of a shop: when a slot begins, which is the latest, which comes next. A slot is named by its
 * local time, so that an hour that comes twice runs once; one that the clocks skip runs when they have moved on.
 */
import { addWallClock, type LocalTime, toLocal, toUtc, wallClockDistance } from './local-time.ts';

/** `every`: each so many minutes from `from` to `to` (HH:mm, both included, every day); `daily`: at these times (HH:mm). */
export type SlotRule =
  | { kind: 'every'; minutes: number; from: string; to: string }
  | { kind: 'daily'; times: string[] };

export type SlotRuleFault = 'minutes' | 'time' | 'no_times' | 'reversed';

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const MOST_MINUTES = 24 * 60;

/** What is wrong with a rule, or null. */
export function slotRuleFault(rule: SlotRule): SlotRuleFault | null {
  if (rule.kind === 'daily') {
    if (rule.times.length === 0) return 'no_times';
    return rule.times.every((time) => TIME.test(time)) ? null : 'time';
  }
  if (!Number.isInteger(rule.minutes) || rule.minutes < 1 || rule.minutes > MOST_MINUTES) return 'minutes';
  if (!TIME.test(rule.from) || !TIME.test(rule.to)) return 'time';
  return rule.from <= rule.to ? null : 'reversed';
}

/** The latest slot at or before `now`. */
export function latestSlot(rule: SlotRule, now: LocalTime): LocalTime {
  const today = slotsOfDay(rule, now.slice(0, 10)).filter((slot) => slot <= now);
  return today.at(-1) ?? lastOf(rule, addWallClock(now, -DAY_MS).slice(0, 10));
}

/** The first slot after `now`. */
export function nextSlot(rule: SlotRule, now: LocalTime): LocalTime {
  const today = slotsOfDay(rule, now.slice(0, 10)).find((slot) => slot > now);
  return today ?? firstOf(rule, addWallClock(now, DAY_MS).slice(0, 10));
}

/**
 * The slot that is due: the latest one, when it was not run yet. However many were missed while the server slept, they are
 * caught up by one run. `lastRun` null = the rule is new: what lies before it is not caught up.
 */
export function dueSlot(rule: SlotRule, now: LocalTime, lastRun: LocalTime | null): LocalTime | null {
  const latest = latestSlot(rule, now);
  return lastRun === null || latest <= lastRun ? null : latest;
}

/** Where a schedule begins in a shop: its last slot, or the latest of the moments (UTC) before which slots are nobody's. */
export function slotWatermark(
  lastSlot: LocalTime | null,
  moments: readonly (string | null)[],
  timeZone: string,
): LocalTime {
  const begins = moments.filter((utc) => utc !== null).map((utc) => toLocal(Date.parse(utc), timeZone));
  return [...begins, ...(lastSlot === null ? [] : [lastSlot])].sort().at(-1) ?? '';
}

/** How many slots lie after `after`, up to and with `upTo`. */
export function countSlots(rule: SlotRule, after: LocalTime, upTo: LocalTime): number {
  if (after >= upTo) return 0;
  const within = (date: string) => slotsOfDay(rule, date).filter((slot) => slot > after && slot <= upTo).length;
  const [first, last] = [after.slice(0, 10), upTo.slice(0, 10)];
  if (first === last) return within(first);
  const daysBetween = Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) - 1;
  return within(first) + daysBetween * slotsOfDay(rule, first).length + within(last);
}

/** UTC ms at which the clock of the zone shows the slot for the first time; of a slot that it skips, when it has moved on. */
export function slotInstant(slot: LocalTime, timeZone: string): number {
  const at = Date.parse(toUtc(slot, timeZone));
  if (toLocal(at, timeZone) <= slot) return at;
  // The slot lies in a gap: the first moment at or after it is the end of the gap.
  let [before, after] = [at - DAY_MS, at];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (toLocal(middle, timeZone) < slot) before = middle;
    else after = middle;
  }
  return after;
}

/** How late a slot is that is run now, in ms. A change of clocks makes none late. */
export function slotLateness(slot: LocalTime, nowMs: number, timeZone: string): number {
  return Math.min(nowMs - slotInstant(slot, timeZone), wallClockDistance(toLocal(nowMs, timeZone), slot));
}

const DAY_MS = 86_400_000;

function slotsOfDay(rule: SlotRule, date: string): LocalTime[] {
  if (rule.kind === 'daily') return [...new Set(rule.times)].sort().map((time) => `${date}T${time}:00`);
  const slots: LocalTime[] = [];
  for (let minute = minuteOf(rule.from); minute <= minuteOf(rule.to); minute += rule.minutes)
    slots.push(`${date}T${clockOf(minute)}:00`);
  return slots;
}

function firstOf(rule: SlotRule, date: string): LocalTime {
  return slotsOfDay(rule, date)[0] ?? `${date}T00:00:00`;
}

function lastOf(rule: SlotRule, date: string): LocalTime {
  return slotsOfDay(rule, date).at(-1) ?? `${date}T00:00:00`;
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function clockOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

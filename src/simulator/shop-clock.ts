/** The time of simulated shops: runs faster than the machine's clock, and may leave the nights out. */
import type { LocalTime } from '../domain/local-time.ts';
import { addDays, addSeconds } from './model.ts';

export type ShopClock = {
  now(): LocalTime;
  /** Milliseconds of the machine until a simulated time, at least 1. */
  msUntil(time: LocalTime): number;
};

/** Opening and closing time of a shop as `HH:mm:ss`. */
export type ShopHours = { open: string; close: string };

export type ShopClockOptions = {
  /** Milliseconds of the machine, never set back. */
  machineMs: () => number;
  /** Simulated time at the start, within the hours when nights are skipped. */
  startAt: LocalTime;
  /** 60 = an hour of the shop takes a minute. */
  speed: number;
  hours: ShopHours;
  /** After closing it is opening time of the next day at once. */
  skipNights: boolean;
};

/** Registers have so long after the closing time to close before a skipped night ends. */
const CLOSING_S = 600;

/** Starts the clock now. */
export function createShopClock(options: ShopClockOptions): ShopClock {
  const { machineMs, startAt, speed, hours, skipNights } = options;
  const startMs = machineMs();
  const dayLength = secondsOf(hours.close) - secondsOf(hours.open) + CLOSING_S;
  const startDate = startAt.slice(0, 10);
  const startSecond = secondsOf(startAt.slice(11)) - secondsOf(hours.open);

  function now(): LocalTime {
    const passed = Math.floor(((machineMs() - startMs) / 1000) * speed);
    if (!skipNights) return addSeconds(startAt, passed);
    const trading = startSecond + passed;
    const day = Math.floor(trading / dayLength);
    return addSeconds(`${addDays(startDate, day)}T${hours.open}`, trading - day * dayLength);
  }

  function secondsUntil(time: LocalTime): number {
    const here = now();
    const apart = (Date.parse(`${time}Z`) - Date.parse(`${here}Z`)) / 1000;
    if (!skipNights) return apart;
    const nights = Math.round((Date.parse(time.slice(0, 10)) - Date.parse(here.slice(0, 10))) / 86_400_000);
    return apart - nights * (86_400 - dayLength);
  }

  return { now, msUntil: (time) => Math.max(1, Math.ceil((secondsUntil(time) / speed) * 1000)) };
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

/** Dates of archives and how old they are. */
import { addWallClock, toLocal } from '../../domain/local-time.ts';
import type { Packing } from './packing.ts';

const DAY_MS = 86_400_000;

/** Today in the zone of the server, `yyyy-MM-dd`. */
export function localDate({ clock, settings }: Pick<Packing, 'clock' | 'settings'>): string {
  return toLocal(clock.now(), settings.timeZone).slice(0, 10);
}

/** The last date whose archives have been kept so many days. */
export function lastExpired(today: string, keepDays: number): string {
  return addWallClock(`${today}T00:00:00`, -keepDays * DAY_MS).slice(0, 10);
}

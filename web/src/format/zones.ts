/** Whose clock a time is shown by. */
import { toLocal } from '../../../src/domain/local-time.ts';
import type { Language } from '../../../src/messages/messages.ts';
import { now } from '../api/clock.ts';
import { serverTime } from './format.ts';

/** Minutes by which a zone is ahead of UTC at an instant (ms); undefined = the zone of this browser. */
function offsetOf(zone: string | undefined, ms: number): number {
  if (zone === undefined) return -new Date(ms).getTimezoneOffset();
  return Math.round((Date.parse(`${toLocal(ms, zone)}Z`) - Math.floor(ms / 1_000) * 1_000) / 60_000);
}

/** `UTC+3`, `UTC−3:30`, `UTC`: the zone at an instant (ms). */
export function zoneName(zone: string | undefined, ms: number): string {
  const minutes = offsetOf(zone, ms);
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `UTC${minutes > 0 ? '+' : '\u2212'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** The name of a zone whose clock differs from this browser's at an instant (ms), else null: only then it must be said. */
export function foreignZone(zone: string | undefined, ms: number): string | null {
  return offsetOf(zone, ms) === offsetOf(undefined, ms) ? null : zoneName(zone, ms);
}

/** What must be said of a clock: the zone that is not the browser's; that of the browser where no shop has the say. */
function saidZone(zone: string | undefined, ms: number): string | null {
  return zone === undefined ? zoneName(undefined, ms) : foreignZone(zone, ms);
}

/**
 * The heading of times, with the zone when it is not that of this browser: «Начата, UTC+3». Without a zone – in lists of many
 * shops – the times are by the clock of this browser, and its zone is always named.
 */
export function withZone(heading: string, zone: string | undefined): string {
  const said = saidZone(zone, now());
  return said === null ? heading : `${heading}, ${said}`;
}

/** A UTC time that stands alone, with the zone by the same rule; null is «—». */
export function zonedTime(language: Language, utc: string | null, zone: string | undefined): string {
  const said = utc === null ? null : saidZone(zone, Date.parse(utc));
  return said === null ? serverTime(language, utc, zone) : `${serverTime(language, utc, zone)} ${said}`;
}

/** Times of registers: the shop's local time without a zone, as text that sorts as time. */

/** Local time `yyyy-MM-ddTHH:mm:ss`, no zone (sales-file F10). */
export type LocalTime = string;
/** Local calendar date `yyyy-MM-dd`. */
export type LocalDate = string;

const LOCAL_TIME = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/;

/** Years a register's clock may show; anything else is a broken clock or a broken file. */
export const FIRST_YEAR = 2000;
export const LAST_YEAR = 2100;

const DAY_MS = 86_400_000;

export type LocalTimeResult = { ok: true; value: LocalTime } | { ok: false; fault: 'not_a_time' | 'year_out_of_range' };

/** Reads a register's time; fractions of a second and a zone suffix are dropped (F10: the wall clock counts). */
export function parseLocalTime(text: string): LocalTimeResult {
  const match = LOCAL_TIME.exec(text.trim());
  if (match === null) return { ok: false, fault: 'not_a_time' };
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00'] = match;
  const ms = Date.UTC(+year, +month - 1, +day, +hour, +minute, +second);
  const value = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  if (new Date(ms).toISOString().slice(0, 19) !== value) return { ok: false, fault: 'not_a_time' };
  if (+year < FIRST_YEAR || +year > LAST_YEAR) return { ok: false, fault: 'year_out_of_range' };
  return { ok: true, value };
}

/** The calendar date of a local time. */
export function localDateOf(time: LocalTime): LocalDate {
  return time.slice(0, 10);
}

/** The calendar hour of a local time as `yyyy-MM-ddTHH`. */
export function localHourOf(time: LocalTime): string {
  return time.slice(0, 13);
}

/** Milliseconds between two local times on the wall clock, always ≥ 0; daylight saving does not count (M7). */
export function wallClockDistance(a: LocalTime, b: LocalTime): number {
  return Math.abs(Date.parse(`${a}Z`) - Date.parse(`${b}Z`));
}

/** A local time so many ms later (or earlier, when negative) on the wall clock; daylight saving does not count. */
export function addWallClock(time: LocalTime, ms: number): LocalTime {
  return new Date(Date.parse(`${time}Z`) + ms).toISOString().slice(0, 19);
}

/** A local time of a zone as UTC text `yyyy-MM-ddTHH:mm:ssZ`; of two possible instants the earlier, in a gap the later side. */
export function toUtc(time: LocalTime, timeZone: string): string {
  const wall = Date.parse(`${time}Z`);
  // The offsets of the day before and the day after: whichever side of a change of clocks the time lies on, one is right.
  const before = wall - zoneOffset(wall - DAY_MS, timeZone);
  const after = wall - zoneOffset(wall + DAY_MS, timeZone);
  const [earlier, later] = before < after ? [before, after] : [after, before];
  const isShownThen = earlier + zoneOffset(earlier, timeZone) === wall;
  return `${new Date(isShownThen ? earlier : later).toISOString().slice(0, 19)}Z`;
}

/** UTC milliseconds as the local time of a zone. */
export function toLocal(utcMs: number, timeZone: string): LocalTime {
  return new Date(utcMs + zoneOffset(utcMs, timeZone)).toISOString().slice(0, 19);
}

/** True when the runtime knows the zone by its IANA name (`Europe/Moscow`). */
export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

const offsets = new Map<string, number>();

/** Offset of the zone at an instant in ms; kept per zone and quarter of an hour, because offsets change on quarters only. */
function zoneOffset(utcMs: number, timeZone: string): number {
  const quarter = Math.floor(utcMs / 900_000);
  const key = `${timeZone} ${quarter}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const start = quarter * 900_000;
  const parts: Record<string, string> = {};
  for (const part of formatterOf(timeZone).formatToParts(start)) parts[part.type] = part.value;
  const local = Date.UTC(
    Number(parts.year),
    Number(parts.month) - 1,
    Number(parts.day),
    Number(parts.hour),
    Number(parts.minute),
    Number(parts.second),
  );
  if (offsets.size > 20_000) offsets.clear();
  offsets.set(key, local - start);
  return local - start;
}

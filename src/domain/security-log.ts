/**
 * To which shift of its register a log record belongs (sales-file §8). Cashiers log on before a shift opens and off after it
 * closes, and shifts lie close together: each record must stand in the file of one shift, beside the record it is paired with.
 */
import { type LocalTime, wallClockDistance } from './local-time.ts';

/** A cashier logged on; every other record ends or follows that session (data-model §9.8). */
export const LOG_ON = 3;

/** What a shift must tell of itself here; closedAt null = it lasts until the next one opens. */
export type LogShift = { openedAt: LocalTime; closedAt: LocalTime | null };

/** While no later shift is known, a log-on soon after the close belongs to the closed shift; a later one waits, in ms. */
const SOON_MS = 30 * 60_000;
/** Further from every shift lie shifts that the server does not have, in ms; no log-on reaches so far. */
export const LOG_REACH_MS = 12 * 3_600_000;

/**
 * The shift of a record; null = of none, or of none yet: it may belong to the shift that opens next.
 * `before` is the latest shift of the register that opened at or before the record, `after` the first that opened later
 * (of several at one time the one with the higher and the lower id); `lastLogOn` is the latest log-on at or before the record.
 *
 * From its opening to its closing a record is of the shift. Between two shifts a log-on belongs to the nearer boundary, the
 * later shift when both are as near; other records go where their log-on goes, to the closed shift when it lies before the close.
 */
export function shiftOfLogRecord<S extends LogShift>(
  record: { at: LocalTime; opCode: number },
  lastLogOn: LocalTime | null,
  { before, after }: { before: S | null; after: S | null },
): S | null {
  if (before !== null && !closedBefore(before, record.at)) return before;
  const begun = record.opCode === LOG_ON ? record.at : lastLogOn;
  if (begun === null) return before ?? shiftOfLogOn(record.at, { before, after });
  if (before !== null && !closedBefore(before, begun)) return before;
  return shiftOfLogOn(begun, { before, after });
}

function closedBefore(shift: LogShift, time: LocalTime): boolean {
  return shift.closedAt !== null && shift.closedAt < time;
}

function shiftOfLogOn<S extends LogShift>(
  at: LocalTime,
  { before, after }: { before: S | null; after: S | null },
): S | null {
  const sinceClose = before === null ? Infinity : wallClockDistance(at, before.closedAt ?? at);
  const untilOpen = after === null ? Infinity : wallClockDistance(at, after.openedAt);
  if (sinceClose < untilOpen) return sinceClose <= (after === null ? SOON_MS : LOG_REACH_MS) ? before : null;
  return untilOpen <= LOG_REACH_MS ? after : null;
}

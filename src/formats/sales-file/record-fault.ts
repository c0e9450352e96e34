import type { RecordReason } from './reasons.ts';

/**
 * Why a record cannot be understood. Thrown inside the reading of one record only and turned into a value at its border,
 * where the record is set aside and the rest of the file goes on.
 */
export class RecordFault extends Error {
  readonly reason: RecordReason;
  readonly details: Record<string, string>;

  constructor(reason: RecordReason, details: Record<string, string> = {}) {
    // Without a stack: it is caught a few lines up, and a hostile file can hold millions of faults.
    const depth = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(reason);
    Error.stackTraceLimit = depth;
    this.reason = reason;
    this.details = details;
  }
}

/** Text of a value for a message: short, so that a broken file cannot fill the log. */
export function shown(value: string): string {
  return value.length <= 60 ? value : `${value.slice(0, 57)}...`;
}

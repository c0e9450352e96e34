/** Records that were read once and are stored as text: parsed again for merging and recounting. */
import type { DocumentRecord, ShiftRecord } from '../../domain/sales.ts';
import { readDocument, readReceiptNumber } from './document-record.ts';
import { type JsonObject, parseJsonAt } from './exact-json.ts';
import { Fields } from './fields.ts';
import { defaultReadLimits } from './read-limits.ts';
import { RecordFault } from './record-fault.ts';
import { readShift } from './shift-record.ts';

/** The tree of a stored record, numbers as they were written. Throws a RecordFault when the text is no JSON object. */
export function parseRecord(raw: string): JsonObject {
  const { value, end } = parseJsonAt(raw, 0, defaultReadLimits.maxDepth);
  if (raw.slice(end).trim() !== '') throw new RecordFault('record.not_json', { position: String(end + 1) });
  if (!(value instanceof Map)) throw new RecordFault('record.not_an_object');
  return value;
}

/**
 * A document from its stored text; `registerCode` stands in when the text names none, as when it was first read.
 * Throws a RecordFault, which text that was stored never causes.
 */
export function rereadDocument(raw: string, registerCode: string): DocumentRecord {
  return readDocument(new Fields(parseRecord(raw)), raw, { registerCode });
}

/** A shift from its stored text. Throws a RecordFault, which text that was stored never causes. */
export function rereadShift(raw: string): ShiftRecord {
  return readShift(new Fields(parseRecord(raw)), raw);
}

/** The receipt number that a set-aside record names; null when it names none or its text cannot be read that far. */
export function receiptNumberOf(raw: string): number | null {
  try {
    return readReceiptNumber(new Fields(parseRecord(raw)));
  } catch (fault) {
    // The record was set aside because of such a fault; that it also hides the number is no news.
    if (fault instanceof RecordFault) return null;
    throw fault;
  }
}

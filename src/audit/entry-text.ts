/** An entry as the text that is hashed: every column but the hash itself, as canonical JSON under the names of the columns. */
import { canonicalJson } from '../platform/canonical-json.ts';
import type { AuditEntryRow } from '../schema/tables.ts';

export type EntryWithoutHash = Omit<AuditEntryRow, 'hash'>;

/** The columns in the order of the table. */
export const COLUMNS = [
  'number',
  'happened_utc',
  'actor_kind',
  'actor_name',
  'actor_address',
  'channel',
  'verb',
  'object_kind',
  'object_key',
  'shop_code',
  'old_value',
  'new_value',
  'reason',
  'result',
  'previous',
  'hash',
] as const satisfies (keyof AuditEntryRow)[];

/** The text of an entry, whatever else stands in the row. */
export function entryText(row: EntryWithoutHash): string {
  const columns = COLUMNS.filter((column) => column !== 'hash');
  return canonicalJson(Object.fromEntries(columns.map((column) => [column, row[column]])));
}

/** Writing entries: the only writer of the table `audit_entry`. */
import type { AuditObject, AuditResult, AuditVerb } from '../domain/audit-words.ts';
import { canonicalJson, type Json } from '../platform/canonical-json.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Transaction } from '../platform/database/database.ts';
import { hashOf, takePlaces } from '../platform/hash-chain.ts';
import type { Tables } from '../schema/tables.ts';
import { acting } from './acting.ts';
import { COLUMNS, type EntryWithoutHash, entryText } from './entry-text.ts';

export type Values = { readonly [name: string]: Json | undefined };

export type NewEntry = {
  verb: AuditVerb;
  object: AuditObject;
  /** As people write it (`auditObjects` says how); absent = the whole server. */
  key?: string | undefined;
  /** Absent = of no single shop. */
  shopCode?: string | null | undefined;
  /** What was there; absent = nothing. Never a secret. */
  old?: Values | null | undefined;
  /** What is there now; absent = nothing. Never a secret. */
  new?: Values | null | undefined;
  /** The words of a person, or the code of a refusal. */
  reason?: string | null | undefined;
  /** Absent = done. */
  result?: AuditResult;
};

export const CHAIN = { counter: 'audit_entry', table: 'audit_entry', number: 'number' };

/** Values that are longer are kept as their length and hash: the trail tells what was done and is no copy of it. */
const LONGEST_VALUE = 8_000;
const LONGEST_TEXT = 1_000;

/**
 * Adds entries in the caller's transaction, in the name of whoever acts (`actAs`), so that a change and its entry are there together or
 * not at all. To be called as the last statement of the transaction: from here to its end nobody else adds an entry.
 */
export async function record(
  tx: Transaction<Tables>,
  clock: Clock,
  entries: NewEntry | readonly NewEntry[],
): Promise<void> {
  const all = isList(entries) ? entries : [entries];
  if (all.length === 0) return;
  const { first, previous: before } = await takePlaces(tx, CHAIN, all.length);
  const at = utcText(clock.now());
  let previous = before;
  const rows = all.map((entry, index) => {
    const row = { ...rowOf(entry), number: first + index, happened_utc: at, previous };
    previous = hashOf(entryText(row));
    const whole = { ...row, hash: previous };
    return COLUMNS.map((column) => whole[column]);
  });
  await tx.insertMany('audit_entry', COLUMNS, rows);
}

/** Of two states of an object, what differs: the fields that one of them lacks or has otherwise. */
export function differing(old: Values, now: Values): { old: Values; new: Values } {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (name) => canonicalJson(old[name] ?? null) !== canonicalJson(now[name] ?? null),
  );
  const only = (values: Values) => Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
  return { old: only(old), new: only(now) };
}

function rowOf(entry: NewEntry): Omit<EntryWithoutHash, 'number' | 'happened_utc' | 'previous'> {
  const { actor, channel } = acting();
  return {
    actor_kind: actor.kind,
    actor_name: plain(actor.name),
    actor_address: actor.address === null ? null : plain(actor.address),
    channel,
    verb: entry.verb,
    object_kind: entry.object,
    object_key: plain(entry.key ?? ''),
    shop_code: entry.shopCode == null ? null : plain(entry.shopCode),
    old_value: valueText(entry.old),
    new_value: valueText(entry.new),
    reason: entry.reason == null ? null : plain(entry.reason),
    result: entry.result ?? 'done',
  };
}

/** As every database gives it back: without the characters that one of them cannot keep, and of bounded length. */
function plain(text: string): string {
  return text.replaceAll('\0', '').slice(0, LONGEST_TEXT).toWellFormed();
}

function valueText(values: Values | null | undefined): string | null {
  if (values == null) return null;
  const text = canonicalJson(values);
  if (text.length <= LONGEST_VALUE) return text;
  return canonicalJson({ characters: text.length, sha256: hashOf(text) });
}

function isList(entries: NewEntry | readonly NewEntry[]): entries is readonly NewEntry[] {
  return Array.isArray(entries);
}

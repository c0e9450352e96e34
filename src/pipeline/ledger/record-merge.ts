/**
 * Two copies of one record: the same, one adds to the other, or they disagree.
 * Numbers are compared as decimal text, so `45.0` and `45.00` are equal and nothing passes through floating point.
 * Times are compared as the wall clock shows them: a fraction or a zone behind them says nothing (sales-file F10).
 * Null, an absent key, the text "null" and an empty list all mean "nothing"; keys are compared without case.
 */
import { parseLocalTime } from '../../domain/local-time.ts';
import { JsonNumber, type JsonObject, type JsonValue } from '../../formats/sales-file/sales-file.ts';

export type Difference = { path: string; stored: string; incoming: string };

export type MergeResult =
  /** Equal, or the incoming copy only knows less. */
  | { kind: 'same' }
  /** `merged` holds everything of both. */
  | { kind: 'enriched'; merged: JsonValue }
  /** Both have a value and the values differ; at most 20 places are named. */
  | { kind: 'conflict'; differences: Difference[] };

const MOST_DIFFERENCES = 20;

type Walk = { added: boolean; differences: Difference[] };

/** Compares an incoming copy with the stored one. */
export function mergeRecords(stored: JsonValue, incoming: JsonValue): MergeResult {
  const walk: Walk = { added: false, differences: [] };
  const merged = mergeValues('', stored, incoming, walk);
  if (walk.differences.length > 0) return { kind: 'conflict', differences: walk.differences };
  return walk.added ? { kind: 'enriched', merged } : { kind: 'same' };
}

function mergeValues(path: string, stored: JsonValue, incoming: JsonValue, walk: Walk): JsonValue {
  if (isNothing(incoming)) return stored;
  if (isNothing(stored)) {
    walk.added = true;
    return incoming;
  }
  if (Array.isArray(stored) && Array.isArray(incoming)) return mergeLists(path, stored, incoming, walk);
  if (stored instanceof Map && incoming instanceof Map) return mergeObjects(path, stored, incoming, walk);
  if (scalarText(stored) !== scalarText(incoming)) differ(path, stored, incoming, walk);
  return stored;
}

function mergeLists(path: string, stored: JsonValue[], incoming: JsonValue[], walk: Walk): JsonValue {
  if (stored.length !== incoming.length) {
    differ(path, stored, incoming, walk);
    return stored;
  }
  return stored.map((value, index) => mergeValues(`${path}[${index + 1}]`, value, incoming[index] ?? null, walk));
}

function mergeObjects(path: string, stored: JsonObject, incoming: JsonObject, walk: Walk): JsonValue {
  const merged: JsonObject = new Map(stored);
  const spelling = new Map([...stored.keys()].map((key) => [key.toLowerCase(), key]));
  for (const [key, value] of incoming) {
    const known = spelling.get(key.toLowerCase()) ?? key;
    const inner = mergeValues(path === '' ? known : `${path}.${known}`, merged.get(known) ?? null, value, walk);
    if (!isNothing(inner) || merged.has(known)) merged.set(known, inner);
  }
  return merged;
}

function differ(path: string, stored: JsonValue, incoming: JsonValue, walk: Walk): void {
  if (walk.differences.length >= MOST_DIFFERENCES) return;
  walk.differences.push({ path, stored: shortText(stored), incoming: shortText(incoming) });
}

function isNothing(value: JsonValue): boolean {
  return value === null || value === 'null' || (Array.isArray(value) && value.length === 0);
}

function scalarText(value: JsonValue): string {
  if (value instanceof JsonNumber) return plainDecimal(value.source);
  if (typeof value === 'string') return stringText(value);
  if (Array.isArray(value)) return '[';
  if (value instanceof Map) return '{';
  return String(value);
}

function stringText(value: string): string {
  if (/^-?\d+(\.\d+)?$/.test(value)) return plainDecimal(value);
  const time = parseLocalTime(value);
  return `"${time.ok ? time.value : value}`;
}

/** The shortest text of the same decimal: no trailing zeros of the fraction, no minus zero. Exponents stay as they are. */
function plainDecimal(text: string): string {
  const trimmed = text.includes('.') && !/[eE]/.test(text) ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
  return trimmed === '-0' ? '0' : trimmed;
}

function shortText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  if (value instanceof Map) return '{…}';
  const text = value instanceof JsonNumber ? value.source : String(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** A tree as JSON text; numbers as they were written. */
export function recordText(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(recordText).join(',')}]`;
  if (value instanceof Map)
    return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${recordText(item)}`).join(',')}}`;
  return JSON.stringify(value);
}

/**
 * Typed reading of the members of one JSON object, forgiving about spelling and strict about values:
 * the exact key first, else the same key in another case or with other underscores (registers §10).
 */

import type { LocalTime } from '../../domain/local-time.ts';
import { parseLocalTime } from '../../domain/local-time.ts';
import { parseDecimal } from '../../domain/money.ts';
import type { JsonObject, JsonValue } from './exact-json.ts';
import { JsonNumber } from './exact-json.ts';
import { RecordFault, shown } from './record-fault.ts';

/** A field of the wire: its spelling in the sales file first, then other names of the same thing. */
export type Key = { readonly name: string; readonly names: readonly string[]; readonly folds: readonly string[] };

/** Folded spelling → the exact spelling that needs no folding. */
const registered = new Map<string, string>();

/** Declares a key; call it at the top of a module only. All names of the same letters must be spelled alike everywhere. */
export function key(...names: [string, ...string[]]): Key {
  for (const name of names) {
    const known = registered.get(foldName(name));
    if (known !== undefined && known !== name) throw new Error(`the key ${name} is declared as ${known} elsewhere`);
    registered.set(foldName(name), name);
  }
  return { name: names[0], names, folds: names.map(foldName) };
}

function foldName(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}

/** Spelling in a file → folded spelling when it is a declared key in another form, else null. Bounded: files are hostile. */
const foldCache = new Map<string, string | null>();

function foldOfOtherSpelling(name: string): string | null {
  const cached = foldCache.get(name);
  if (cached !== undefined) return cached;
  const fold = foldName(name);
  const exact = registered.get(fold);
  const result = exact === undefined || exact === name ? null : fold;
  if (foldCache.size > 5_000) foldCache.clear();
  foldCache.set(name, result);
  return result;
}

/** The spelling under which an object holds the key, found as `Fields.value` finds it; undefined = absent. */
export function spellingOf(members: JsonObject, wanted: Key): string | undefined {
  for (const [index, name] of wanted.names.entries()) {
    if (members.has(name)) return name;
    const others = [...members.keys()].filter((other) => foldOfOtherSpelling(other) === wanted.folds[index]);
    if (others.length > 1) throw new RecordFault('record.ambiguous_key', { key: wanted.name });
    if (others.length === 1) return others[0];
  }
  return undefined;
}

type NumberForm = {
  /** Digits behind the dot that are kept. */
  digits: number;
  /** The largest value, positive or negative, in units of the last digit; `limit` is the same as text. */
  max: number;
  limit: string;
  notANumber: 'field.not_integer' | 'field.not_decimal';
};

const INTEGER: NumberForm = {
  digits: 0,
  max: Number.MAX_SAFE_INTEGER,
  limit: '9007199254740991',
  notANumber: 'field.not_integer',
};
/** An amount is a decimal(14,2) in the register (data-model §2); a larger one could overflow the sums of its shift. */
export const MONEY: NumberForm = {
  digits: 2,
  max: 99_999_999_999_999,
  limit: '999999999999.99',
  notANumber: 'field.not_decimal',
};
/** A quantity is a decimal(13,3) in the register. */
const QUANTITY: NumberForm = {
  digits: 3,
  max: 9_999_999_999_999,
  limit: '9999999999.999',
  notANumber: 'field.not_decimal',
};

const noOtherSpellings: ReadonlyMap<string, JsonValue[]> = new Map();

/** Letters that databases refuse: the character zero and halves of surrogate pairs. The raw record keeps them. */
function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd').toWellFormed() : text.toWellFormed();
}

export class Fields {
  readonly #members: JsonObject;
  readonly #path: string;
  #others: ReadonlyMap<string, JsonValue[]> | undefined;

  constructor(members: JsonObject, path = '') {
    this.#members = members;
    this.#path = path;
  }

  /**
   * The value under any spelling of the key; undefined = absent. The names are tried in their order, each exactly and then
   * in another spelling. Two other spellings of one name are a fault, not a guess.
   */
  value(wanted: Key): JsonValue | undefined {
    for (let index = 0; index < wanted.names.length; index += 1) {
      const exact = this.#members.get(wanted.names[index] as string);
      if (exact !== undefined) return exact;
      this.#others ??= this.#collectOtherSpellings();
      if (this.#others.size === 0) continue;
      const found = this.#others.get(wanted.folds[index] as string);
      if (found === undefined) continue;
      if (found.length > 1) throw new RecordFault('record.ambiguous_key', { key: wanted.name });
      return found[0];
    }
    return undefined;
  }

  #collectOtherSpellings(): ReadonlyMap<string, JsonValue[]> {
    let others: Map<string, JsonValue[]> | undefined;
    for (const [name, value] of this.#members) {
      const fold = foldOfOtherSpelling(name);
      if (fold === null) continue;
      others ??= new Map();
      const same = others.get(fold);
      if (same === undefined) others.set(fold, [value]);
      else same.push(value);
    }
    return others ?? noOtherSpellings;
  }

  /** Where a field stands, for a message: `inventPositions[2].price`. */
  pathOf(wanted: Key): string {
    return `${this.#path}${wanted.name}`;
  }

  /** Text; a number is taken as its digits, null and absence as null. */
  text(wanted: Key): string | null {
    const value = this.value(wanted);
    if (value === undefined || value === null) return null;
    if (typeof value === 'string') return storable(value);
    if (value instanceof JsonNumber) return value.source;
    throw new RecordFault('field.not_text', { field: this.pathOf(wanted), value: describe(value) });
  }

  /** Text or '' when absent. */
  textOrEmpty(wanted: Key): string {
    return this.text(wanted) ?? '';
  }

  /** A whole number; a string of digits and `347.0` are accepted. */
  integer(wanted: Key): number | null {
    return this.#decimal(wanted, INTEGER);
  }

  requiredInteger(wanted: Key): number {
    return this.integer(wanted) ?? this.missing(wanted);
  }

  /** Roubles as kopecks, exactly and within decimal(14,2); null = absent or null. */
  kopecks(wanted: Key): number | null {
    return this.#decimal(wanted, MONEY);
  }

  /** A quantity as thousandths, exactly and within decimal(13,3). */
  thousandths(wanted: Key): number | null {
    return this.#decimal(wanted, QUANTITY);
  }

  #decimal(wanted: Key, { digits, max, limit, notANumber }: NumberForm): number | null {
    const value = this.value(wanted);
    if (value === undefined || value === null || value === '') return null;
    const source = value instanceof JsonNumber ? value.source : value;
    if (typeof source !== 'string') return this.fail(notANumber, wanted, describe(source));
    const read = parseDecimal(source, digits);
    if (read.ok && Math.abs(read.value) <= max) return read.value;
    if (read.ok || read.fault === 'too_large') return this.tooLarge(wanted, source, limit);
    if (read.fault === 'too_many_digits' && digits > 0) return this.fail('field.too_many_digits', wanted, source);
    return this.fail(notANumber, wanted, source);
  }

  /** A local time; null, "null" in any case, '' and absence are null (sales-file F11). */
  time(wanted: Key): LocalTime | null {
    const value = this.value(wanted);
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'string' && value.length === 4 && value.toLowerCase() === 'null') return null;
    if (typeof value !== 'string') return this.fail('field.not_time', wanted, describe(value));
    const read = parseLocalTime(value);
    if (read.ok) return read.value;
    return this.fail(read.fault === 'not_a_time' ? 'field.not_time' : 'field.year_out_of_range', wanted, value);
  }

  /** The objects of a list; null and absence are an empty list. */
  list(wanted: Key): Fields[] {
    const value = this.value(wanted);
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw new RecordFault('field.not_list', { field: this.pathOf(wanted) });
    return value.map((item, index) => {
      const path = `${this.pathOf(wanted)}[${index}]`;
      if (!(item instanceof Map)) throw new RecordFault('field.not_object', { field: path });
      return new Fields(item, `${path}.`);
    });
  }

  missing(wanted: Key): never {
    throw new RecordFault('field.missing', { field: this.pathOf(wanted) });
  }

  tooLarge(wanted: Key, value: string, limit: string): never {
    throw new RecordFault('field.too_large', { field: this.pathOf(wanted), value: shown(value), limit });
  }

  fail(
    reason:
      | 'field.not_integer'
      | 'field.not_decimal'
      | 'field.too_many_digits'
      | 'field.negative'
      | 'field.not_time'
      | 'field.year_out_of_range',
    wanted: Key,
    value: string,
  ): never {
    throw new RecordFault(reason, { field: this.pathOf(wanted), value: shown(value) });
  }
}

function describe(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.source;
  if (value instanceof Map) return '{…}';
  return Array.isArray(value) ? '[…]' : String(value);
}

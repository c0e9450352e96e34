/** Reading of fields as the ERP's reader does it, and what a fault costs: one shop or all (sales-file §5). */
import { addKopecks, type Kopecks, parseDecimal } from '../../domain/money.ts';
import { ErpNumber, type ErpObject, type ErpValue, isObject } from './erp-json.ts';

/** Level 1 stops the reading of the shop, level 2 the whole pass for all shops. */
export class Poison extends Error {
  readonly level: 1 | 2;
  readonly rule: string;

  constructor(level: 1 | 2, rule: string, text: string) {
    super(text);
    this.level = level;
    this.rule = rule;
  }
}

/** Where an object stands, put into words only when something is wrong with it. */
type Place = string | { list: string; index: number; of: ErpFields };

export class ErpFields {
  readonly #object: ErpObject;
  readonly #place: Place;
  readonly #level: 1 | 2;

  constructor(object: ErpObject, place: Place, level: 1 | 2 = 1) {
    this.#object = object;
    this.#place = place;
    this.#level = level;
  }

  get where(): string {
    const place = this.#place;
    return typeof place === 'string' ? place : `${place.of.where} ${place.list}[${place.index}]`;
  }

  has(name: string): boolean {
    return this.#object.has(name);
  }

  fail(rule: string, text: string): never {
    throw new Poison(this.#level, rule, `${this.where}: ${text}`);
  }

  raw(name: string): ErpValue {
    const value = this.#object.get(name);
    return value === undefined ? this.fail('required', `the field ${name} is missing`) : value;
  }

  /** F12: a number in place of a string fails. */
  string(name: string): string {
    const value = this.raw(name);
    return typeof value === 'string' ? value : this.fail('F12', `${name} is no string`);
  }

  /** F13: an integer or a string of digits. */
  integer(name: string): number {
    const value = this.raw(name);
    const source = value instanceof ErpNumber ? value.source : value;
    if (typeof source !== 'string' || !/^-?\d{1,15}$/.test(source)) return this.fail('F13', `${name} is no integer`);
    return Number(source);
  }

  /** A decimal that must be there and not null. */
  decimal(name: string, digits = 2): number {
    const value = this.raw(name);
    if (!(value instanceof ErpNumber)) return this.fail('F9', `${name} is no decimal`);
    const read = parseDecimal(value.source, digits);
    return read.ok ? read.value : this.fail('F9', `${name} cannot be read: ${read.fault}`);
  }

  /** One of the four fiscal sums: null and a number without a fraction are both read as absent (F9). */
  fiscalSum(name: string): { sum: Kopecks | null; lost: boolean } {
    const value = this.raw(name);
    if (value === null) return { sum: null, lost: false };
    if (value instanceof ErpNumber && !value.source.includes('.')) return { sum: null, lost: true };
    return { sum: this.decimal(name), lost: false };
  }

  /** F10, F11: a local time whose suffix is ignored, or null; the key must exist. */
  time(name: string): string | null {
    const value = this.raw(name);
    if (value === null || value === 'null') return null;
    const match = typeof value === 'string' ? /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.exec(value) : null;
    return match === null ? this.fail('F10', `${name} is no time`) : match[0];
  }

  list(name: string): ErpFields[] {
    const value = this.raw(name);
    if (!Array.isArray(value)) return this.fail('required', `${name} is no list`);
    return value.map((item, index) => {
      const place = { list: name, index, of: this };
      if (isObject(item)) return new ErpFields(item, place, this.#level);
      throw new Poison(this.#level, 'required', `${this.where} ${name}[${index}] is no object`);
    });
  }

  optionalList(name: string): ErpFields[] {
    return this.has(name) ? this.list(name) : [];
  }
}

/** Adds two amounts; a sum that no amount can hold stops the reading of the shop. */
export function erpSum(a: Kopecks, b: Kopecks): Kopecks {
  try {
    return addKopecks(a, b);
  } catch (error) {
    if (error instanceof RangeError) throw new Poison(1, 'F9', 'the sum of the amounts is too large');
    throw error;
  }
}

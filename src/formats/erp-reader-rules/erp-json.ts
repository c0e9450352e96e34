/**
 * JSON as the ERP's reader takes it: the first object of a piece of text, what follows it is ignored.
 * A parser of its own, for three things that the platform's does not tell: how a number was written, where the object ends,
 * and that a member was named twice. It is not the one that reads what registers send: one fault must not hide in both.
 */

/** A number with the text it was written as: the reader tells `600` from `600.00`. */
export class ErpNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** Of a member that is named twice the last value stands, as the reader takes it. */
export type ErpObject = Map<string, ErpValue>;
export type ErpValue = string | boolean | null | ErpNumber | ErpValue[] | ErpObject;

/** `rest` is what the reader never looks at; `repeated`: some object of it names a member twice. */
export type FirstObject = { ok: true; value: ErpObject; rest: string; repeated: boolean } | { ok: false };

/** Takes the first JSON object of the text. */
export function firstObject(text: string): FirstObject {
  const start = text.search(/\S/);
  if (start < 0 || text.charCodeAt(start) !== OPENING_BRACE) return { ok: false };
  const parser = new Parser(text, start);
  const value = parser.object(1);
  if (value === undefined) return { ok: false };
  return { ok: true, value, rest: text.slice(parser.position), repeated: parser.repeated };
}

/** True for a JSON object, not for a list, a number or null. */
export function isObject(value: ErpValue | undefined): value is ErpObject {
  return value instanceof Map;
}

/** Deeper text is taken for broken: no document is, and parsing it would exhaust the stack. */
const MAX_DEPTH = 200;

const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORDS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** Every function answers undefined when the text is no JSON. */
class Parser {
  readonly #text: string;
  position: number;
  repeated = false;

  constructor(text: string, position: number) {
    this.#text = text;
    this.position = position;
  }

  object(depth: number): ErpObject | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const members: ErpObject = new Map();
    this.position += 1;
    if (this.#takes(CLOSING_BRACE)) return members;
    for (let count = 1; ; count += 1) {
      const name = this.#peek() === QUOTE ? this.#string() : undefined;
      if (name === undefined || !this.#takes(COLON)) return undefined;
      const value = this.#value(depth);
      if (value === undefined) return undefined;
      members.set(name, value);
      if (members.size !== count) {
        this.repeated = true;
        count = members.size;
      }
      if (this.#takes(CLOSING_BRACE)) return members;
      if (!this.#takes(COMMA)) return undefined;
    }
  }

  #list(depth: number): ErpValue[] | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const items: ErpValue[] = [];
    this.position += 1;
    if (this.#takes(CLOSING_BRACKET)) return items;
    for (;;) {
      const item = this.#value(depth);
      if (item === undefined) return undefined;
      items.push(item);
      if (this.#takes(CLOSING_BRACKET)) return items;
      if (!this.#takes(COMMA)) return undefined;
    }
  }

  #value(depth: number): ErpValue | undefined {
    switch (this.#peek()) {
      case QUOTE:
        return this.#string();
      case OPENING_BRACE:
        return this.object(depth + 1);
      case OPENING_BRACKET:
        return this.#list(depth + 1);
      default:
        return this.#number() ?? this.#word();
    }
  }

  /** The code of the next character that is not white space; NaN at the end. */
  #peek(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.position);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
      this.position += 1;
    }
  }

  #takes(code: number): boolean {
    if (this.#peek() !== code) return false;
    this.position += 1;
    return true;
  }

  #string(): string | undefined {
    const text = this.#text;
    const start = this.position + 1;
    for (let at = start; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.position = at + 1;
        return text.slice(start, at);
      }
      if (code === BACKSLASH) return this.#escapedString(start, at);
      // Also true at the end of the text, where the code is NaN.
      if (!(code >= 0x20)) return undefined;
    }
  }

  #escapedString(start: number, firstEscape: number): string | undefined {
    let at = firstEscape;
    while (at < this.#text.length && this.#text.charCodeAt(at) !== QUOTE) {
      at += this.#text.charCodeAt(at) === BACKSLASH ? 2 : 1;
    }
    this.position = at + 1;
    try {
      return JSON.parse(this.#text.slice(start - 1, at + 1)) as string;
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  #number(): ErpNumber | undefined {
    NUMBER.lastIndex = this.position;
    if (!NUMBER.test(this.#text)) return undefined;
    const start = this.position;
    this.position = NUMBER.lastIndex;
    return new ErpNumber(this.#text.slice(start, this.position));
  }

  #word(): boolean | null | undefined {
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.position)) continue;
      this.position += word.length;
      return value;
    }
    return undefined;
  }
}

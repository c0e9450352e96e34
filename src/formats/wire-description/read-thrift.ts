/** The structures, services and enums of a .thrift file, as far as numbers of fields go; everything else is passed by. */
import { DescriptionFault, type RawDescription, type RawField } from './raw-description.ts';

type Tokens = { list: readonly Token[]; at: number };
type Token = { text: string; line: number };

/** Words that stand before a definition of fields. */
const STRUCTURES = new Set(['struct', 'exception', 'union']);

/** Reads the text of a .thrift. Throws a DescriptionFault with the line. */
export function readThrift(text: string): RawDescription {
  const tokens: Tokens = { list: tokenize(text), at: 0 };
  const messages: RawDescription['messages'] = new Map();
  const enums = new Map<string, Map<string, number>>();
  const typedefs = new Map<string, string>();
  while (tokens.at < tokens.list.length) {
    const word = next(tokens).text;
    if (STRUCTURES.has(word)) messages.set(next(tokens).text, readFields(tokens, '{', '}'));
    else if (word === 'enum') enums.set(next(tokens).text, readEnum(tokens));
    else if (word === 'service') readService(tokens, messages);
    else if (word === 'typedef') {
      const type = readType(tokens);
      typedefs.set(next(tokens).text, type.name);
    }
  }
  if (messages.size === 0)
    throw new DescriptionFault('description.unreadable_thrift', { line: 1, detail: 'struct, service' });
  for (const fields of messages.values())
    for (const field of fields.values()) field.type = plainType(field.type, enums, typedefs);
  return { messages, typeOfSales: enums.get('TypeOfSales') ?? null };
}

const TOKEN = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_][\w.]*|-?\d[\w.]*|\S/g;
const MOST_TOKENS = 50_000;

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let before = 0;
  for (const match of text.matchAll(TOKEN)) {
    line += text.slice(before, match.index).split('\n').length - 1;
    before = match.index;
    if (/^(\/\*|\/\/|#)/.test(match[0])) continue;
    tokens.push({ text: match[0], line });
    if (tokens.length > MOST_TOKENS) throw new DescriptionFault('description.too_large', { limit: MOST_TOKENS });
  }
  return tokens;
}

function next(tokens: Tokens): Token {
  const token = tokens.list[tokens.at];
  if (token === undefined) throw fault(tokens, 'EOF');
  tokens.at += 1;
  return token;
}

function peek(tokens: Tokens): string {
  return tokens.list[tokens.at]?.text ?? '';
}

function expect(tokens: Tokens, text: string): void {
  if (peek(tokens) !== text) throw fault(tokens, peek(tokens) || 'EOF');
  tokens.at += 1;
}

function fault({ list, at }: Tokens, detail: string): DescriptionFault {
  const line = list[Math.min(at, list.length - 1)]?.line ?? 1;
  return new DescriptionFault('description.unreadable_thrift', { line, detail: detail.slice(0, 60) });
}

/** `1: optional string cashId = "x" (annotation),` up to the closing sign. */
function readFields(tokens: Tokens, open: string, close: string): Map<string, RawField> {
  expect(tokens, open);
  const fields = new Map<string, RawField>();
  while (peek(tokens) !== close) {
    const number = next(tokens).text;
    if (!/^-?\d{1,9}$/.test(number)) throw fault({ ...tokens, at: tokens.at - 1 }, number);
    expect(tokens, ':');
    if (peek(tokens) === 'required' || peek(tokens) === 'optional') tokens.at += 1;
    const { name: type, repeated } = readType(tokens);
    const name = next(tokens).text;
    if (peek(tokens) === '=') skipValue(tokens);
    skipAnnotation(tokens);
    if (peek(tokens) === ',' || peek(tokens) === ';') tokens.at += 1;
    fields.set(name, { number: Number(number), type, repeated });
  }
  tokens.at += 1;
  return fields;
}

/** A list or set counts as many of its inner type; a map has a type of its own. */
function readType(tokens: Tokens): { name: string; repeated: boolean } {
  const name = next(tokens).text;
  if (peek(tokens) !== '<') return { name, repeated: false };
  tokens.at += 1;
  const inner = readType(tokens);
  if (peek(tokens) === ',') {
    tokens.at += 1;
    readType(tokens);
  }
  expect(tokens, '>');
  return name === 'map' ? { name, repeated: false } : { name: inner.name, repeated: true };
}

function skipValue(tokens: Tokens): void {
  tokens.at += 1;
  let depth = 0;
  do {
    const { text } = next(tokens);
    if (text === '{' || text === '[') depth += 1;
    if (text === '}' || text === ']') depth -= 1;
  } while (depth > 0);
}

function skipAnnotation(tokens: Tokens): void {
  if (peek(tokens) !== '(') return;
  while (next(tokens).text !== ')');
}

function readEnum(tokens: Tokens): Map<string, number> {
  expect(tokens, '{');
  const values = new Map<string, number>();
  let value = 0;
  while (peek(tokens) !== '}') {
    const name = next(tokens).text;
    if (peek(tokens) === '=') {
      tokens.at += 1;
      value = Number(next(tokens).text);
      if (!Number.isSafeInteger(value)) throw fault(tokens, name);
    }
    skipAnnotation(tokens);
    if (peek(tokens) === ',' || peek(tokens) === ';') tokens.at += 1;
    values.set(name, value);
    value += 1;
  }
  tokens.at += 1;
  return values;
}

/** The arguments of a method are the message of its name. */
function readService(tokens: Tokens, messages: RawDescription['messages']): void {
  while (peek(tokens) !== '{') next(tokens);
  tokens.at += 1;
  while (peek(tokens) !== '}') {
    if (peek(tokens) === 'oneway') tokens.at += 1;
    readType(tokens);
    messages.set(next(tokens).text, readFields(tokens, '(', ')'));
    if (peek(tokens) === 'throws') {
      tokens.at += 1;
      readFields(tokens, '(', ')');
    }
    skipAnnotation(tokens);
    if (peek(tokens) === ',' || peek(tokens) === ';') tokens.at += 1;
  }
  tokens.at += 1;
}

const BASIC = new Set(['bool', 'byte', 'i8', 'i16', 'i32', 'i64', 'double', 'string', 'binary', 'map']);

function plainType(type: string, enums: ReadonlyMap<string, unknown>, typedefs: ReadonlyMap<string, string>): string {
  let name = type;
  for (let step = 0; step < 10 && typedefs.has(name); step += 1) name = typedefs.get(name) ?? name;
  if (BASIC.has(name)) return name;
  return enums.has(name) ? 'enum' : 'struct';
}

/** JSON as the ERP's reader takes it: the first object of a piece of text, what follows it is ignored. */

/** A number with the text it was written as: the reader tells `600` from `600.00`. */
export class ErpNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type ErpObject = { [name: string]: ErpValue };
export type ErpValue = string | boolean | null | ErpNumber | ErpValue[] | ErpObject;

export type FirstObject = { ok: true; value: ErpObject; rest: string } | { ok: false };

/** Takes the first JSON object of the text; `rest` is what the reader never looks at. */
export function firstObject(text: string): FirstObject {
  const start = text.search(/\S/);
  if (start < 0 || text[start] !== '{') return { ok: false };
  const end = endOfObject(text, start);
  if (end < 0) return { ok: false };
  const value = parseWithSources(text.slice(start, end));
  return isObject(value) ? { ok: true, value, rest: text.slice(end) } : { ok: false };
}

function parseWithSources(text: string): ErpValue | undefined {
  const keepSource = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' ? new ErpNumber(context?.source ?? String(value)) : value;
  try {
    return JSON.parse(text, keepSource) as ErpValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** True for a JSON object, not for a list, a number or null. */
export function isObject(value: ErpValue | undefined): value is ErpObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ErpNumber);
}

/** Deeper text is taken for broken: no document is, and parsing it would exhaust the stack. */
const MAX_DEPTH = 200;

/** The place behind the brace that closes the one at `start`; -1 when there is none. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  const interesting = /["{}[\]]/g;
  interesting.lastIndex = start;
  for (let match = interesting.exec(text); match !== null; match = interesting.exec(text)) {
    if (match[0] === '"') {
      interesting.lastIndex = endOfString(text, match.index);
      if (interesting.lastIndex === 0) return -1;
    } else {
      depth += match[0] === '{' || match[0] === '[' ? 1 : -1;
      if (depth === 0) return match.index + 1;
      if (depth > MAX_DEPTH) return -1;
    }
  }
  return -1;
}

/** The place behind the closing quote of the string at `start`; 0 when it does not end. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return 0;
}

const STRING_OR_KEY = /"(?:[^"\\]|\\.)*"(\s*:)?/gs;

/** True when some object of the text names a member twice; the parser would silently keep the last. */
export function hasRepeatedMember(text: string, parsed: ErpValue): boolean {
  let written = 0;
  for (const match of text.matchAll(STRING_OR_KEY)) if (match[1] !== undefined) written += 1;
  return written !== memberCount(parsed);
}

function memberCount(value: ErpValue): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + memberCount(item), 0);
  if (!isObject(value)) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + 1 + memberCount(item), 0);
}

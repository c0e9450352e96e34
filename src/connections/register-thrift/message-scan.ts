/**
 * Finds where a Thrift message ends, without keeping or decoding it. An unframed connection tells the size of a message
 * nowhere, so its structure is followed from byte to byte: what arrived, and what a length inside it has announced. Nothing
 * is allocated for an announced length, and depth and number of values are bounded, so that no message costs more than it is
 * long.
 */
export type Protocol = 'binary' | 'compact';

/** `type` is 1 for a call, 2 for a reply, 3 for an exception, 4 for a call without a reply. */
export type MessageHead = { readonly name: string; readonly type: number; readonly sequence: number };

export type MessageScan = {
  /**
   * Follows the next bytes; answers how many of them belong to the message: fewer than given only when it ends among them.
   * Throws a ScanFault when they are no Thrift.
   */
  push(bytes: Buffer): number;
  isWhole(): boolean;
  /** Bytes that the message has at least. */
  atLeast(): number;
  /** Undefined as long as it has not arrived. */
  head(): MessageHead | undefined;
};

/** A structure that can not be followed further. */
export class ScanFault extends Error {
  constructor(what: string) {
    super(`Thrift message: ${what}`);
    this.name = 'ScanFault';
  }
}

/** Longest name of a method; real ones have some ten letters. */
export const MAX_NAME_BYTES = 256;
/** Structures inside each other. */
const MAX_DEPTH = 32;
/** Values of one message; a package has eleven. */
const MAX_VALUES = 10_000;

/** A scan of one message from its first byte on. */
export function scanMessage(protocol: Protocol): MessageScan {
  const cursor: Cursor = { chunk: Buffer.alloc(0), at: 0, before: 0, announced: 0, values: 0 };
  let head: MessageHead | undefined;
  let whole = false;

  function* follow(): Walk<void> {
    const { readHead, value, structure } = protocol === 'binary' ? binary : compact;
    head = yield* readHead(cursor);
    yield* value(cursor, structure, 0);
  }

  const walk = follow();
  return {
    push(bytes) {
      cursor.before += cursor.at;
      cursor.chunk = bytes;
      cursor.at = 0;
      whole = walk.next().done === true;
      return cursor.at;
    },
    isWhole: () => whole,
    atLeast: () => cursor.before + cursor.at + cursor.announced,
    head: () => head,
  };
}

/** A step of a scan: it is left whenever more bytes are needed, and goes on when they are there. */
type Walk<Result> = Generator<void, Result, void>;

type Cursor = {
  chunk: Buffer;
  at: number;
  /** Bytes of the message before this chunk. */
  before: number;
  /** Bytes that must follow and have not arrived. */
  announced: number;
  values: number;
};

type Rules = {
  readHead: (cursor: Cursor) => Walk<MessageHead>;
  /** Type code of a structure. */
  structure: number;
  value: (cursor: Cursor, type: number, depth: number) => Walk<void>;
};

const binary: Rules = { readHead: readBinaryHead, structure: 12, value: skipBinary };
const compact: Rules = { readHead: readCompactHead, structure: 12, value: skipCompact };

function* byte(cursor: Cursor): Walk<number> {
  while (cursor.at === cursor.chunk.length) yield;
  cursor.at += 1;
  return cursor.chunk[cursor.at - 1] ?? 0;
}

function* skip(cursor: Cursor, count: number): Walk<void> {
  cursor.announced = count;
  for (;;) {
    const here = Math.min(cursor.announced, cursor.chunk.length - cursor.at);
    cursor.at += here;
    cursor.announced -= here;
    if (cursor.announced === 0) return;
    yield;
  }
}

function* text(cursor: Cursor, length: number): Walk<string> {
  if (length < 0 || length > MAX_NAME_BYTES) throw new ScanFault(`a name of ${length} bytes`);
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index += 1) bytes[index] = yield* byte(cursor);
  return bytes.toString('utf8');
}

function* int32(cursor: Cursor): Walk<number> {
  let number = 0;
  for (let index = 0; index < 4; index += 1) number = (number << 8) | (yield* byte(cursor));
  return number;
}

function* binaryLength(cursor: Cursor): Walk<number> {
  const length = yield* int32(cursor);
  if (length < 0) throw new ScanFault(`a length of ${length}`);
  return length;
}

const VERSION = 0x8001_0000 | 0;
const VERSION_MASK = 0xffff_0000 | 0;

function* readBinaryHead(cursor: Cursor): Walk<MessageHead> {
  const first = yield* int32(cursor);
  if (first < 0) {
    if ((first & VERSION_MASK) !== VERSION) throw new ScanFault('another version of the binary protocol');
    const name = yield* text(cursor, yield* int32(cursor));
    return { name, type: first & 0xff, sequence: yield* int32(cursor) };
  }
  // The older form begins with the name.
  const name = yield* text(cursor, first);
  const type = yield* byte(cursor);
  return { name, type, sequence: yield* int32(cursor) };
}

/** Sizes of values that have one: bool, byte, double, i16, i32, i64, uuid. */
const BINARY_SIZES: Readonly<Record<number, number>> = { 2: 1, 3: 1, 4: 8, 6: 2, 8: 4, 10: 8, 16: 16 };
const [BINARY_STRING, BINARY_STRUCT, BINARY_MAP, BINARY_SET, BINARY_LIST] = [11, 12, 13, 14, 15];

function* skipBinary(cursor: Cursor, type: number, depth: number): Walk<void> {
  count(cursor, depth);
  const size = BINARY_SIZES[type];
  if (size !== undefined) return yield* skip(cursor, size);
  if (type === BINARY_STRING) return yield* skip(cursor, yield* binaryLength(cursor));
  if (type === BINARY_STRUCT) {
    for (let field = yield* byte(cursor); field !== 0; field = yield* byte(cursor)) {
      yield* skip(cursor, 2);
      yield* skipBinary(cursor, field, depth + 1);
    }
    return;
  }
  if (type !== BINARY_LIST && type !== BINARY_SET && type !== BINARY_MAP) throw new ScanFault(`a type ${type}`);
  const types = [yield* byte(cursor)];
  if (type === BINARY_MAP) types.push(yield* byte(cursor));
  const length = yield* binaryLength(cursor);
  yield* skipItems(cursor, { types, length, sizes: BINARY_SIZES, value: skipBinary }, depth);
}

function* varint(cursor: Cursor): Walk<number> {
  let number = 0;
  for (let index = 0; index < 10; index += 1) {
    const next = yield* byte(cursor);
    number += (next & 0x7f) * 2 ** (7 * index);
    if (next < 0x80) return number;
  }
  throw new ScanFault('a number of more than ten bytes');
}

const COMPACT_ID = 0x82;
const COMPACT_VERSION = 1;

function* readCompactHead(cursor: Cursor): Walk<MessageHead> {
  const id = yield* byte(cursor);
  const versionAndType = yield* byte(cursor);
  if (id !== COMPACT_ID || (versionAndType & 0x1f) !== COMPACT_VERSION) {
    throw new ScanFault('another version of the compact protocol');
  }
  const sequence = (yield* varint(cursor)) | 0;
  const name = yield* text(cursor, yield* varint(cursor));
  return { name, type: versionAndType >> 5, sequence };
}

/** Sizes of values that have one: bool inside a container (true, false), byte, double, uuid. */
const COMPACT_SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 1, 7: 8, 13: 16 };
const [COMPACT_STRING, COMPACT_LIST, COMPACT_SET, COMPACT_MAP, COMPACT_STRUCT] = [8, 9, 10, 11, 12];

function* skipCompact(cursor: Cursor, type: number, depth: number): Walk<void> {
  count(cursor, depth);
  const size = COMPACT_SIZES[type];
  if (size !== undefined) return yield* skip(cursor, size);
  // i16, i32, i64.
  if (type >= 4 && type <= 6) return void (yield* varint(cursor));
  if (type === COMPACT_STRING) return yield* skip(cursor, yield* varint(cursor));
  if (type === COMPACT_STRUCT) return yield* skipCompactFields(cursor, depth);
  if (type !== COMPACT_LIST && type !== COMPACT_SET && type !== COMPACT_MAP) throw new ScanFault(`a type ${type}`);
  yield* skipItems(cursor, { ...(yield* compactItems(cursor, type)), sizes: COMPACT_SIZES, value: skipCompact }, depth);
}

function* skipCompactFields(cursor: Cursor, depth: number): Walk<void> {
  for (;;) {
    const head = yield* byte(cursor);
    const field = head & 0x0f;
    if (field === 0) return;
    // Without a step from the field before, the number of the field follows.
    if (head < 0x10) yield* varint(cursor);
    // A bool is told by the type of its field.
    if (field > 2) yield* skipCompact(cursor, field, depth + 1);
    else count(cursor, depth);
  }
}

function* compactItems(cursor: Cursor, type: number): Walk<{ types: number[]; length: number }> {
  if (type === COMPACT_MAP) {
    const length = yield* varint(cursor);
    const types = length === 0 ? 0 : yield* byte(cursor);
    return { types: [types >> 4, types & 0x0f], length };
  }
  const head = yield* byte(cursor);
  return { types: [head & 0x0f], length: head >= 0xf0 ? yield* varint(cursor) : head >> 4 };
}

type Items = {
  /** Types of one item: one of a list, two of a map. */
  types: number[];
  length: number;
  sizes: Readonly<Record<number, number>>;
  value: Rules['value'];
};

function* skipItems(cursor: Cursor, { types, length, sizes, value }: Items, depth: number): Walk<void> {
  if (length === 0) return;
  const size = types.reduce((sum, type) => sum + (sizes[type] ?? Number.NaN), 0);
  if (!Number.isNaN(size)) return yield* skip(cursor, length * size);
  if (length > MAX_VALUES) throw new ScanFault(`${length} values`);
  for (let index = 0; index < length; index += 1) {
    for (const type of types) yield* value(cursor, type, depth + 1);
  }
}

function count(cursor: Cursor, depth: number): void {
  cursor.values += 1;
  if (cursor.values > MAX_VALUES) throw new ScanFault(`more than ${MAX_VALUES} values`);
  if (depth > MAX_DEPTH) throw new ScanFault(`more than ${MAX_DEPTH} structures inside each other`);
}

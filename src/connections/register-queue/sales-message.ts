/** From a message of the queue to a package, and nothing else (registers §11): `cashCode` is the register id, not its number (T10). */
import type { MessageParams, ReasonCode } from '../../messages/messages.ts';
import { type IncomingPackage, type PackageRange, shortId } from '../../pipeline/intake/intake.ts';
import { rhea } from './bounded-rhea.ts';

/** Words of the properties that mean a package of sales. */
const SALE = 'sale';
const NEEDED = ['messageType', 'cashCode'] as const;

/**
 * Reads one message. What is no package of sales is kept whole as a `frame` with the reason, for a person: left in the queue
 * it would come again and again, and rejected it would be lost. Whether the body is an archive is seen later.
 */
export function readSalesMessage(bytes: Buffer): IncomingPackage {
  const message = decode(bytes);
  if (message === undefined) return wrongMessage(bytes, {}, 'queue.unreadable', {});
  const words = (message.application_properties ?? {}) as Words;
  const missing = NEEDED.filter((name) => textOf(words[name]) === '');
  if (missing.length > 0) return wrongMessage(bytes, words, 'queue.no_properties', { missing: missing.join(', ') });
  const type = textOf(words.messageType);
  if (type !== SALE) return wrongMessage(bytes, words, 'queue.wrong_type', { type: shortId(type) });
  const body = bodyOf(message);
  if (body === undefined) return wrongMessage(bytes, words, 'queue.no_body', {});
  return { ...senderOf(words, message), range: rangeOf(words), body };
}

type Message = ReturnType<typeof rhea.message.decode>;
type Words = Record<string, unknown>;

function decode(bytes: Buffer): Message | undefined {
  try {
    return rhea.message.decode(bytes);
  } catch {
    // Whatever the reader stumbled over, the bytes are kept as they are.
    return undefined;
  }
}

function wrongMessage(bytes: Buffer, words: Words, code: ReasonCode, params: MessageParams): IncomingPackage {
  return {
    ...senderOf(words),
    range: { kind: 'none' },
    content: 'frame',
    fault: { code, params },
    body: bytes,
  };
}

function senderOf(words: Words, message?: Message) {
  const transferStateId = textOf(words.cashUnloadState) || undefined;
  const shopCode = textOf(words.shopCode) || undefined;
  return {
    door: 'queue',
    packageId: textOf(words.salesId) || textOf(message?.message_id),
    registerId: textOf(words.cashCode),
    shopId: textOf(words.shopId),
    ...(shopCode === undefined ? {} : { shopCode }),
    ...(transferStateId === undefined ? {} : { transferStateId }),
  } as const;
}

/** The spelling is that of the registers. */
function rangeOf(words: Words): PackageRange {
  const kind = textOf(words.saleType);
  if (kind !== 'dates' && kind !== 'shifts') return { kind: 'none' };
  const suffix = kind === 'shifts' ? 'Shift' : '';
  const from = textOf(words[`CSReguestBegin${suffix}`]);
  return from === '' ? { kind: 'none' } : { kind, from, to: textOf(words[`CSReguestEnd${suffix}`]) };
}

/** A property as text: brokers hand the texts of old registers on as bytes, and their numbers as numbers. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '';
}

const DATA_SECTION = 0x75;

type Section = { typecode: number; content: unknown };

/** The bytes of the body, sent as data or as one binary value; undefined when there are none. */
function bodyOf(message: Message): Buffer | undefined {
  const { body } = message;
  const found = isSection(body) ? (body.typecode === DATA_SECTION ? [body.content].flat() : []) : [body];
  if (found.length === 0 || !found.every((part) => Buffer.isBuffer(part))) return undefined;
  const bytes = found.length === 1 ? found[0] : Buffer.concat(found);
  return bytes === undefined || bytes.length === 0 ? undefined : bytes;
}

function isSection(body: unknown): body is Section {
  return typeof body === 'object' && body !== null && 'typecode' in body && 'content' in body;
}

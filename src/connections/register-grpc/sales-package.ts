/** From the wire's words to ours, and nothing else: `cashId` is the register id, not its number (T10). */
import { shipped, type WireDescription, type WireMessage } from '../../../contracts/wire-descriptions.ts';
import type { IncomingPackage, PackageRange } from '../../pipeline/intake/intake.ts';
import { numberOf, textOf, wireTypeOf } from './described-messages.ts';
import { type Field, fieldsOf, LENGTH_DELIMITED } from './protobuf-fields.ts';

/** A message as a package for the intake; `isEmpty` when it follows the description and has no sales file. */
export type ReadMessage = { readonly incoming: IncomingPackage; readonly isEmpty: boolean };

/**
 * Reads one message by a description of its fields. One that follows another layout, does not say whose it is, or has no
 * sales file, is kept whole as a `frame`: the register will not send it again (T1, registers §14).
 */
export function readMessage(bytes: Buffer, description: WireDescription = shipped.grpc): ReadMessage {
  const layout = description.messages.SalesPackage ?? {};
  const fields = fieldsOf(bytes);
  const message = fields !== undefined && isOurs(fields, layout, bytes) ? decode(fields, description) : undefined;
  if (message === undefined) return { incoming: wholeMessage(bytes, senderOf(fields ?? [], layout)), isEmpty: false };
  const { saleFile, ...others } = message;
  const { packageId, registerId, shopId } = others;
  if (saleFile.byteLength === 0) {
    const incoming = { ...wholeMessage(bytes, { packageId, registerId, shopId }), content: 'empty' } as const;
    return { incoming, isEmpty: true };
  }
  return { incoming: { door: 'grpc', ...others, body: saleFile }, isEmpty: false };
}

type Sender = Pick<IncomingPackage, 'packageId' | 'registerId' | 'shopId'>;

const UNKNOWN_SENDER: Sender = { packageId: '', registerId: '', shopId: '' };

/** A message kept byte for byte. */
export function wholeMessage(bytes: Buffer, sender: Sender = UNKNOWN_SENDER): IncomingPackage {
  return { door: 'grpc', content: 'frame', ...sender, range: { kind: 'none' }, body: bytes };
}

/** Longest text of the contract in bytes; ids and times have some forty. */
const MAX_TEXT_BYTES = 1024;

/** What may stand beside an archive that was found where it belongs, in bytes: more is something that we do not know. */
const MAX_BESIDE_ARCHIVE = 16 * 1024;

/**
 * The sales file is an archive, or there is nothing but the fields of the description, each once and of its kind. Anything
 * else may hold the sales somewhere else.
 */
function isOurs(fields: readonly Field[], layout: WireMessage, message: Buffer): boolean {
  const [file, ...more] = fields.filter(({ number }) => number === layout.saleFile?.number);
  if (more.length > 0) return false;
  const beside = message.byteLength - (file?.bytes.byteLength ?? 0);
  if (file !== undefined && isArchive(file) && beside <= MAX_BESIDE_ARCHIVE) return true;
  const numbers = new Set(fields.map(({ number }) => number));
  return numbers.size === fields.length && fields.every((field) => isDescribed(field, layout));
}

function isArchive({ type, bytes }: Field): boolean {
  return type === LENGTH_DELIMITED && bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function isDescribed(field: Field, layout: WireMessage): boolean {
  const [name, described] = Object.entries(layout).find(([, { number }]) => number === field.number) ?? [];
  if (described === undefined || field.type !== wireTypeOf(described)) return false;
  return name === 'saleFile' || described.type !== 'string' || isText(field.bytes);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 of the length of an id, without the control characters that binary data has. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.byteLength > MAX_TEXT_BYTES || bytes.some((byte) => byte < 0x20)) return false;
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    // It says so by throwing.
    return false;
  }
}

/** The ids of a foreign message as far as they look like ids: a hint for people, and for the answer. */
function senderOf(fields: readonly Field[], layout: WireMessage): Sender {
  const idOf = (name: string) => {
    const [only, ...more] = fields.filter(({ number }) => number === layout[name]?.number);
    if (only === undefined || more.length > 0 || !isDescribed(only, layout)) return '';
    return textOf([only], layout[name]);
  };
  return { packageId: idOf('id'), registerId: idOf('cashId'), shopId: idOf('shopId') };
}

type Message = Sender & Pick<IncomingPackage, 'range' | 'transferStateId'> & { saleFile: Buffer };

function decode(fields: readonly Field[], description: WireDescription): Message | undefined {
  const layout = description.messages.SalesPackage ?? {};
  try {
    const registerId = textOf(fields, layout.cashId);
    if (registerId === '' && fields.some(isArchive)) return undefined;
    const file = fields.find(({ number, type }) => number === layout.saleFile?.number && type === LENGTH_DELIMITED);
    return {
      packageId: textOf(fields, layout.id),
      registerId,
      shopId: textOf(fields, layout.shopId),
      range: rangeOf(fields, description),
      transferStateId: textOf(fields, layout.cashUnloadState) || undefined,
      saleFile: file?.bytes ?? Buffer.alloc(0),
    };
  } catch {
    // An archive in its place with something unreadable beside it.
    return undefined;
  }
}

function rangeOf(fields: readonly Field[], { messages, typeOfSales }: WireDescription): PackageRange {
  const layout = messages.SalesPackage ?? {};
  const text = (name: string) => textOf(fields, layout[name]);
  const type = numberOf(fields, layout.typeOfSales) ?? 0;
  if (type === typeOfSales.BY_INTERVAL && text('dateTimeBegin') !== '')
    return { kind: 'dates', from: text('dateTimeBegin'), to: text('dateTimeEnd') };
  if (type === typeOfSales.BY_SHIFT && text('shiftNumberBegin') !== '')
    return { kind: 'shifts', from: text('shiftNumberBegin'), to: text('shiftNumberEnd') };
  return { kind: 'none' };
}

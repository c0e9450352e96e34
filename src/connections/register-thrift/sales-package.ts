/** From the wire's words to ours, and nothing else: `cashId` is the register id, not its number (T10). */
import { Thrift } from 'thrift';
import { shipped, type WireDescription, type WireMessage } from '../../../contracts/wire-descriptions.ts';
import type { IncomingPackage, PackageRange } from '../../pipeline/intake/intake.ts';
import { thriftType } from './described-structure.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { Protocol } from './message-scan.ts';
import { fieldsOfMessage, type ThriftField, textOfField } from './wire-fields.ts';

/** A call of `load` as a package for the intake; `isEmpty` when it follows the description and has no sales file. */
export type ReadPackage = { readonly incoming: IncomingPackage; readonly isEmpty: boolean };

/**
 * Reads a call of `load` by a description of its fields. One that follows another layout, does not say whose it is, or has no
 * sales file, is kept whole as a `frame`, as at the gRPC door: it can be read once the layout is known (T1, registers §14).
 */
export function readPackage(
  message: Pick<IncomingMessage, 'bytes' | 'isSound'>,
  protocol: Protocol,
  description: WireDescription = shipped.thrift,
): ReadPackage {
  const layout = description.messages.SalesPackage ?? {};
  const whole = message.isSound ? fieldsOfMessage(protocol, message.bytes) : undefined;
  const sales = whole && salesOf(whole, description);
  if (sales === undefined) return { incoming: wholeMessage(message, UNKNOWN_SENDER), isEmpty: false };
  const sender = senderOf(sales, layout);
  const file = fileOf(sales, layout);
  if (!isOurs(message.bytes, whole ?? [], sales, layout) || (sender.registerId === '' && isArchive(file)))
    return { incoming: wholeMessage(message, sender), isEmpty: false };
  const text = (name: string) => textOfField(sales, layout[name]);
  const ids = { packageId: text('id'), registerId: text('cashId'), shopId: text('shopId') };
  if (file === undefined || file.byteLength === 0)
    return { incoming: { ...wholeMessage(message, ids), content: 'empty' }, isEmpty: true };
  const transferStateId = text('cashUnloadState') || undefined;
  const range = rangeOf(sales, description);
  return { incoming: { door: 'thrift', ...ids, range, transferStateId, body: file }, isEmpty: false };
}

/** The structure with the sales; undefined also when the argument of the call stands under another number. */
function salesOf(fields: readonly ThriftField[], { messages }: WireDescription): readonly ThriftField[] | undefined {
  const argument = fields.find(
    ({ number, type }) => number === messages.load?.sales?.number && type === Thrift.Type.STRUCT,
  );
  const value = argument?.value;
  return value !== undefined && isStructure(value) ? value : undefined;
}

function isStructure(value: ThriftField['value']): value is readonly ThriftField[] {
  return Array.isArray(value);
}

function fileOf(sales: readonly ThriftField[], layout: WireMessage): Buffer | undefined {
  const value = sales.find(({ number }) => number === layout.saleFile?.number)?.value;
  return Buffer.isBuffer(value) ? value : undefined;
}

/** What may stand beside an archive that was found where it belongs, in bytes: more is something that we do not know. */
const MAX_BESIDE_ARCHIVE = 16 * 1024;

/** How a ZIP begins, and each file in it. */
const ARCHIVE = Buffer.from('PK\x03\x04', 'latin1');

function isArchive(file: Buffer | undefined): boolean {
  return file !== undefined && file[0] === ARCHIVE[0] && file[1] === ARCHIVE[1];
}

/** Longest text of the contract in bytes; ids and times have some forty. */
const MAX_TEXT_BYTES = 1024;

/**
 * Whether the sales file is an archive and the only one, or there is nothing but the fields of the description, each once and
 * of its kind. Anything else may hold the sales somewhere else.
 */
function isOurs(
  message: Buffer,
  whole: readonly ThriftField[],
  sales: readonly ThriftField[],
  layout: WireMessage,
): boolean {
  const file = fileOf(sales, layout);
  if (file !== undefined && isArchive(file)) {
    // What was read is a part of the message.
    const at = file.byteOffset - message.byteOffset;
    const beside = [message.subarray(0, at), message.subarray(at + file.byteLength)];
    const isSmall = message.byteLength - file.byteLength <= MAX_BESIDE_ARCHIVE;
    if (isSmall && !beside.some((part) => part.includes(ARCHIVE))) return true;
  }
  const numbers = new Set(sales.map(({ number }) => number));
  return whole.length === 1 && numbers.size === sales.length && sales.every((field) => isDescribed(field, layout));
}

function isDescribed({ number, type, value }: ThriftField, layout: WireMessage): boolean {
  const [name, described] = Object.entries(layout).find(([, field]) => field.number === number) ?? [];
  if (described === undefined || type !== thriftType(described)) return false;
  if (name === 'saleFile' || !Buffer.isBuffer(value)) return true;
  return value.byteLength <= MAX_TEXT_BYTES && !value.toString('utf8').includes('\ufffd');
}

type Sender = Pick<IncomingPackage, 'packageId' | 'registerId' | 'shopId'>;

const UNKNOWN_SENDER: Sender = { packageId: '', registerId: '', shopId: '' };

/** A message kept byte for byte. */
function wholeMessage({ bytes }: Pick<IncomingMessage, 'bytes'>, sender: Sender): IncomingPackage {
  return { door: 'thrift', content: 'frame', ...sender, range: { kind: 'none' }, body: bytes };
}

/** Text of the length of an id, without control characters and without what was no UTF-8. */
const ID = /^[^\p{Cc}\ufffd]{1,256}$/u;

/** The ids of a foreign message as far as they look like ids: a hint for people, and for the answer. */
function senderOf(sales: readonly ThriftField[], layout: WireMessage): Sender {
  const idOf = (name: string) => {
    const text = textOfField(sales, layout[name]);
    return ID.test(text) ? text : '';
  };
  return { packageId: idOf('id'), registerId: idOf('cashId'), shopId: idOf('shopId') };
}

function rangeOf(sales: readonly ThriftField[], { messages, typeOfSales }: WireDescription): PackageRange {
  const layout = messages.SalesPackage ?? {};
  const text = (name: string) => textOfField(sales, layout[name]);
  const type = text('typeOfSales');
  if (type !== '' && Number(type) === typeOfSales.BY_INTERVAL && text('dateTimeBegin') !== '')
    return { kind: 'dates', from: text('dateTimeBegin'), to: text('dateTimeEnd') };
  if (type !== '' && Number(type) === typeOfSales.BY_SHIFT && text('shiftNumberBegin') !== '')
    return { kind: 'shifts', from: text('shiftNumberBegin'), to: text('shiftNumberEnd') };
  return { kind: 'none' };
}

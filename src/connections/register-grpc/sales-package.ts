/** From the wire's words to ours, and nothing else: `cashId` is the register id, not its number (T10). */
import { SalesPackage, TypeOfSales } from '../../../contracts/generated/register-sales.ts';
import type { IncomingPackage, PackageRange } from '../../pipeline/intake/intake.ts';
import { type Field, fieldsOf, LENGTH_DELIMITED, VARINT } from './protobuf-fields.ts';

/** A message as a package for the intake; `isEmpty` when it follows the contract and has no sales file. */
export type ReadMessage = { readonly incoming: IncomingPackage; readonly isEmpty: boolean };

/**
 * Reads one message. One that follows another layout of fields, or has no sales file, is kept whole as a `frame`: the
 * register will not send it again (T1, registers §14).
 */
export function readMessage(bytes: Buffer): ReadMessage {
  const layout = layoutOf(bytes);
  const message = layout === 'foreign' ? undefined : decode(bytes);
  if (message === undefined) return { incoming: wholeMessage(bytes, senderOf(bytes)), isEmpty: false };
  const { id: packageId, cashId: registerId, shopId, saleFile } = message;
  const sender = { packageId, registerId, shopId };
  if (saleFile.byteLength === 0) return { incoming: wholeMessage(bytes, sender), isEmpty: true };
  const transferStateId = message.cashUnloadState === '' ? undefined : message.cashUnloadState;
  return {
    incoming: { door: 'grpc', ...sender, range: toRange(message), transferStateId, body: saleFile },
    isEmpty: false,
  };
}

type Sender = Pick<IncomingPackage, 'packageId' | 'registerId' | 'shopId'>;

const UNKNOWN_SENDER: Sender = { packageId: '', registerId: '', shopId: '' };

/** A message kept byte for byte. */
export function wholeMessage(bytes: Buffer, sender: Sender = UNKNOWN_SENDER): IncomingPackage {
  return { door: 'grpc', content: 'frame', ...sender, range: { kind: 'none' }, body: bytes };
}

const TYPE_OF_SALES = 4;
const SALE_FILE = 10;

/** Longest text of the contract in bytes; ids and times have some forty. */
const MAX_TEXT_BYTES = 1024;

/** What may stand beside an archive that was found where it belongs, in bytes: more is something that we do not know. */
const MAX_BESIDE_ARCHIVE = 16 * 1024;

/**
 * `ours`: the sales file is an archive, or there is nothing but the fields of the contract, each once and of its kind.
 * Anything else may hold the sales somewhere else.
 */
function layoutOf(message: Buffer): 'ours' | 'foreign' {
  const fields = fieldsOf(message);
  if (fields === undefined) return 'foreign';
  const [file, ...more] = fields.filter(({ number }) => number === SALE_FILE);
  if (more.length > 0) return 'foreign';
  const beside = message.byteLength - (file?.bytes.byteLength ?? 0);
  if (file !== undefined && isArchive(file) && beside <= MAX_BESIDE_ARCHIVE) return 'ours';
  const numbers = new Set(fields.map(({ number }) => number));
  return numbers.size === fields.length && fields.every(isOfContract) ? 'ours' : 'foreign';
}

function isArchive({ type, bytes }: Field): boolean {
  return type === LENGTH_DELIMITED && bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function isOfContract({ number, type, bytes }: Field): boolean {
  if (number === TYPE_OF_SALES) return type === VARINT;
  if (type !== LENGTH_DELIMITED) return false;
  return number === SALE_FILE || (number < SALE_FILE && isText(bytes));
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
function senderOf(message: Buffer): Sender {
  const fields = fieldsOf(message) ?? [];
  const textOf = (number: number) => {
    const [only, ...more] = fields.filter((field) => field.number === number);
    return only !== undefined && more.length === 0 && isOfContract(only) ? utf8.decode(only.bytes) : '';
  };
  return { packageId: textOf(1), registerId: textOf(2), shopId: textOf(3) };
}

function decode(bytes: Buffer): SalesPackage | undefined {
  try {
    return SalesPackage.decode(bytes);
  } catch {
    // As above: an archive in its place with something unreadable beside it.
    return undefined;
  }
}

function toRange(message: SalesPackage): PackageRange {
  if (message.typeOfSales === TypeOfSales.BY_INTERVAL && message.dateTimeBegin !== '') {
    return { kind: 'dates', from: message.dateTimeBegin, to: message.dateTimeEnd };
  }
  if (message.typeOfSales === TypeOfSales.BY_SHIFT && message.shiftNumberBegin !== '') {
    return { kind: 'shifts', from: message.shiftNumberBegin, to: message.shiftNumberEnd };
  }
  return { kind: 'none' };
}

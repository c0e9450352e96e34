/** From the wire's words to ours, and nothing else: `cashId` is the register id, not its number (T10). */
import { load_args as LoadArguments } from '../../../contracts/generated/RegisterSales.cjs';
import { type SalesPackage, TypeOfSales } from '../../../contracts/generated/register-sales_types.cjs';
import type { IncomingPackage, PackageRange } from '../../pipeline/intake/intake.ts';
import { decodeBody, encodeMessage } from './codec.ts';
import type { IncomingMessage } from './incoming-message.ts';
import type { Protocol } from './message-scan.ts';

/** A call of `load` as a package for the intake; `isEmpty` when it follows the contract and has no sales file. */
export type ReadPackage = { readonly incoming: IncomingPackage; readonly isEmpty: boolean };

/**
 * Reads a call of `load`. One that follows another layout of fields, or has no sales file, is kept whole as a `frame`, as at
 * the gRPC door: it can be read once the layout is known (T1, registers §14).
 */
export function readPackage(message: IncomingMessage, protocol: Protocol): ReadPackage {
  const sales = message.isSound ? decode(message.bytes, protocol) : undefined;
  if (sales === undefined) return { incoming: wholeMessage(message, UNKNOWN_SENDER), isEmpty: false };
  const { saleFile } = sales;
  if (!isOurs(message, sales, protocol)) return { incoming: wholeMessage(message, senderOf(sales)), isEmpty: false };
  const sender = { packageId: sales.id ?? '', registerId: sales.cashId ?? '', shopId: sales.shopId ?? '' };
  if (saleFile === null || saleFile.byteLength === 0) return { incoming: wholeMessage(message, sender), isEmpty: true };
  const transferStateId = sales.cashUnloadState || undefined;
  const incoming: IncomingPackage = {
    door: 'thrift',
    ...sender,
    range: toRange(sales),
    transferStateId,
    body: saleFile,
  };
  return { incoming, isEmpty: false };
}

/** Undefined also when the argument of the call stands under another number. */
function decode(bytes: Buffer, protocol: Protocol): SalesPackage | undefined {
  try {
    return decodeBody(protocol, bytes, new LoadArguments()).sales ?? undefined;
  } catch {
    // Whatever the reader stumbled over, the bytes are kept as they are.
    return undefined;
  }
}

/** What may stand beside an archive that was found where it belongs, in bytes: more is something that we do not know. */
const MAX_BESIDE_ARCHIVE = 16 * 1024;

/** How a ZIP begins, and each file in it. */
const ARCHIVE = Buffer.from('PK\x03\x04', 'latin1');

/**
 * Whether the sales file is an archive and the only one, or there is nothing but the fields of the contract, so that writing
 * what was read gives the same bytes. Anything else may hold the sales somewhere else.
 */
function isOurs({ bytes, head }: IncomingMessage, sales: SalesPackage, protocol: Protocol): boolean {
  const { saleFile } = sales;
  if (saleFile !== null && saleFile[0] === ARCHIVE[0] && saleFile[1] === ARCHIVE[1]) {
    // What was read is a part of the message.
    const at = saleFile.byteOffset - bytes.byteOffset;
    const beside = [bytes.subarray(0, at), bytes.subarray(at + saleFile.byteLength)];
    const isSmall = bytes.byteLength - saleFile.byteLength <= MAX_BESIDE_ARCHIVE;
    if (isSmall && !beside.some((part) => part.includes(ARCHIVE))) return true;
  }
  return encodeMessage({ protocol, framed: false }, head, new LoadArguments({ sales })).equals(bytes);
}

type Sender = Pick<IncomingPackage, 'packageId' | 'registerId' | 'shopId'>;

const UNKNOWN_SENDER: Sender = { packageId: '', registerId: '', shopId: '' };

/** A message kept byte for byte. */
function wholeMessage({ bytes }: IncomingMessage, sender: Sender): IncomingPackage {
  return { door: 'thrift', content: 'frame', ...sender, range: { kind: 'none' }, body: bytes };
}

/** Text of the length of an id, without control characters and without what was no UTF-8. */
const ID = /^[^\p{Cc}\ufffd]{1,256}$/u;

/** The ids of a foreign message as far as they look like ids: a hint for people, and for the answer. */
function senderOf({ id, cashId, shopId }: SalesPackage): Sender {
  const textOf = (text: string | null) => (text !== null && ID.test(text) ? text : '');
  return { packageId: textOf(id), registerId: textOf(cashId), shopId: textOf(shopId) };
}

function toRange(sales: SalesPackage): PackageRange {
  if (sales.typeOfSales === TypeOfSales.BY_INTERVAL && sales.dateTimeBegin) {
    return { kind: 'dates', from: sales.dateTimeBegin, to: sales.dateTimeEnd ?? '' };
  }
  if (sales.typeOfSales === TypeOfSales.BY_SHIFT && sales.shiftNumberBegin) {
    return { kind: 'shifts', from: sales.shiftNumberBegin, to: sales.shiftNumberEnd ?? '' };
  }
  return { kind: 'none' };
}

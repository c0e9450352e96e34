/** From the wire's words to ours, and nothing else: `cashId` is the register id, not its number (T10). */
import { SalesPackage, TypeOfSales } from '../../../contracts/generated/register-sales.ts';
import type { IncomingPackage, PackageRange } from '../../pipeline/intake/intake.ts';

/** A message without a sales file that is longer than this holds something that we did not find. */
const UNDERSTOOD_WITHOUT_FILE = 4096;

/**
 * A message as a package for the intake; undefined for an empty one (`packageId` tells which).
 * A message that can not be read, or that is long and yet shows no sales file, follows another layout of fields: it is kept
 * whole as a `frame`, because the register will not send it again (T1, registers §14).
 */
export function toIncomingPackage(bytes: Buffer): { packageId: string; incoming: IncomingPackage | undefined } {
  const message = decode(bytes);
  if (message === undefined) return { packageId: '', incoming: unreadFrame(bytes, '', '', '') };
  const { id: packageId, cashId, shopId, saleFile } = message;
  if (saleFile.byteLength === 0) {
    const isFrame = bytes.byteLength > UNDERSTOOD_WITHOUT_FILE;
    return { packageId, incoming: isFrame ? unreadFrame(bytes, packageId, cashId, shopId) : undefined };
  }
  const incoming: IncomingPackage = {
    door: 'grpc',
    packageId,
    registerId: cashId,
    shopId,
    range: toRange(message),
    transferStateId: message.cashUnloadState === '' ? undefined : message.cashUnloadState,
    body: saleFile,
  };
  return { packageId, incoming };
}

function decode(bytes: Buffer): SalesPackage | undefined {
  try {
    return SalesPackage.decode(bytes);
  } catch {
    // Whatever the reader stumbled over, the bytes are kept as they are.
    return undefined;
  }
}

function unreadFrame(bytes: Buffer, packageId: string, registerId: string, shopId: string): IncomingPackage {
  return { door: 'grpc', content: 'frame', packageId, registerId, shopId, range: { kind: 'none' }, body: bytes };
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

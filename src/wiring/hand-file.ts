/** A file brought by hand as the intake takes it, and the shop it is for. */
import { createHash } from 'node:crypto';
import { type NewEntry, recordFirst } from '../audit/audit.ts';
import type { IncomingPackage, Intake } from '../pipeline/intake/intake.ts';
import type { FileForecast, FileToCheck } from '../pipeline/ledger/ledger.ts';
import type { Registers } from '../pipeline/registers/registers.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { type FoundShop, findShop } from '../reports/find-place.ts';
import { type Found, found, notFound } from '../reports/found.ts';
import type { LoadedFile } from '../reports/loaded-file.ts';
import type { Tables } from '../schema/tables.ts';

type Shop = Pick<FoundShop, 'shopId' | 'shopCode'>;

/** The file has no register of its own, so its shop stands in its place; its name is what people know it by. */
export function fileFromHand(shop: Shop, fileName: string, body: Uint8Array): IncomingPackage {
  return {
    door: 'file',
    packageId: fileName,
    registerId: `shop-${shop.shopCode}`,
    shopId: shop.shopId,
    shopCode: shop.shopCode,
    range: { kind: 'none' },
    fileName,
    body,
  };
}

/**
 * Hands a file to the intake. The audit trail says before which bytes they were; what they brought stands with the package of that name.
 */
export function takeFile(
  { database, clock, intake }: { database: Database<Tables>; clock: Clock; intake: Intake },
  shop: Shop,
  fileName: string,
  body: Uint8Array,
): ReturnType<Intake['receive']> {
  const values = { bytes: body.byteLength, sha256: createHash('sha256').update(body).digest('hex') };
  const { shopCode } = shop;
  const entry: NewEntry = { verb: 'load', object: 'file', key: fileName, shopCode, new: values };
  return recordFirst(
    database,
    clock,
    entry,
    () => intake.receive(fileFromHand(shop, fileName, body)),
    (received) => (received.kind === 'refused' ? received.code : null),
  );
}

/** A file as a person brings it; `createShop`: its shop may be made. */
export type HandFile = { shopCode: string; fileName: string; body: Uint8Array; createShop: boolean };

export type HandFileParts = {
  database: QueryDatabase<Tables>;
  registers: Pick<Registers, 'addShop'>;
  /** Of a shop that is made. */
  timeZone: string;
  /** What would become of the file. */
  foresee: (file: FileToCheck) => Promise<Found<FileForecast>>;
};

/** The shop of a file, or why the file is not worth making one. */
export type ShopOfFile = { kind: 'shop'; shop: Shop } | { kind: 'broken'; reason: Reason };
type Reason = NonNullable<FileForecast['reason']>;

/**
 * Finds the shop of a file; a new one is made only for a person who asks for it, so that a slip in a code makes none, and
 * only for a file that can be read, so that no empty shop is left behind.
 */
export async function shopOfFile(parts: HandFileParts, file: HandFile): Promise<Found<ShopOfFile>> {
  const { shopCode, createShop } = file;
  const shop = await findShop(parts.database, shopCode);
  if (shop.ok) return found({ kind: 'shop', shop: shop.value });
  if (!createShop) return notFound('not_found.shop_of_file', { shopCode });
  const foreseen = await parts.foresee({ ...file, shopId: '' });
  if (!foreseen.ok) return foreseen;
  const { verdict, reason } = foreseen.value;
  if (verdict === 'broken' && reason !== null) return found({ kind: 'broken', reason });
  // Somebody else may make it at the same time: then it is there, too.
  await parts.registers.addShop({ shopCode, timeZone: parts.timeZone });
  const made = await findShop(parts.database, shopCode);
  return made.ok ? found({ kind: 'shop', shop: made.value }) : made;
}

/** What is told of a file that was not even taken. */
export function notTaken(file: string, reason: Reason): LoadedFile {
  return {
    file,
    outcome: 'broken',
    shiftIds: [],
    documents: { new: 0, same: 0, enriched: 0, conflict: 0, set_aside: 0 },
    reason,
  };
}

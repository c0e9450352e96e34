/** The station of transfers without a server around it. */
import { defaultStageLimits } from '../../src/domain/transfer.ts';
import {
  createTransferBook,
  notePackage,
  type PackageNews,
  type Transfers,
} from '../../src/pipeline/transfers/transfers.ts';
import type { Clock } from '../../src/platform/clock.ts';
import type { Transaction } from '../../src/platform/database/database.ts';
import type { Tables } from '../../src/schema/tables.ts';

/** One turn of asking, and the end of all that it has begun. */
export async function askTurn(transfers: Transfers): Promise<void> {
  await transfers.turn();
  await transfers.settled();
}

/** Tells the transfers of one package that was settled alone. */
export async function noteOne(tx: Transaction<Tables>, clock: Clock, news: PackageNews): Promise<number> {
  const book = createTransferBook(tx, 1);
  const transferId = await notePackage({ tx, clock, limits: defaultStageLimits, book }, news);
  await book.settle();
  return transferId;
}

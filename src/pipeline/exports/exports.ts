/**
 * Sales files for АСТУ (M26): every shift whose latest revision the ERP lacks gets its file, a closed one at once, an open
 * one now and then. The only writer of `shift_export`.
 *
 * The station pulls: what is due is in the tables, so a crash or a missed hint delays a file and never loses one. One shift
 * that cannot be published does not hold up the others (T7): it keeps its reason, stays blue and is tried again.
 */
import { type Clock, utcText } from '../../platform/clock.ts';
import { type Database, DatabaseUnavailable } from '../../platform/database/database.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Tables } from '../../schema/tables.ts';
import { createDueShifts, type ShiftIds } from './due.ts';
import type { ErpTarget } from './erp-target.ts';
import { writeRequest } from './export-rows.ts';
import { type ExportOutcome, noteUnexpected } from './mark-shift.ts';
import { publishShift } from './publish-shift.ts';

export { createBacklog } from './backlog.ts';
export {
  type Confirmation,
  type ConfirmationResult,
  type ConfirmResult,
  confirmExports,
} from './confirmations.ts';
export type { ShiftIds } from './due.ts';
export { type Chunks, type ErpTarget, type SalesFilePlace, TargetFault, type TargetFaultCode } from './erp-target.ts';
export type { ExchangeFolder, FolderClaim, RegisterFolder, TakenRequest } from './exchange-folder.ts';
export {
  type AgainPreview,
  type AgainResult,
  type ExportAmount,
  exportAgain,
  requestMissing,
  type ShiftCodes,
  startExchange,
} from './export-again.ts';
export type { Reason } from './export-rows.ts';
export { createFeed, type Feed, notePosition } from './feed.ts';
export type { ServerName } from './folder-claim.ts';
export { createFolderWatch, type FolderWatch } from './folder-watch.ts';
export type { ExportOutcome } from './mark-shift.ts';
export { createPush, type Push, type PushBatch, type SendPush } from './push.ts';
export { cashTypesOf, rebuildFile } from './rebuild-file.ts';
export { type DueLoad, listDueLoads, noteLoad } from './sales-requests.ts';

/** A shift of this register has another export state now; codes for addresses. */
export type ExportChange = { shopCode: string; registerCode: string };

export type ExportsOptions = {
  database: Database<Tables>;
  clock: Clock;
  target: ErpTarget;
  /** An open shift is published at most so often, in ms (P11). */
  openShiftIntervalMs: number;
  logger: Logger;
  /** Told after the new state is durable. */
  onChanged: (changes: ExportChange[]) => void;
};

export type Exports = {
  /** Publishes some of the shifts that are due; true = there may be more. Throws DatabaseUnavailable. */
  turn(signal?: AbortSignal, limit?: number): Promise<boolean>;
  /** Publishes one shift now, whatever the ERP has and whatever pause it is in. */
  exportShift(shift: ShiftIds): Promise<ExportOutcome>;
};

/** Shifts of one turn; small, so that a stop does not wait for many. */
const SHIFTS_A_TURN = 20;

export function createExports(options: ExportsOptions): Exports {
  const { database, clock, onChanged } = options;
  const due = createDueShifts(database);
  let tidying: Promise<void> | undefined;

  /** Once a run: a folder that is away now is tidied when the next file is written to it. */
  async function tidyOnce(): Promise<void> {
    tidying ??= tidy().catch((cause) => {
      tidying = undefined;
      throw cause;
    });
    await tidying;
  }

  async function tidy(): Promise<void> {
    const shops = await database.all<{ code: string }>('SELECT shop_code AS code FROM shop', []);
    try {
      await options.target.tidy(shops.map(({ code }) => code));
    } catch (cause) {
      options.logger.warn(`the exchange folder could not be tidied: ${String(cause)}`);
    }
  }

  /** A fault of ours in one shift is written down for people and must not stop the others. */
  async function publishGuarded(shift: ShiftIds): Promise<ExportOutcome> {
    try {
      return await publishShift(options, shift);
    } catch (cause) {
      if (cause instanceof DatabaseUnavailable) throw cause;
      options.logger.error(`the export of shift ${shift.shiftId} of shop ${shift.shopId} failed`, cause);
      return noteUnexpected(options, shift, cause);
    }
  }

  return {
    async turn(signal, limit = SHIFTS_A_TURN) {
      await tidyOnce();
      const shifts = await due.find(clock.now(), limit);
      for (const shift of shifts) {
        if (signal?.aborted === true) return true;
        await publishGuarded(shift);
        onChanged(await addressOf(database, shift));
      }
      return shifts.length > 0;
    },

    async exportShift(shift) {
      await tidyOnce();
      await requestExport(database, clock, [shift]);
      const outcome = await publishGuarded(shift);
      onChanged(await addressOf(database, shift));
      return outcome;
    },
  };
}

/**
 * Asks for shifts to be published again whatever the ERP has (M22, M23), from any thread: the rows are the request, the
 * station takes it at its next turn. Answers how many of them exist.
 */
export async function requestExport(
  database: Database<Tables>,
  clock: Clock,
  shifts: readonly ShiftIds[],
): Promise<number> {
  return database.transaction(async (tx) => {
    let count = 0;
    for (const { shopId, shiftId } of shifts) {
      const keys = [shopId, shiftId];
      // The documents of a trimmed one lie in an archive.
      const exists = await tx.get(
        'SELECT revision FROM shift WHERE shop_id = ? AND shift_id = ? AND trimmed_utc IS NULL',
        keys,
      );
      if (exists === undefined) continue;
      await writeRequest(tx, { shopId, shiftId }, utcText(clock.now()));
      count += 1;
    }
    return count;
  });
}

async function addressOf(database: Database<Tables>, { shopId, shiftId }: ShiftIds): Promise<ExportChange[]> {
  return database.all<ExportChange>(
    `SELECT p.shop_code AS "shopCode", r.register_code AS "registerCode" FROM shift s
     JOIN shop p ON p.shop_id = s.shop_id
     JOIN register r ON r.shop_id = s.shop_id AND r.register_id = s.register_id
     WHERE s.shop_id = ? AND s.shift_id = ?`,
    [shopId, shiftId],
  );
}

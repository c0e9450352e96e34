/**
 * Loads that were called off and whose registers are told so, when they hold a command stream: what they have not sent yet is
 * then dropped. Registers that are called by their command service have no such order. The row says what is due, so that a
 * register whose stream is down is told when it opens one again.
 */
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import { createPlaces } from '../../platform/places.ts';
import type { Tables, TransferRow } from '../../schema/tables.ts';

export type CallOff = { registerId: string; transferId: number };

/** Hands the order to a register; `answered` = it said something. Never rejects for a register that is away. */
export type TellCallOff = (order: CallOff) => Promise<'answered' | 'away'>;

export type CallOffs = {
  /** Begins to tell who can be told; false = there is nothing to be done at once. Throws DatabaseUnavailable. */
  turn(): Promise<boolean>;
  settled(): Promise<void>;
};

/** Whoever is away for so long has nothing of the load left that would matter. */
const LONGEST_MS = 86_400_000;
const PAUSE_MS = 30_000;
const TOLD_AT_ONCE = 16;
const MOST_LOOKED_AT = 1_000;

type Due = Pick<TransferRow, 'shop_id' | 'transfer_id' | 'register_id' | 'ended_utc'>;

export function createCallOffs(parts: {
  database: Database<Tables>;
  clock: Clock;
  tell: TellCallOff;
  holdsStream: (registerId: string) => boolean;
  onFree: () => void;
}): CallOffs {
  const { database, clock, tell, holdsStream } = parts;
  const places = createPlaces(TOLD_AT_ONCE, parts.onFree);
  /** When a register that did not answer is told again, by its id. */
  const notBefore = new Map<string, number>();

  /** It was told just now and did not answer; a clock that was set back ends the rest. */
  function rests(registerId: string): boolean {
    const left = (notBefore.get(registerId) ?? 0) - clock.now();
    return left > 0 && left <= PAUSE_MS;
  }

  async function tellOne(row: Due): Promise<void> {
    const { register_id: registerId, transfer_id: transferId } = row;
    if ((await tell({ registerId, transferId })) === 'away') {
      notBefore.set(registerId, clock.now() + PAUSE_MS);
      return;
    }
    notBefore.delete(registerId);
    await settle(database, row);
  }

  return {
    async turn() {
      places.check();
      const due = await database.all<Due>(
        `SELECT shop_id, transfer_id, register_id, ended_utc FROM transfer WHERE call_off_due = 1
         ORDER BY transfer_id DESC LIMIT ?`,
        [MOST_LOOKED_AT],
      );
      const tooOld = utcText(clock.now() - LONGEST_MS);
      for (const row of due) {
        const { register_id: registerId } = row;
        if ((row.ended_utc ?? '') < tooOld) await settle(database, row);
        else if (holdsStream(registerId) && !places.has(registerId) && places.free() > 0 && !rests(registerId))
          places.start(registerId, () => tellOne(row));
      }
      return false;
    },
    settled: places.settled,
  };
}

/** Whether a register that was asked for the load must be told that it is called off. */
export async function mustBeTold(tx: Statements, row: TransferRow): Promise<boolean> {
  if (row.attempts === 0) return false;
  const register = await tx.get(
    `SELECT 1 AS there FROM register WHERE shop_id = ? AND register_id = ? AND (stream_opened_utc IS NOT NULL
       OR EXISTS (SELECT 1 FROM store_server_shop o WHERE o.shop_id = ?))`,
    [row.shop_id, row.register_id, row.shop_id],
  );
  return register !== undefined;
}

async function settle(database: Database<Tables>, { shop_id, transfer_id }: Due): Promise<void> {
  await database.run('UPDATE transfer SET call_off_due = 0 WHERE shop_id = ? AND transfer_id = ?', [
    shop_id,
    transfer_id,
  ]);
}

/**
 * Telling registers their settings (M15): the ids and codes that the server issued, the protocol, and where the server is.
 * A register is told when its address becomes known (it is paired), when it opens a command stream, and when its settings
 * change; a register that is away is told when it answers. A change that comes while it is being told is told once more.
 */
import { type CodedText, innerText } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements } from '../../platform/database/database.ts';
import type { Places } from '../../platform/places.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';

/** Who is told, and where it listens. */
export type RegisterToSync = {
  shopId: string;
  shopCode: string;
  registerId: string;
  registerCode: string;
  protocolVersion: number;
  /** null = it is not called, it opens a command stream. */
  commandHost: string | null;
  commandPort: number | null;
};

export type SyncOutcome =
  /** `isNews`: it was told something else before, or nothing. */
  | { kind: 'told'; isNews: boolean }
  | { kind: 'later'; cause: CodedText }
  /** There is no way to it now: it is told when it opens its stream or its address becomes known. */
  | { kind: 'no_way' };

/** Hands the settings to a register; never throws for one that is away. */
export type TellSettings = (register: RegisterToSync) => Promise<SyncOutcome>;

const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 30 * 60_000;
/** Registers told at once. */
export const TOLD_AT_ONCE = 8;

/** Marks a register to be told, in the transaction that changes it; one that was never reached in any way has nobody to tell. */
export async function markToSync(
  tx: Statements,
  clock: Clock,
  ids: { shopId: string; registerId: string },
): Promise<void> {
  await tx.run(
    `UPDATE register SET sync_due = 1, sync_attempts = 0, sync_next_utc = ?
     WHERE shop_id = ? AND register_id = ? AND (command_host IS NOT NULL OR stream_opened_utc IS NOT NULL)`,
    [utcText(clock.now()), ids.shopId, ids.registerId],
  );
}

/**
 * Begins to tell the registers whose time has come, as far as there are places, each by its id; waits for none of them.
 * Throws DatabaseUnavailable.
 */
export async function syncDue(
  database: Database<Tables>,
  clock: Clock,
  tell: TellSettings,
  places: Places,
): Promise<void> {
  places.check();
  const free = places.free();
  if (free <= 0) return;
  const due = await database.all<RegisterToSync & { attempts: number }>(
    `SELECT r.shop_id AS "shopId", s.shop_code AS "shopCode", r.register_id AS "registerId", r.register_code AS "registerCode",
       r.protocol_version AS "protocolVersion", r.command_host AS "commandHost", r.command_port AS "commandPort",
       r.sync_attempts AS attempts
     FROM register r JOIN shop s ON s.shop_id = r.shop_id
     WHERE r.sync_due = 1 AND r.sync_next_utc <= ? ORDER BY r.sync_next_utc LIMIT ?`,
    [utcText(clock.now()), places.most],
  );
  for (const register of due.filter(({ registerId }) => !places.has(registerId)).slice(0, free))
    places.start(register.registerId, () => syncOne(database, clock, tell, register));
}

async function syncOne(
  database: Database<Tables>,
  clock: Clock,
  tell: TellSettings,
  { attempts, ...register }: RegisterToSync & { attempts: number },
): Promise<void> {
  const { shopId, registerId, registerCode, protocolVersion } = register;
  const about = { shopId, registerId };
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts, 20), LONGEST_PAUSE_MS);
  // Pushed away before the call, so that a crash costs a pause; a change meanwhile writes another time and is told again.
  const next = utcText(clock.now() + pause);
  await database.transaction((tx) =>
    tx.run(
      `UPDATE register SET sync_next_utc = ?, sync_attempts = sync_attempts + 1
       WHERE shop_id = ? AND register_id = ? AND sync_due = 1`,
      [next, shopId, registerId],
    ),
  );
  const outcome = await tell(register);
  await database.transaction(async (tx) => {
    if (outcome.kind !== 'later')
      await tx.run(
        `UPDATE register SET sync_due = ?, sync_next_utc = NULL, sync_attempts = 0
         WHERE shop_id = ? AND register_id = ? AND sync_next_utc = ?`,
        [outcome.kind === 'told' ? 0 : 1, shopId, registerId, next],
      );
    if (outcome.kind === 'no_way') return;
    if (outcome.kind === 'told') {
      if (!outcome.isNews) return;
      const params = { registerCode, protocolVersion };
      await recordEvents(tx, clock, [{ code: 'register.synced', level: 'info', ...about, params }]);
      return;
    }
    // A register that is off for days is told of at the attempts 1, 2, 4, 8 …
    if (!Number.isInteger(Math.log2(attempts + 1))) return;
    const params = { ...innerText('cause', outcome.cause), registerCode, attempt: attempts + 1 };
    await recordEvents(tx, clock, [{ code: 'register.not_synced', level: 'warning', ...about, params }]);
  });
}

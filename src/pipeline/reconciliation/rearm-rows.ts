/** Rows of the table `register_rearm` brought in line with who must be asked now; the log hears of what begins and ends. */
import type { MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import type { RegisterRearmRow, Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import type { Need } from './rearm-needs.ts';

/** Rows that have no need any more go, new needs get a row; one whose ask runs stays as it is. True = something changed. */
export async function followNeeds(
  database: Database<Tables>,
  clock: Clock,
  { firstPauseMs }: { firstPauseMs: number },
  needs: readonly Need[],
): Promise<boolean> {
  const rows = await database.all<RegisterRearmRow>('SELECT * FROM register_rearm');
  const byRegister = new Map(needs.map((need) => [need.registerId, need]));
  const known = new Set(rows.map((row) => row.register_id));
  const over = rows.filter((row) => row.transfer_id === null && !byRegister.has(row.register_id));
  const other = rows.flatMap((row) => {
    const need = byRegister.get(row.register_id);
    return need !== undefined && row.transfer_id === null && need.reason !== row.reason ? [{ row, need }] : [];
  });
  const fresh = needs.filter((need) => !known.has(need.registerId));
  if (over.length + other.length + fresh.length === 0) return false;
  await database.transaction(async (tx) => {
    for (const row of over) await endRow(tx, clock, row);
    for (const { row, need } of other) {
      await tx.run(
        'UPDATE register_rearm SET reason = ?, range_from = ?, range_to = ?, since_utc = ? WHERE shop_id = ? AND register_id = ?',
        [
          need.reason,
          need.range?.from ?? null,
          need.range?.to ?? null,
          utcText(clock.now()),
          row.shop_id,
          row.register_id,
        ],
      );
      await tell(tx, clock, need);
    }
    for (const need of fresh) {
      // A failure may be overcome by itself; who is silent has been given time already.
      const pause = need.reason === 'stopped' ? firstPauseMs : 0;
      await insertRow(tx, need, clock.now(), pause);
      await tell(tx, clock, need);
    }
  });
  return true;
}

async function insertRow(tx: Transaction<Tables>, need: Need, nowMs: number, pauseMs: number): Promise<void> {
  await tx.run(
    `INSERT INTO register_rearm (shop_id, register_id, reason, range_from, range_to, since_utc, attempts, next_ask_utc,
       asked_utc, transfer_id) VALUES (?, ?, ?, ?, ?, ?, 0, ?, NULL, NULL)`,
    [
      need.shopId,
      need.registerId,
      need.reason,
      need.range?.from ?? null,
      need.range?.to ?? null,
      utcText(nowMs),
      utcText(nowMs + pauseMs),
    ],
  );
}

async function endRow(tx: Transaction<Tables>, clock: Clock, row: RegisterRearmRow): Promise<void> {
  const place = [row.shop_id, row.register_id];
  await tx.run('DELETE FROM register_rearm WHERE shop_id = ? AND register_id = ?', place);
  // Holes tell of themselves.
  if (row.reason === 'gaps') return;
  const { shop_id: shopId, register_id: registerId } = row;
  const params = { reason: `@rearm_reason.${row.reason}` };
  await recordEvents(tx, clock, [{ code: 'rearm.over', level: 'info', shopId, registerId, params }]);
}

async function tell(tx: Transaction<Tables>, clock: Clock, need: Need): Promise<void> {
  if (need.reason === 'gaps') return;
  const { shopId, registerId, registerCode, facts } = need;
  const code: NewEvent['code'] = `rearm.${need.reason}`;
  const params: MessageParams = {
    registerCode,
    ...(facts !== null && 'transferId' in facts ? facts : {}),
    ...(facts !== null && 'silentSince' in facts ? silenceParams(facts, clock.now()) : {}),
  };
  const level = need.reason === 'new' ? 'info' : 'warning';
  await recordEvents(tx, clock, [{ code, level, shopId, registerId, params }]);
}

function silenceParams({ silentSince, expectation }: { silentSince: string; expectation: string }, nowMs: number) {
  const minutes = Math.max(0, Math.floor((nowMs - Date.parse(silentSince)) / 60_000));
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60, expected: `@rearm_expected.${expectation}` };
}

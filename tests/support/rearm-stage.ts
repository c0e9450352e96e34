/** What the tests of holes and of asking again share: sales that come, registers that answer, time that goes by. */
import assert from 'node:assert/strict';
import { messageText } from '../../src/messages/messages.ts';
import { createRearm, createReconciliation } from '../../src/pipeline/reconciliation/reconciliation.ts';
import { type Ask, type AskOutcome, createTransfers } from '../../src/pipeline/transfers/transfers.ts';
import type { Database } from '../../src/platform/database/database.ts';
import type {
  ReceiptGapRow,
  RegisterClockRow,
  RegisterRearmRow,
  Tables,
  TransferRow,
} from '../../src/schema/tables.ts';
import { askTurn, noteOne } from './asking.ts';
import { openLedger } from './ledger.ts';
import { receipt, salesFile, shiftInfo } from './sales.ts';

/** Noon of the day on which the tests trade, in Moscow. */
const NOON = Date.UTC(2026, 10, 26, 9);
export const DAY = '2026-11-26';
export const MINUTE = 60_000;
const SETTINGS = { silentAfterMs: 30 * MINUTE, firstPauseMs: 2 * MINUTE, longestPauseMs: 60 * MINUTE, gapDays: 31 };
/** What is answered for a register that is away. */
export const AWAY: AskOutcome = {
  kind: 'later',
  cause: { code: 'ask.no_connection', params: { address: '10.0.5.12:7795', detail: 'ECONNREFUSED' } },
};

export type RearmStage = Awaited<ReturnType<typeof openRearmStage>>;

/** A register with an address, the road to the ledger, and a clock that only the test moves. */
export async function openRearmStage(database: Database<Tables>) {
  const time = { ms: NOON };
  const clock = { now: () => time.ms };
  const road = await openLedger(database, clock);
  await road.registers.addShop({ shopCode: '5', timeZone: 'Europe/Moscow' });
  const added = await road.registers.addRegister({ shopCode: '5', registerCode: '12', protocolVersion: 4 });
  assert.ok(added.ok);
  const register = { shopId: added.shopId, registerId: added.registerId };
  const codes = { shopCode: '5', registerCode: '12' };
  await road.registers.changeRegister(codes, { commandHost: '10.0.5.12', commandPort: 7795 });
  const asked: { ask: Ask; at: number }[] = [];
  let answer: AskOutcome = { kind: 'accepted' };
  const transfers = createTransfers({
    database,
    clock,
    onChanged: () => undefined,
    ask: async (ask) => {
      asked.push({ ask, at: (time.ms - NOON) / MINUTE });
      return answer;
    },
  });
  const open = () => ({
    reconciliation: createReconciliation({
      database,
      clock,
      settings: { firstPauseMs: SETTINGS.firstPauseMs, clockToleranceMs: 15 * MINUTE },
      onChanged: () => undefined,
    }),
    rearm: createRearm({ database, clock, transfers, settings: SETTINGS, onChanged: () => undefined }),
  });
  let stations = open();
  let packages = 0;
  return {
    time,
    asked,
    road,
    register,
    codes,
    transfers,
    database,
    rearm: () => stations.rearm,
    answers(next: AskOutcome) {
      answer = next;
    },
    /** The process ends and begins again: whatever was only in memory is gone. */
    restart() {
      stations = open();
    },
    /** Sales of the day as a register sends them by itself; `lookedAt: false` = the reconciliation has not seen them yet. */
    async send(numbers: readonly number[], more: Record<string, unknown> = {}, text?: string): Promise<void> {
      const { sold, lookedAt: _lookedAt, ...shift } = more;
      const documents = numbers.map((number) => soldReceipt(number, sold as Record<string, unknown> | undefined));
      const body = text ?? salesFile({ shifts: [shiftInfo({ timeBeg: `${DAY}T08:00:00`, ...shift })], documents });
      packages += 1;
      await road.receive(register, `p-${packages}`, Buffer.from(body));
      await road.drain();
      if (more.lookedAt === false) return;
      road.registers.touch(register.registerId);
      await road.registers.flushContacts();
      while (await stations.reconciliation.turn());
    },
    /** Time goes by, a step at a time, and the loops turn. */
    async pass(minutes: number, step = 0.5): Promise<void> {
      for (let passed = 0; passed < minutes; passed += step) {
        time.ms += step * MINUTE;
        await stations.reconciliation.turn();
        await stations.rearm.turn();
        await askTurn(transfers);
      }
    },
    /** What the ledger tells of the newest transfer. */
    async ends(outcome: 'processed' | 'already' | 'broken', documentsNew = 0): Promise<void> {
      const row = await database.get<TransferRow>(
        "SELECT * FROM transfer WHERE cause IN ('server', 'person') ORDER BY transfer_id DESC LIMIT 1",
      );
      assert.ok(row !== undefined);
      const news = {
        ...register,
        transferId: null,
        stateId: `T-${row.transfer_id}`,
        range: { kind: 'none' } as const,
        byHand: false,
        receivedAt: new Date(time.ms).toISOString(),
        outcome,
        reason: outcome === 'broken' ? ({ code: 'package.cut', params: {} } as const) : null,
        documentsNew,
        documentsSame: 1,
        documentsSum: 0,
        shifts: 1,
        differing: 0,
      };
      await database.transaction((tx) => noteOne(tx, clock, news));
    },
    async says(status: 'STATUS_READY' | 'STATUS_ERROR'): Promise<void> {
      const row = await database.get<TransferRow>('SELECT * FROM transfer ORDER BY transfer_id DESC LIMIT 1');
      await transfers.hear(`T-${row?.transfer_id}`, {
        status,
        messageRu: 'нет продаж за период',
        messageEn: 'no sales',
      });
    },
    gaps: () => database.all<ReceiptGapRow>('SELECT * FROM receipt_gap ORDER BY gap_id'),
    async gapStates(): Promise<string[]> {
      const rows = await database.all<ReceiptGapRow>('SELECT * FROM receipt_gap ORDER BY first_number, gap_id');
      return rows.map(
        (row) =>
          `${row.first_number}-${row.last_number} ${row.state} ${row.cause}${row.held_by === null ? '' : ` ${row.held_by}`}`,
      );
    },
    again: () => database.all<RegisterRearmRow>('SELECT * FROM register_rearm'),
    clocks: () => database.all<RegisterClockRow>('SELECT * FROM register_clock'),
    /** Entries of the log about holes, asking again and clocks, each readable in both languages. */
    async log(): Promise<string[]> {
      const rows = await database.all<{ code: string; params: string }>(
        "SELECT code, params FROM event WHERE code LIKE 'gap.%' OR code LIKE 'rearm.%' OR code LIKE 'register.clock%' ORDER BY event_id",
      );
      for (const { code, params } of rows)
        for (const language of ['ru', 'en'] as const) {
          const text = messageText(language, code, JSON.parse(params));
          assert.doesNotMatch(text, /[{}@]|undefined|—/, `${code}: ${text}`);
        }
      return rows.map(({ code }) => code);
    },
  };
}

/** A receipt of the day with its number, sold at eleven and so many minutes. */
export function soldReceipt(number: number, more: Record<string, unknown> = {}): object {
  const minute = String(number % 60).padStart(2, '0');
  const at = `${DAY}T11:${minute}:00`;
  return receipt(number, '10.00', { timeBeg: at, timeEnd: at, checknum: number, ...more });
}

/** Whole numbers, both ends included. */
export const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/**
 * Asking registers again (registers A6, §3.4): stopped after a failure, silent though receipts are expected, with holes in
 * their numbers, or new. One ask at a time per register, with pauses that grow for the register, and a bounded number of
 * asks over the whole chain, so that a dead register costs next to nothing. All state is in tables: a crash loses none of it.
 */
import { type NewEntry, record } from '../../audit/audit.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { ReceiptGapRow, RegisterRearmRow, Tables } from '../../schema/tables.ts';
import type { LoadRequest, RequestResult, Transfers, WantedRange } from '../transfers/transfers.ts';
import { type ExamineSettings, examineGaps } from './examine-gaps.ts';
import { updateGap } from './gap-rows.ts';
import { createNeeds, type NeedSettings } from './rearm-needs.ts';
import { followNeeds } from './rearm-rows.ts';
import { type Pauses, pauseOf, settleGaps, settleRegisters } from './settle-asks.ts';

/** `silentAfterMs`: so long a register may be silent when receipts are expected; `gapDays`: older holes only a person asks for. */
export type RearmSettings = Pauses & NeedSettings & ExamineSettings;

export type GapAsk =
  | { kind: 'unknown' }
  | { kind: 'filled' }
  /** The times around it are not known, so no period can be asked for. */
  | { kind: 'no_period' }
  | Exclude<RequestResult, { kind: 'confirmation_required' }>
  | (Extract<RequestResult, { kind: 'confirmation_required' }> & Pick<LoadRequest, 'shopCode' | 'registerCode'>);

export type Rearm = {
  /** Settles what was asked, finds who must be asked and asks; true = there may be more at once. Throws DatabaseUnavailable. */
  turn(): Promise<boolean>;
  /** A person wants a hole asked for now, whatever its state. A week or more must be confirmed (M10). */
  askGap(gapId: number, author: string | null, confirmed: boolean): Promise<GapAsk>;
};

/** Asks of the server by itself that run at once over the whole chain. */
const MOST_RUNNING = 16;
const LONGEST_LOOK_MS = 5_000;
const LONGEST_NEEDS_MS = 30_000;

type Parts = {
  database: Database<Tables>;
  clock: Clock;
  transfers: Pick<Transfers, 'request'>;
  settings: RearmSettings;
  onChanged: () => void;
};

export function createRearm(parts: Parts): Rearm {
  const { database, clock, settings, onChanged } = parts;
  const needs = createNeeds(database, clock, settings);
  const lookMs = Math.min(LONGEST_LOOK_MS, settings.firstPauseMs / 2);
  const needsMs = Math.min(LONGEST_NEEDS_MS, settings.firstPauseMs);
  let lookedMs = 0;
  let neededMs = 0;
  return {
    async turn() {
      const nowMs = clock.now();
      if (Math.abs(nowMs - lookedMs) < lookMs) return false;
      lookedMs = nowMs;
      const gapsSettled = await settleGaps(database, clock, settings);
      const registersSettled = await settleRegisters(database, clock, settings);
      const examined = await examineGaps(database, clock, settings);
      let changed = gapsSettled || registersSettled || examined.changed;
      if (changed || Math.abs(nowMs - neededMs) >= needsMs) {
        neededMs = nowMs;
        changed = (await followNeeds(database, clock, settings, await needs.find())) || changed;
      }
      changed = (await askDue(parts)) || changed;
      if (changed) onChanged();
      if (examined.more) lookedMs = 0;
      return examined.more;
    },
    async askGap(gapId, author, confirmed) {
      const asked = await askForGap(parts, gapId, author, confirmed);
      if (asked.kind === 'requested' || asked.kind === 'running') onChanged();
      return asked;
    },
  };
}

type DueRegister = RegisterRearmRow & { shop_code: string; register_code: string };

async function askDue(parts: Parts): Promise<boolean> {
  const { database, clock } = parts;
  // Whoever was asked in vain waits for its stream at no cost, and keeps nobody else from being asked.
  const running = await database.get<{ n: number }>(
    `SELECT COUNT(*) AS n FROM transfer WHERE ended_utc IS NULL AND cause = 'server'
     AND NOT (state = 'requested' AND reason_code = 'transfer_reason.not_asked')`,
  );
  const free = MOST_RUNNING - (running?.n ?? 0);
  if (free <= 0) return false;
  const due = await database.all<DueRegister>(
    `SELECT a.*, s.shop_code, r.register_code FROM register_rearm a JOIN shop s ON s.shop_id = a.shop_id
     JOIN register r ON r.shop_id = a.shop_id AND r.register_id = a.register_id
     WHERE a.transfer_id IS NULL AND a.next_ask_utc <= ?
       AND NOT EXISTS (SELECT 1 FROM transfer t WHERE t.shop_id = a.shop_id AND t.register_id = a.register_id
         AND t.ended_utc IS NULL AND t.cause IN ('person', 'schedule', 'erp', 'server'))
     ORDER BY a.next_ask_utc LIMIT ?`,
    [utcText(clock.now()), free],
  );
  let asked = false;
  for (const row of due) asked = (await askRegister(parts, row)) || asked;
  return asked;
}

async function askRegister(parts: Parts, row: DueRegister): Promise<boolean> {
  const { database, clock, transfers, settings } = parts;
  const gap = row.reason === 'gaps' ? await oldestDue(database, clock, row) : undefined;
  if (row.reason === 'gaps' && gap === undefined) {
    await waitForNextGap(database, clock, row, settings);
    return false;
  }
  const { shop_code: shopCode, register_code: registerCode } = row;
  const range = rangeOf(row, gap);
  const asked = { shopCode, registerCode, cause: 'server', author: null, range, confirmed: true } as const;
  const result = await transfers.request(asked);
  const place = [row.shop_id, row.register_id];
  if (result.kind === 'requested' || result.kind === 'running') {
    await database.transaction(async (tx) => {
      await tx.run('UPDATE register_rearm SET transfer_id = ?, asked_utc = ? WHERE shop_id = ? AND register_id = ?', [
        result.transferId,
        utcText(clock.now()),
        ...place,
      ]);
    });
    if (gap !== undefined) await noteAsked(parts, gap, result.transferId);
    return true;
  }
  const attempts = row.attempts + 1;
  const next = utcText(clock.now() + pauseOf(settings, attempts));
  await database.run('UPDATE register_rearm SET attempts = ?, next_ask_utc = ? WHERE shop_id = ? AND register_id = ?', [
    attempts,
    next,
    ...place,
  ]);
  return true;
}

function rangeOf({ range_from: from, range_to: to }: RegisterRearmRow, gap: ReceiptGapRow | undefined): WantedRange {
  // Over Thrift only dates can be passed, so a hole is asked for as the time between the receipts around it.
  if (gap !== undefined && gap.from_at !== null && gap.to_at !== null)
    return { kind: 'dates', from: gap.from_at, to: gap.to_at };
  return from === null || to === null ? { kind: 'new' } : { kind: 'dates', from, to };
}

/** None of the register's holes is due now: it is looked at again when the first of them is. */
async function waitForNextGap(
  database: Database<Tables>,
  clock: Clock,
  { shop_id: shopId, register_id: registerId }: RegisterRearmRow,
  { firstPauseMs }: RearmSettings,
): Promise<void> {
  const next = await database.get<{ at: string | null }>(
    "SELECT MIN(next_ask_utc) AS at FROM receipt_gap WHERE shop_id = ? AND register_id = ? AND state = 'waiting' AND told = 1",
    [shopId, registerId],
  );
  const at = next?.at ?? utcText(clock.now() + firstPauseMs);
  await database.run('UPDATE register_rearm SET next_ask_utc = ? WHERE shop_id = ? AND register_id = ?', [
    at,
    shopId,
    registerId,
  ]);
}

async function oldestDue(
  database: Database<Tables>,
  clock: Clock,
  row: RegisterRearmRow,
): Promise<ReceiptGapRow | undefined> {
  return database.get<ReceiptGapRow>(
    `SELECT * FROM receipt_gap WHERE shop_id = ? AND register_id = ? AND state = 'waiting' AND told = 1
     AND next_ask_utc <= ? ORDER BY next_ask_utc, gap_id LIMIT 1`,
    [row.shop_id, row.register_id, utcText(clock.now())],
  );
}

/** The hole, and every other waiting one within the same period, waits for this transfer now. */
async function noteAsked(
  { database, clock }: Parts,
  gap: ReceiptGapRow,
  transferId: number,
  entry: NewEntry | null = null,
): Promise<void> {
  await database.transaction(async (tx) => {
    await takeTurn(tx, 'receipt_gap');
    const askedUtc = utcText(clock.now());
    const also = await tx.all<ReceiptGapRow>(
      `SELECT * FROM receipt_gap WHERE shop_id = ? AND register_id = ? AND state = 'waiting' AND told = 1
       AND from_at >= ? AND to_at <= ?`,
      [gap.shop_id, gap.register_id, gap.from_at, gap.to_at],
    );
    const own = also.some((one) => one.gap_id === gap.gap_id);
    for (const one of own ? also : [gap, ...also])
      await updateGap(tx, one, {
        state: 'asked',
        held_by: null,
        told: 1,
        asked_utc: askedUtc,
        next_ask_utc: null,
        ended_utc: null,
        transfer_id: transferId,
      });
    if (entry !== null) await record(tx, clock, entry);
  });
}

async function askForGap(parts: Parts, gapId: number, author: string | null, confirmed: boolean): Promise<GapAsk> {
  const gap = await parts.database.get<ReceiptGapRow & { shop_code: string; register_code: string }>(
    `SELECT g.*, s.shop_code, r.register_code FROM receipt_gap g JOIN shop s ON s.shop_id = g.shop_id
     JOIN register r ON r.shop_id = g.shop_id AND r.register_id = g.register_id WHERE g.gap_id = ?`,
    [gapId],
  );
  if (gap === undefined) return { kind: 'unknown' };
  if (gap.state === 'filled') return { kind: 'filled' };
  if (gap.from_at === null || gap.to_at === null) return { kind: 'no_period' };
  const { shop_code: shopCode, register_code: registerCode } = gap;
  const range = { kind: 'dates', from: gap.from_at, to: gap.to_at } as const;
  const result = await parts.transfers.request({ shopCode, registerCode, cause: 'person', author, range, confirmed });
  if (result.kind === 'confirmation_required') return { ...result, shopCode, registerCode };
  if (result.kind === 'refused') return result;
  const transferId = `T-${result.transferId}`;
  const key = `G-${gapId}`;
  await noteAsked(parts, gap, result.transferId, {
    ...{
      verb: 'request',
      object: 'gap',
      key,
      shopCode,
      old: { state: gap.state },
      new: { state: 'asked', transferId },
    },
  });
  return result;
}

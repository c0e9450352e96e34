/**
 * Asking: due transfers are handed to the way that leads to the register, their answers and silences bring them forward.
 *
 * A register is asked by one call at a time. Before the call the next attempt is pushed away, so that a crash in between
 * costs a pause and asks twice at worst; a register takes the same range twice as one task (registers §3.3).
 */
import type { StageLimits } from '../../domain/transfer.ts';
import { type CodedText, innerText, type MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { takeTurn } from '../../platform/database/numbers.ts';
import type { Tables, TransferRow } from '../../schema/tables.ts';
import { advance, readTransfer, type TransferRange, update } from './transfer-row.ts';

/** A request as the way to the register needs it. */
export type Ask = {
  transferId: number;
  shopId: string;
  shopCode: string;
  registerId: string;
  registerCode: string;
  protocolVersion: number;
  /** Where the command service of the register listens; null = not known. */
  commandHost: string | null;
  commandPort: number | null;
  /** The register has held a command stream at some time: it may open one again. */
  holdsStreams: boolean;
  range: Exclude<TransferRange, { kind: 'none' }>;
  /** Whoever asks asks again by itself, with growing pauses: one call is enough. A stream that is down costs no call. */
  once: boolean;
};

export type AskOutcome =
  | { kind: 'accepted' }
  /** It has answered by a report, which is written down already. */
  | { kind: 'reported' }
  /** It can be asked again later: it is busy, or the line is down. `cause` is for people. */
  | { kind: 'later'; cause: CodedText }
  /** Asking again is no use. */
  | { kind: 'refused'; cause: CodedText };

/** Hands a request to a register; never throws for a register that is away. */
export type AskRegister = (ask: Ask) => Promise<AskOutcome>;

export type AskingParts = {
  database: Database<Tables>;
  clock: Clock;
  limits: StageLimits;
  ask: AskRegister;
  /** Registers asked at once. */
  concurrency: number;
  /** Told after a transfer has changed. */
  onChanged: (changed: { shopId: string; registerId: string; transferId: number }[]) => void;
};

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 120_000;

/** Asks what is due and ends what has been silent too long; true = there may be more at once. */
export async function askDue(parts: AskingParts): Promise<boolean> {
  const due = await findDue(parts);
  await Promise.all(due.map((ask) => askOne(parts, ask)));
  const ended = await endSilent(parts);
  return due.length === parts.concurrency || ended;
}

type DueRow = Omit<Ask, 'range' | 'holdsStreams' | 'once'> &
  Ask['range'] & { streamOpenedAt: string | null; cause: string };

/** One transfer of each register, the oldest. */
async function findDue({ database, clock, concurrency }: AskingParts): Promise<Ask[]> {
  const rows = await database.all<DueRow>(
    `SELECT t.transfer_id AS "transferId", t.shop_id AS "shopId", s.shop_code AS "shopCode", t.register_id AS "registerId",
       r.register_code AS "registerCode", r.protocol_version AS "protocolVersion", r.command_host AS "commandHost",
       r.command_port AS "commandPort", r.stream_opened_utc AS "streamOpenedAt", t.range_kind AS kind, t.range_from AS "from", t.range_to AS "to",
       t.cause
     FROM transfer t JOIN shop s ON s.shop_id = t.shop_id
     JOIN register r ON r.shop_id = t.shop_id AND r.register_id = t.register_id
     WHERE t.next_attempt_utc <= ? ORDER BY t.next_attempt_utc, t.transfer_id LIMIT ?`,
    [utcText(clock.now()), concurrency * 4],
  );
  const seen = new Set<string>();
  const due: Ask[] = [];
  for (const { kind, from, to, streamOpenedAt, cause, ...register } of rows) {
    if (seen.has(register.registerId) || due.length >= concurrency) continue;
    seen.add(register.registerId);
    const holdsStreams = streamOpenedAt !== null;
    due.push({ ...register, holdsStreams, range: { kind, from, to }, once: cause === 'server' && !holdsStreams });
  }
  return due;
}

/** Makes what waits for these registers due now, and empties the set. */
export async function hurry(database: Database<Tables>, clock: Clock, registerIds: Set<string>): Promise<void> {
  const some = [...registerIds];
  if (some.length === 0) return;
  await database.transaction(async (tx) => {
    await takeTurn(tx, 'transfer');
    for (const registerId of some)
      await tx.run('UPDATE transfer SET next_attempt_utc = ? WHERE register_id = ? AND next_attempt_utc IS NOT NULL', [
        utcText(clock.now()),
        registerId,
      ]);
  });
  for (const registerId of some) registerIds.delete(registerId);
}

async function askOne(parts: AskingParts, ask: Ask): Promise<void> {
  const claimed = await changeRow(parts, ask, async (tx, row) => {
    const attempts = row.attempts + 1;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_MS);
    await update(tx, row, { attempts, next_attempt_utc: utcText(parts.clock.now() + pause) });
  });
  if (!claimed) return;
  const outcome = await parts.ask(ask);
  if (outcome.kind === 'reported') return;
  await changeRow(parts, ask, async (tx, row) => {
    if (outcome.kind === 'accepted') {
      await advance(tx, parts.clock, parts.limits, row, 'accepted');
      return;
    }
    const reason = { code: 'transfer_reason.not_asked', params: innerText('cause', outcome.cause) } as const;
    if (outcome.kind === 'refused') await advance(tx, parts.clock, parts.limits, row, 'refused', { reason });
    else if (ask.once) await advance(tx, parts.clock, parts.limits, row, 'silence', { reason });
    else await update(tx, row, { reason_code: reason.code, reason_details: JSON.stringify(reason.params) });
  });
}

type Change = (tx: Parameters<Parameters<Database<Tables>['transaction']>[0]>[0], row: TransferRow) => Promise<void>;

/** Runs `change` on a transfer that is still to be asked; false when it has moved on meanwhile. */
async function changeRow(parts: AskingParts, ask: Ask, change: Change): Promise<boolean> {
  const changed = await parts.database.transaction(async (tx) => {
    await takeTurn(tx, 'transfer');
    const row = await readTransfer(tx, ask);
    if (row === undefined || row.ended_utc !== null) return false;
    await change(tx, row);
    return true;
  });
  if (changed) parts.onChanged([ask]);
  return changed;
}

const SILENT_AT_ONCE = 100;

async function endSilent({ database, clock, limits, onChanged }: AskingParts): Promise<boolean> {
  const due = 'SELECT * FROM transfer WHERE silence_utc <= ? ORDER BY silence_utc LIMIT ?';
  const bounds = () => [utcText(clock.now()), SILENT_AT_ONCE];
  if ((await database.get(due, bounds())) === undefined) return false;
  const ended = await database.transaction(async (tx) => {
    await takeTurn(tx, 'transfer');
    const rows = await tx.all<TransferRow>(due, bounds());
    for (const row of rows) await advance(tx, clock, limits, row, 'silence', { reason: silenceReason(row) });
    return rows;
  });
  onChanged(ended.map((row) => ({ shopId: row.shop_id, registerId: row.register_id, transferId: row.transfer_id })));
  return ended.length === SILENT_AT_ONCE;
}

/** What kept the register from being asked says more than that it did not answer. */
function silenceReason(row: TransferRow) {
  if (row.reason_code === 'transfer_reason.not_asked' && row.reason_details !== null)
    return { code: 'transfer_reason.not_asked', params: JSON.parse(row.reason_details) as MessageParams } as const;
  return { code: 'transfer_reason.silence', params: { stage: `@transfer_stage.${row.state}` } } as const;
}

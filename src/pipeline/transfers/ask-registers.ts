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
import type { Places } from '../../platform/places.ts';
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
  /** Registers asked at once, each by its id. */
  places: Places;
  /** Of these, at most so many that have been asked in vain before: what is asked first finds a place beside them. */
  placesAgain: number;
  /** Those of them that are being asked again now. */
  again: Set<string>;
  /** Told after a transfer has changed. */
  onChanged: (changed: { shopId: string; registerId: string; transferId: number }[]) => void;
};

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 120_000;

/**
 * Begins to ask what is due, as far as there are places, and ends what has been silent too long; true = there may be more at
 * once. Whoever is slow or away holds its own place and nobody else's; a place that becomes free is told of by `places`.
 */
export async function askDue(parts: AskingParts): Promise<boolean> {
  const { places, again } = parts;
  places.check();
  for (const { ask, isAgain } of await findDue(parts)) {
    const { registerId } = ask;
    if (isAgain) again.add(registerId);
    places.start(registerId, () => askOne(parts, ask).finally(() => again.delete(registerId)));
  }
  return endSilent(parts);
}

type DueRow = Omit<Ask, 'range' | 'holdsStreams' | 'once'> &
  Ask['range'] & { streamOpenedAt: string | null; cause: string; attempts: number };

/** One transfer of each register that is not being asked, the oldest; those that were never asked go first. */
async function findDue(parts: AskingParts): Promise<{ ask: Ask; isAgain: boolean }[]> {
  const { database, clock, places, again } = parts;
  const free = places.free();
  if (free <= 0) return [];
  const now = utcText(clock.now());
  const rows = await database.all<DueRow>(
    `SELECT t.transfer_id AS "transferId", t.shop_id AS "shopId", s.shop_code AS "shopCode", t.register_id AS "registerId",
       r.register_code AS "registerCode", r.protocol_version AS "protocolVersion", r.command_host AS "commandHost",
       r.command_port AS "commandPort", r.stream_opened_utc AS "streamOpenedAt", t.range_kind AS kind, t.range_from AS "from", t.range_to AS "to",
       t.cause, t.attempts
     FROM transfer t JOIN shop s ON s.shop_id = t.shop_id
     JOIN register r ON r.shop_id = t.shop_id AND r.register_id = t.register_id
     WHERE t.next_attempt_utc <= ? AND NOT EXISTS (SELECT 1 FROM transfer o WHERE o.shop_id = t.shop_id
       AND o.register_id = t.register_id AND o.ended_utc IS NULL AND o.next_attempt_utc <= ?
       AND (o.next_attempt_utc < t.next_attempt_utc
         OR (o.next_attempt_utc = t.next_attempt_utc AND o.transfer_id < t.transfer_id)))
     ORDER BY CASE WHEN t.attempts = 0 THEN 0 ELSE 1 END, t.next_attempt_utc, t.transfer_id LIMIT ?`,
    // Each row is of another register, so at most as many are passed over as are being asked.
    [now, now, places.most],
  );
  const due: { ask: Ask; isAgain: boolean }[] = [];
  let freeAgain = parts.placesAgain - again.size;
  for (const { kind, from, to, streamOpenedAt, cause, attempts, ...register } of rows) {
    const isAgain = attempts > 0;
    if (places.has(register.registerId) || due.length >= free || (isAgain && freeAgain <= 0)) continue;
    if (isAgain) freeAgain -= 1;
    const holdsStreams = streamOpenedAt !== null;
    const once = cause === 'server' && !holdsStreams;
    due.push({ ask: { ...register, holdsStreams, range: { kind, from, to }, once }, isAgain });
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

/** Runs `change` on a transfer that is still to be asked; false when it has ended, or the register has spoken, meanwhile. */
async function changeRow(parts: AskingParts, ask: Ask, change: Change): Promise<boolean> {
  const changed = await parts.database.transaction(async (tx) => {
    await takeTurn(tx, 'transfer');
    const row = await readTransfer(tx, ask);
    if (row === undefined || row.next_attempt_utc === null) return false;
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

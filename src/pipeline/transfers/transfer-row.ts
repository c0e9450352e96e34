/** Rows of the table `transfer`: made, read and brought forward. Everything else of the station goes through here. */
import {
  isRunning,
  type Move,
  moveTransfer,
  type StageLimits,
  type TransferEvent,
  type TransferState,
} from '../../domain/transfer.ts';
import type { EventCode, MessageCode, MessageParams } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { Tables, TransferRow } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';

/** Why a register is asked, or sends unasked (M1–M6). `server`: holes in receipt numbers, silence. */
export type TransferCause = 'receipt' | 'shift' | 'schedule' | 'person' | 'erp' | 'register' | 'server';

/** What is asked for: local times of the shop, or numbers of shifts as text; `new` = since the last sale stored. */
export type TransferRange =
  | { kind: 'new' | 'dates'; from: string; to: string }
  | { kind: 'shifts'; from: string; to: string }
  | { kind: 'none' };

export type TransferIds = { shopId: string; transferId: number };

export type NewTransfer = {
  shopId: string;
  registerId: string;
  cause: TransferCause;
  author: string | null;
  range: TransferRange;
  /** UTC ms of the first attempt to ask; null = nobody is asked, the sales come or have come by themselves. */
  askAtMs: number | null;
};

/**
 * Makes a transfer in the state `requested`, in the caller's transaction; answers its row. `known` is what is known of it
 * already when nobody had asked.
 */
export async function insertTransfer(
  tx: Transaction<Tables>,
  clock: Clock,
  limits: StageLimits,
  transfer: NewTransfer,
  known: Partial<TransferRow> = {},
): Promise<TransferRow> {
  const row = transferRow(await takeNumbers(tx, 'transfer', 1), clock, limits, transfer, known);
  await writeTransfers(tx, [row]);
  return row;
}

/** The row of a new transfer, with what is known of it already. */
export function transferRow(
  transferId: number,
  clock: Clock,
  limits: StageLimits,
  transfer: NewTransfer,
  known: Partial<TransferRow>,
): TransferRow {
  const nowMs = clock.now();
  const { range } = transfer;
  return {
    ...NOTHING_YET,
    shop_id: transfer.shopId,
    transfer_id: transferId,
    register_id: transfer.registerId,
    cause: transfer.cause,
    author: transfer.author,
    range_kind: range.kind,
    range_from: range.kind === 'none' ? null : range.from,
    range_to: range.kind === 'none' ? null : range.to,
    next_attempt_utc: transfer.askAtMs === null ? null : utcText(transfer.askAtMs),
    silence_utc: utcText(nowMs + limits.requested),
    requested_utc: utcText(nowMs),
    ...known,
  };
}

export async function writeTransfers(tx: Transaction<Tables>, rows: readonly TransferRow[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}) as (keyof TransferRow)[];
  await tx.insertMany(
    'transfer',
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  );
}

export async function readTransfer(
  tx: Statements,
  { shopId, transferId }: TransferIds,
): Promise<TransferRow | undefined> {
  return tx.get<TransferRow>('SELECT * FROM transfer WHERE shop_id = ? AND transfer_id = ?', [shopId, transferId]);
}

/** The transfer of a number alone: numbers are given once on the whole server. */
export async function findTransfer(tx: Statements, transferId: number): Promise<TransferRow | undefined> {
  return tx.get<TransferRow>('SELECT * FROM transfer WHERE transfer_id = ?', [transferId]);
}

/** What comes with an event: why it failed, what the register said, what was counted. */
export type EventFacts = {
  reason?: { code: MessageCode; params: MessageParams };
  message?: { ru: string; en: string };
  /** Added to what the transfer has. */
  counts?: {
    packages?: number;
    documentsNew?: number;
    documentsSame?: number;
    documentsSum?: number;
    shifts?: number;
    differing?: number;
  };
};

const REACHED: Partial<Record<TransferState, keyof TransferRow>> = {
  accepted: 'accepted_utc',
  preparing: 'preparing_utc',
  sent: 'sent_utc',
  received: 'received_utc',
  loaded: 'loaded_utc',
};

/**
 * Brings a transfer forward by an event, in the caller's transaction, and tells the log of every change and refusal. Counts
 * and the register's words are kept whatever the table of the domain says of the state.
 */
export async function advance(
  tx: Transaction<Tables>,
  clock: Clock,
  limits: StageLimits,
  row: TransferRow,
  event: TransferEvent,
  facts: EventFacts = {},
): Promise<Move> {
  const move = moveTransfer(row.state as TransferState, event);
  const nowUtc = utcText(clock.now());
  const set: Partial<TransferRow> = { ...counted(row, facts), ...said(facts) };
  if (move.kind === 'moved') Object.assign(set, moved(row, move.to, facts, clock.now(), limits));
  if (move.kind === 'noted') Object.assign(set, againFrom(row, clock.now(), limits));
  if (move.kind === 'overdue') Object.assign(set, { overdue: 1, silence_utc: null });
  const ignored = move.kind === 'refused' && move.why !== 'too_late' ? ignoredAgain(row, `${move.why} ${event}`) : null;
  if (ignored !== null) set.ignored_reports = JSON.stringify(ignored.counts);
  // The register stops sending after it, whatever the load has come to here (T2).
  if (event === 'error') set.error_told_utc = nowUtc;
  await update(tx, row, set);
  // What changes nothing is told once of its kind and then only counted: some registers repeat it without end.
  const told = ignored !== null && ignored.times > 1 ? null : eventOf(row, event, move, facts, set);
  // A register sends every receipt and shift by itself: the log has their packages, and of these only what went wrong.
  const unasked = row.cause === 'receipt' || row.cause === 'shift';
  if (told !== null && !(unasked && told.level === 'info')) {
    const { shop_id: shopId, register_id: registerId } = row;
    const happenedMs = Date.parse(nowUtc);
    await recordEvents(tx, clock, [{ ...told, shopId, registerId, happenedMs }]);
  }
  Object.assign(row, set);
  return move;
}

/** The counts of what changed nothing with one more of this kind, and how often that has come now. */
function ignoredAgain(
  { ignored_reports: before }: TransferRow,
  kind: string,
): { counts: Record<string, number>; times: number } {
  const counts: Record<string, number> = before === null ? {} : JSON.parse(before);
  const times = (counts[kind] ?? 0) + 1;
  return { counts: { ...counts, [kind]: times }, times };
}

function moved(
  row: TransferRow,
  to: TransferState,
  facts: EventFacts,
  nowMs: number,
  limits: StageLimits,
): Partial<TransferRow> {
  const nowUtc = utcText(nowMs);
  const reached = REACHED[to];
  const running = isRunning(to);
  return {
    state: to,
    ended_in: running ? null : row.state,
    reason_code: facts.reason?.code ?? null,
    reason_details: facts.reason === undefined ? null : JSON.stringify(facts.reason.params),
    overdue: 0,
    // Whoever has answered is not asked again.
    next_attempt_utc: null,
    silence_utc: running ? utcText(nowMs + limits[to]) : null,
    ended_utc: running ? null : nowUtc,
    ...(reached === undefined ? {} : { [reached]: row[reached] ?? nowUtc }),
  };
}

function againFrom(row: TransferRow, nowMs: number, limits: StageLimits): Partial<TransferRow> {
  const state = row.state as TransferState;
  return isRunning(state) ? { silence_utc: utcText(nowMs + limits[state]), overdue: 0 } : {};
}

function counted(row: TransferRow, { counts }: EventFacts): Partial<TransferRow> {
  if (counts === undefined) return {};
  return {
    packages: row.packages + (counts.packages ?? 0),
    documents_new: row.documents_new + (counts.documentsNew ?? 0),
    documents_same: row.documents_same + (counts.documentsSame ?? 0),
    // What was not kept from the beginning stays unknown.
    documents_sum: row.documents_sum === null ? null : row.documents_sum + (counts.documentsSum ?? 0),
    shift_count: row.shift_count + (counts.shifts ?? 0),
    differing_count: row.differing_count + (counts.differing ?? 0),
  };
}

function said({ message }: EventFacts): Partial<TransferRow> {
  return message === undefined ? {} : { message_ru: message.ru, message_en: message.en };
}

type Told = { code: EventCode; level: 'info' | 'warning' | 'error'; params: MessageParams };

const LEVELS: Partial<Record<TransferState, 'warning' | 'error'>> = { failed: 'error', no_answer: 'warning' };

/** What the log says; nothing where the state stays as it was. */
function eventOf(
  row: TransferRow,
  event: TransferEvent,
  move: Move,
  facts: EventFacts,
  set: Partial<TransferRow>,
): Told | null {
  const params: MessageParams = {
    transferId: row.transfer_id,
    stage: `@transfer_stage.${row.state}`,
    event: `@transfer_event.${event}`,
    reason: facts.reason === undefined ? '@transfer_reason.register_said' : `@${facts.reason.code}`,
    messageRu: facts.message?.ru ?? null,
    messageEn: facts.message?.en ?? null,
    documentsNew: set.documents_new ?? row.documents_new,
    documentsSame: set.documents_same ?? row.documents_same,
    causedBy: row.cause,
    lastedMs: set.ended_utc == null ? null : Date.parse(set.ended_utc) - Date.parse(row.requested_utc),
    author: row.author,
    ...facts.reason?.params,
  };
  switch (move.kind) {
    case 'moved':
      return { code: `transfer.${move.to}`, level: LEVELS[move.to] ?? 'info', params };
    case 'overdue':
      return { code: 'transfer.overdue', level: 'warning', params };
    case 'refused':
      return move.why === 'too_late' ? null : { code: `transfer.${move.why}`, level: 'info', params };
    default:
      return null;
  }
}

/** Sets the columns of a row; the keys stay. */
export async function update(tx: Statements, row: TransferRow, set: Partial<TransferRow>): Promise<void> {
  const columns = Object.keys(set) as (keyof TransferRow)[];
  if (columns.length === 0) return;
  await tx.run(
    `UPDATE transfer SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE shop_id = ? AND transfer_id = ?`,
    [...columns.map((column) => set[column] ?? null), row.shop_id, row.transfer_id],
  );
}

const NOTHING_YET: TransferRow = {
  shop_id: '',
  transfer_id: 0,
  register_id: '',
  cause: '',
  author: null,
  range_kind: 'none',
  range_from: null,
  range_to: null,
  state: 'requested',
  ended_in: null,
  reason_code: null,
  reason_details: null,
  message_ru: null,
  message_en: null,
  attempts: 0,
  next_attempt_utc: null,
  silence_utc: null,
  overdue: 0,
  requested_utc: '',
  accepted_utc: null,
  preparing_utc: null,
  sent_utc: null,
  received_utc: null,
  loaded_utc: null,
  ended_utc: null,
  packages: 0,
  documents_new: 0,
  documents_same: 0,
  documents_sum: 0,
  shift_count: 0,
  differing_count: 0,
  schedule_run: null,
  call_off_due: 0,
  ignored_reports: null,
  error_told_utc: null,
};

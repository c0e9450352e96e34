/** What registers tell of their transfers by REST (registers §7, §9) or beside their command stream: hints that are kept and never taken for the truth. */
import { parseLocalTime } from '../../domain/local-time.ts';
import type { StageLimits, TransferEvent } from '../../domain/transfer.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import type { Tables, TransferRow } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { causeUnasked, stateIdOf, transferIdOf } from './package-news.ts';
import { advance, findTransfer, insertTransfer, type TransferRange, update } from './transfer-row.ts';

/** Status words of the wire (data-model §9.9). */
export type RegisterStatus =
  | 'STATUS_DURING'
  | 'STATUS_READY'
  | 'STATUS_ERROR'
  | 'STATUS_READY_WITH_ERROR'
  | 'STATUS_ALREADY_LOAD';

export type RegisterWords = { status: RegisterStatus; messageRu: string | null; messageEn: string | null };

/** A register has begun a task and wants a state record for it. */
export type RegisterTask = RegisterWords & {
  shopId: string;
  registerId: string;
  /** The server had asked; false = somebody started it at the register. */
  calledByServer: boolean;
  range: { kind: 'dates' | 'shifts'; from: string; to: string } | { kind: 'none' };
};

const EVENTS: Record<RegisterStatus, TransferEvent> = {
  STATUS_DURING: 'preparing',
  STATUS_READY: 'ready',
  STATUS_ERROR: 'error',
  STATUS_READY_WITH_ERROR: 'error',
  STATUS_ALREADY_LOAD: 'ready',
};

/** Finds the transfer of a task or makes one; answers the id of the state record for the register. */
export async function openRegisterTask(
  tx: Transaction<Tables>,
  clock: Clock,
  limits: StageLimits,
  task: RegisterTask,
): Promise<string> {
  const row =
    (task.calledByServer ? await findAsked(tx, task) : undefined) ?? (await makeTask(tx, clock, limits, task));
  await advance(tx, clock, limits, row, 'accepted', messageOf(task));
  // The first record says "queued"; only an end or an error says more than that.
  if (task.status !== 'STATUS_DURING') await advance(tx, clock, limits, row, EVENTS[task.status], messageOf(task));
  return stateIdOf(row.transfer_id);
}

export type HeardWords = 'heard' | 'unknown' | 'dead' | 'backwards';

/** Progress of a state record that we handed out; what does not fit is named and kept in the log. */
export async function hearRegister(
  tx: Transaction<Tables>,
  clock: Clock,
  limits: StageLimits,
  stateId: string,
  words: RegisterWords,
): Promise<HeardWords> {
  const transferId = transferIdOf(stateId);
  const row = transferId === null ? undefined : await findTransfer(tx, transferId);
  if (row === undefined) return 'unknown';
  const move = await advance(tx, clock, limits, row, EVENTS[words.status], messageOf(words));
  if (move.kind !== 'refused') return 'heard';
  return move.why === 'too_late' ? 'heard' : move.why;
}

/** What a register that holds a command stream says of a load; `transferId` is the one it was given, unchecked text. */
export type RegisterReport = {
  registerId: string;
  transferId: string;
  state: 'accepted' | 'preparing' | 'sent' | 'nothing' | 'failed' | 'called_off';
  messageRu: string | null;
  messageEn: string | null;
};

const REPORTED = {
  accepted: 'accepted',
  preparing: 'preparing',
  sent: 'ready',
  nothing: 'nothing',
  failed: 'error',
  // Of a load that was not called off here: the register ends it by itself.
  called_off: 'error',
} as const satisfies Record<RegisterReport['state'], TransferEvent>;

/** Progress of a load; one of another register is as unknown as one that never was. */
export async function hearReport(
  tx: Transaction<Tables>,
  clock: Clock,
  limits: StageLimits,
  report: RegisterReport,
): Promise<HeardWords> {
  const transferId = transferIdOf(report.transferId);
  const row = transferId === null ? undefined : await findTransfer(tx, transferId);
  if (row === undefined || row.register_id !== report.registerId) return 'unknown';
  if (report.state === 'called_off' && row.state === 'cancelled') {
    await noteCalledOff(tx, clock, row);
    return 'heard';
  }
  const move = await advance(tx, clock, limits, row, REPORTED[report.state], messageOf(report));
  if (move.kind !== 'refused') return 'heard';
  return move.why === 'too_late' ? 'heard' : move.why;
}

/** The register has dropped what it had not sent of a load that was called off; it may say so more than once. */
async function noteCalledOff(tx: Transaction<Tables>, clock: Clock, row: TransferRow): Promise<void> {
  if (row.call_off_due === 0) return;
  await update(tx, row, { call_off_due: 0 });
  const { shop_id: shopId, register_id: registerId, transfer_id: transferId } = row;
  const event = { code: 'transfer.called_off', level: 'info', shopId, registerId, params: { transferId } } as const;
  await recordEvents(tx, clock, [event]);
}

/**
 * The request that the register has taken: the one with its end (a register moves the beginning of a range that overlaps,
 * registers §3.3), else the oldest that was not taken yet.
 */
async function findAsked(tx: Statements, task: RegisterTask): Promise<TransferRow | undefined> {
  const waiting = await tx.all<TransferRow>(
    `SELECT * FROM transfer WHERE shop_id = ? AND register_id = ? AND ended_utc IS NULL
     AND state IN ('requested', 'accepted') ORDER BY transfer_id`,
    [task.shopId, task.registerId],
  );
  const to = task.range.kind === 'none' ? null : normal(task.range.to);
  return waiting.find((row) => row.range_to === to) ?? waiting[0];
}

async function makeTask(
  tx: Transaction<Tables>,
  clock: Clock,
  limits: StageLimits,
  { shopId, registerId, range }: RegisterTask,
): Promise<TransferRow> {
  const asked: TransferRange =
    range.kind === 'none' ? range : { kind: range.kind, from: normal(range.from), to: normal(range.to) };
  const cause = causeUnasked(range);
  const made = { shopId, registerId, cause, author: null, range: asked, askAtMs: null } as const;
  return insertTransfer(tx, clock, limits, made);
}

function normal(text: string): string {
  const time = parseLocalTime(text);
  return time.ok ? time.value : text.trim();
}

function messageOf({ messageRu, messageEn }: Pick<RegisterWords, 'messageRu' | 'messageEn'>) {
  if (messageRu === null && messageEn === null) return {};
  return { message: { ru: messageRu ?? messageEn ?? '', en: messageEn ?? messageRu ?? '' } };
}

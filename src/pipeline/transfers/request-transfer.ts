/** Asking for a load: what must hold before a transfer is made, and the one-week rule (M9–M12). */
import { type NewEntry, record } from '../../audit/audit.ts';
import {
  CONFIRM_FROM_DAYS,
  daysTouched,
  type LoadPeriod,
  needsConfirmation,
  periodFault,
} from '../../domain/load-period.ts';
import { addWallClock, type LocalTime, toLocal } from '../../domain/local-time.ts';
import type { StageLimits } from '../../domain/transfer.ts';
import type { ErrorCode, MessageParams } from '../../messages/messages.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import type { Tables } from '../../schema/tables.ts';
import { recordEvents } from '../event-log/event-log.ts';
import { findRegisterByCodes, type KnownRegister } from '../registers/registers.ts';
import { findTransfer, insertTransfer, type TransferCause, type TransferRange } from './transfer-row.ts';

/** What a person, the schedule or АСТУ wants: new data, a period (local times, both ends included) or numbers of shifts. */
export type WantedRange =
  | { kind: 'new' }
  | { kind: 'dates'; from: LocalTime; to: LocalTime }
  | { kind: 'shifts'; from: number; to: number };

export type LoadRequest = {
  shopCode: string;
  registerCode: string;
  cause: TransferCause;
  author: string | null;
  range: WantedRange;
  /** The person has seen the preview and agreed (M11). Only people are asked. */
  confirmed: boolean;
  /** Number of the run of the schedule that asks. */
  scheduleRun?: number;
};

/** What the server has of the period already, for the question D1. */
export type LoadPreview = { days: number; from: LocalTime; to: LocalTime; shifts: number; receipts: number };

export type RequestResult =
  | { kind: 'requested'; transferId: number }
  /** The same range of the register is being loaded (N10). */
  | { kind: 'running'; transferId: number }
  /** A week or longer (M10): ask the person, then send the request again, confirmed. */
  | { kind: 'confirmation_required'; preview: LoadPreview }
  | { kind: 'refused'; code: ErrorCode; params: MessageParams };

export type TransferChange = { shopId: string; registerId: string; transferId: number };

export type RequestContext = {
  clock: Clock;
  limits: StageLimits;
  /** Days from which a person must confirm: 1…7, the setting may lower it only. */
  confirmFromDays: number;
  /** Whether the register holds a command stream now: only by that can it be asked for numbers of shifts. */
  holdsStream: (registerId: string) => boolean;
};

/** A register that has no sales on the server is asked for so much, in ms (registers §8). */
export const NEW_REGISTER_WINDOW_MS = 24 * 3_600_000;

/** Checks and makes the transfer in one transaction; the asking loop takes it from there. */
async function requestTransfer(
  tx: Transaction<Tables>,
  context: RequestContext,
  request: LoadRequest,
): Promise<RequestResult> {
  const { shopCode, registerCode } = request;
  const register = await findRegisterByCodes(tx, shopCode, registerCode);
  if (register === undefined)
    return { kind: 'refused', code: 'not_found.register', params: { shopCode, registerCode } };
  if (!register.inService) return { kind: 'refused', code: 'load.out_of_service', params: { registerCode } };
  if (request.cause === 'schedule' && !(await hasWay(tx, register)))
    return { kind: 'refused', code: 'load.no_way', params: { registerCode } };
  const range = await resolveRange(tx, context, register, request.range);
  const refusal = refusalOf(context, register, range);
  if (refusal !== null) return refusal;
  const running = await findSame(tx, register, range);
  if (running !== undefined) return { kind: 'running', transferId: running };
  if (range.kind === 'dates' && request.cause === 'person' && !request.confirmed) {
    if (needsConfirmation(range, context.confirmFromDays))
      return { kind: 'confirmation_required', preview: await previewOf(tx, register, range) };
  }
  const { shopId, registerId } = register;
  const { cause, author } = request;
  const askAtMs = context.clock.now();
  const asked = { shopId, registerId, cause, author, range, askAtMs };
  const known = { schedule_run: request.scheduleRun ?? null };
  const { transfer_id: transferId } = await insertTransfer(tx, context.clock, context.limits, asked, known);
  const params = { transferId, registerCode, ...rangeParams(range), author: author ?? '—', causedBy: cause };
  await recordEvents(tx, context.clock, [{ code: 'transfer.requested', level: 'info', shopId, registerId, params }]);
  return { kind: 'requested', transferId };
}

/** Requests one after another in one transaction: what became of each, in their order, and the transfers that are new. */
export async function requestEach(
  tx: Transaction<Tables>,
  context: RequestContext,
  requests: readonly LoadRequest[],
): Promise<{ results: RequestResult[]; changes: TransferChange[] }> {
  const results: RequestResult[] = [];
  const changes: TransferChange[] = [];
  for (const wanted of requests) {
    const result = await requestTransfer(tx, context, wanted);
    results.push(result);
    const row = result.kind === 'requested' ? await findTransfer(tx, result.transferId) : undefined;
    if (row !== undefined)
      changes.push({ shopId: row.shop_id, registerId: row.register_id, transferId: row.transfer_id });
  }
  // What schedules, the ERP and the server itself ask for is told by their own rows; only people have to answer for it.
  const entries = requests.flatMap((wanted, index) => entryOf(wanted, results[index]));
  await record(tx, context.clock, entries);
  return { results, changes };
}

/** What the audit trail says of a load that a person has asked for. */
function entryOf({ cause, shopCode, registerCode, range }: LoadRequest, result: RequestResult | undefined): NewEntry[] {
  if (cause !== 'person' || (result?.kind !== 'requested' && result?.kind !== 'running')) return [];
  const asked = { register: `${shopCode}/${registerCode}`, range: range.kind, running: result.kind === 'running' };
  const bounds = range.kind === 'new' ? {} : { from: range.from, to: range.to };
  return [
    { verb: 'request', object: 'transfer', key: `T-${result.transferId}`, shopCode, new: { ...asked, ...bounds } },
  ];
}

/** The person was asked and declined (M12): nothing starts, the log tells of it. */
export async function declineTransfer(
  tx: Transaction<Tables>,
  clock: Clock,
  declined: { shopCode: string; registerCode: string; from: LocalTime; to: LocalTime; author: string | null },
): Promise<boolean> {
  const { shopCode, registerCode, from, to } = declined;
  const register = await findRegisterByCodes(tx, shopCode, registerCode);
  if (register === undefined) return false;
  const { shopId, registerId } = register;
  const params = { registerCode, from, to, author: declined.author ?? '—', causedBy: 'person' };
  await recordEvents(tx, clock, [{ code: 'transfer.declined', level: 'info', shopId, registerId, params }]);
  const key = `${shopCode}/${registerCode}`;
  await record(tx, clock, { verb: 'decline', object: 'register', key, shopCode, new: { from, to }, result: 'refused' });
  return true;
}

/** Whether a way leads to the register: the address of its command service, or it has opened a command stream at some time. */
async function hasWay(tx: Statements, { shopId, registerId }: KnownRegister): Promise<boolean> {
  const row = await tx.get(
    `SELECT 1 AS there FROM register WHERE shop_id = ? AND register_id = ?
     AND (command_host IS NOT NULL OR stream_opened_utc IS NOT NULL
       OR EXISTS (SELECT 1 FROM store_server_shop s WHERE s.shop_id = ?))`,
    [shopId, registerId, shopId],
  );
  return row !== undefined;
}

/** New data = from the last sale stored until now; a register without sales is asked for the last 24 h (M9). */
async function resolveRange(
  tx: Statements,
  { clock }: RequestContext,
  register: KnownRegister,
  wanted: WantedRange,
): Promise<Exclude<TransferRange, { kind: 'none' }>> {
  if (wanted.kind === 'dates') return wanted;
  if (wanted.kind === 'shifts') return { kind: 'shifts', from: String(wanted.from), to: String(wanted.to) };
  const now = toLocal(clock.now(), register.timeZone);
  const last = await tx.get<{ at: LocalTime | null }>(
    'SELECT MAX(last_document_at) AS at FROM shift WHERE shop_id = ? AND register_id = ?',
    [register.shopId, register.registerId],
  );
  const from = last?.at ?? addWallClock(now, -NEW_REGISTER_WINDOW_MS);
  // A register whose clock is ahead has sold "later" than now; the range must not be reversed.
  return { kind: 'new', from: from < now ? from : addWallClock(now, -NEW_REGISTER_WINDOW_MS), to: now };
}

function refusalOf(
  { clock, holdsStream }: RequestContext,
  register: KnownRegister,
  range: Exclude<TransferRange, { kind: 'none' }>,
): Extract<RequestResult, { kind: 'refused' }> | null {
  const { from, to } = range;
  if (range.kind === 'shifts') {
    if (Number(from) > Number(to)) return { kind: 'refused', code: 'load.shifts_reversed', params: { from, to } };
    const { registerId, registerCode, protocolVersion } = register;
    if (holdsStream(registerId)) return null;
    const code = protocolVersion === 3 ? 'load.dates_only' : 'load.no_stream';
    return { kind: 'refused', code, params: { registerCode } };
  }
  const fault = periodFault({ from, to }, toLocal(clock.now(), register.timeZone));
  return fault === null ? null : { kind: 'refused', code: `load.period_${fault}`, params: { from, to } };
}

async function findSame(
  tx: Statements,
  { shopId, registerId }: KnownRegister,
  { kind, from, to }: Exclude<TransferRange, { kind: 'none' }>,
): Promise<number | undefined> {
  // Two requests for new data differ in their ends and want the same.
  const [same, params] = kind === 'new' ? ['', []] : [' AND range_from = ? AND range_to = ?', [from, to]];
  const row = await tx.get<{ transferId: number }>(
    `SELECT transfer_id AS "transferId" FROM transfer WHERE shop_id = ? AND register_id = ? AND ended_utc IS NULL
     AND range_kind = ?${same} ORDER BY transfer_id LIMIT 1`,
    [shopId, registerId, kind, ...params],
  );
  return row?.transferId;
}

async function previewOf(tx: Statements, register: KnownRegister, period: LoadPeriod): Promise<LoadPreview> {
  const stored = await tx.get<{ shifts: number; receipts: number | null }>(
    `SELECT COUNT(*) AS shifts, CAST(SUM(counted_sale_count + counted_refund_count) AS BIGINT) AS receipts FROM shift
     WHERE shop_id = ? AND register_id = ? AND business_date >= ? AND business_date <= ?`,
    [register.shopId, register.registerId, period.from.slice(0, 10), period.to.slice(0, 10)],
  );
  const { from, to } = period;
  return { days: daysTouched(period), from, to, shifts: stored?.shifts ?? 0, receipts: stored?.receipts ?? 0 };
}

function rangeParams(range: Exclude<TransferRange, { kind: 'none' }>): MessageParams {
  return { range: `@transfer_range.${range.kind}`, from: range.from, to: range.to };
}

/** The setting as it holds: never above a week. */
export function confirmFromDays(setting: number): number {
  return Math.max(1, Math.min(setting, CONFIRM_FROM_DAYS));
}

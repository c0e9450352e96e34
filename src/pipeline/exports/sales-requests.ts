/**
 * Requests of АСТУ (`sale.req`, sales-file §9): each is taken out of the folder at once, answered by exporting the stored shifts
 * of its period again, and kept with what became of it. Days of which the server has nothing are asked of the register: the
 * row says so until `listDueLoads` and `noteLoad` have brought it to a transfer.
 */
import { addWallClock, type LocalDate, type LocalTime, toLocal } from '../../domain/local-time.ts';
import { parseSalesRequest, type RequestedPeriod } from '../../domain/sales-request.ts';
import type { MessageParams, ReasonCode } from '../../messages/messages.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import type { Database, Statements, Transaction } from '../../platform/database/database.ts';
import { takeNumbers } from '../../platform/database/numbers.ts';
import type { Tables } from '../../schema/tables.ts';
import { type NewEvent, recordEvents } from '../event-log/event-log.ts';
import type { ExchangeFolder, TakenRequest } from './exchange-folder.ts';
import { type Reason, writeRequest } from './export-rows.ts';
import { registerNumberOf } from './file-name.ts';

export type RequestPlace = { shopId: string; shopCode: string; timeZone: string; registerNumber: string };

/** Characters of a request that are kept for people. */
const MOST_TEXT = 200;
/** What is no request yet may be one that is still being written; so long it is given, in ms. */
const WRITING_MS = 5_000;

export type RequestTaker = {
  /** Takes and answers what lies in the folder of one register; true = at least one was settled. */
  take(place: RequestPlace): Promise<boolean>;
};

export function createRequestTaker(parts: {
  database: Database<Tables>;
  clock: Clock;
  folder: ExchangeFolder;
}): RequestTaker {
  const { database, clock, folder } = parts;
  /** When a text that is no request was seen first, by the name it was taken as. */
  const halfSince = new Map<string, { text: string; ms: number }>();

  /** True while the text may still grow. */
  function mayGrow({ key, text }: TakenRequest): boolean {
    const known = halfSince.get(key);
    if (known === undefined || known.text !== text) {
      halfSince.set(key, { text, ms: clock.now() });
      return true;
    }
    return Math.abs(clock.now() - known.ms) < WRITING_MS;
  }

  return {
    async take(place) {
      let settled = false;
      for (const request of await folder.takeRequests(place.shopCode, place.registerNumber)) {
        const parsed = parseSalesRequest(request.text);
        if (!parsed.ok && parsed.fault === 'not_a_request' && mayGrow(request)) continue;
        const refused = await database.transaction(async (tx) => {
          const known = await stateOf(tx, place.shopId, request.key);
          if (known !== undefined) return known === 'refused';
          if (parsed.ok) return answer(tx, clock, place, request, parsed.period);
          const details = { days: parsed.days };
          return refuse(tx, clock, place, request, { code: `erp_request.${parsed.fault}`, details }, null);
        });
        await folder.settleRequest(place, request.key, refused);
        halfSince.delete(request.key);
        settled = true;
      }
      return settled;
    },
  };
}

/** What was noted for a request that was taken under this name; the process may have died before it was settled. */
async function stateOf(tx: Statements, shopId: string, key: string): Promise<string | undefined> {
  const row = await tx.get<{ state: string }>('SELECT state FROM sales_request WHERE shop_id = ? AND taken_as = ?', [
    shopId,
    key,
  ]);
  return row?.state;
}

type Owner = { registerId: string; registerCode: string };

async function findOwner(tx: Statements, place: RequestPlace): Promise<Owner | undefined> {
  const registers = await tx.all<Owner>(
    'SELECT register_id AS "registerId", register_code AS "registerCode" FROM register WHERE shop_id = ?',
    [place.shopId],
  );
  return registers.find(({ registerCode }) => registerNumberOf(registerCode) === place.registerNumber);
}

/** Puts the stored shifts of the period to export and notes the days that are missing. Answers true when it is refused. */
async function answer(
  tx: Transaction<Tables>,
  clock: Clock,
  place: RequestPlace,
  request: TakenRequest,
  period: RequestedPeriod,
): Promise<boolean> {
  const owner = await findOwner(tx, place);
  if (owner === undefined) {
    const details = { registerNumber: place.registerNumber, shopCode: place.shopCode };
    return refuse(tx, clock, place, request, { code: 'erp_request.register_unknown', details }, period);
  }
  const all = await tx.all<{ shiftId: number; date: LocalDate; revenue: number; trimmed: string | null }>(
    `SELECT shift_id AS "shiftId", business_date AS date, trimmed_utc AS trimmed,
       COALESCE(reported_revenue, counted_sale_sum - counted_refund_sum) AS revenue
     FROM shift WHERE shop_id = ? AND register_id = ? AND business_date >= ? AND business_date <= ?`,
    [place.shopId, owner.registerId, period.from, period.to],
  );
  const shifts = all.filter(({ trimmed }) => trimmed === null);
  const nowUtc = utcText(clock.now());
  for (const { shiftId } of shifts) await writeRequest(tx, { shopId: place.shopId, shiftId }, nowUtc);
  const today = toLocal(clock.now(), place.timeZone).slice(0, 10);
  const missing = missingDays(new Set(all.map(({ date }) => date)), period, today);
  const revenue = shifts.reduce((sum, shift) => sum + shift.revenue, 0);
  const requestId = await insertRow(tx, place, request, {
    registerId: owner.registerId,
    receivedUtc: nowUtc,
    period,
    reason: null,
    shifts: shifts.length,
    revenue,
    missing,
  });
  const params = { requestId, registerCode: owner.registerCode, ...period, shifts: shifts.length, revenue };
  const code = missing === null ? 'erp.request_answered' : 'erp.request_asks_register';
  const event: NewEvent = { code, level: 'info', shopId: place.shopId, registerId: owner.registerId, params };
  await recordEvents(tx, clock, [event]);
  const archived = all.length - shifts.length;
  if (archived > 0) await tellArchived(tx, clock, event, { requestId, ...period, archived });
  return false;
}

/** Shifts whose documents lie in archives cannot be handed over before they are brought back. */
async function tellArchived(
  tx: Transaction<Tables>,
  clock: Clock,
  { shopId, registerId }: NewEvent,
  params: MessageParams,
): Promise<void> {
  const place = { ...(shopId === undefined ? {} : { shopId }), ...(registerId === undefined ? {} : { registerId }) };
  await recordEvents(tx, clock, [{ code: 'trim.request_incomplete', level: 'warning', ...place, params }]);
}

/** The first and the last day of the period that has no shift; days that are still to come are none. */
function missingDays(
  present: ReadonlySet<LocalDate>,
  { from, to }: RequestedPeriod,
  today: LocalDate,
): { from: LocalDate; to: LocalDate } | null {
  const missing: LocalDate[] = [];
  for (let day = from; day <= to && day <= today; day = dayAfter(day)) if (!present.has(day)) missing.push(day);
  const [first, last] = [missing[0], missing.at(-1)];
  return first === undefined || last === undefined ? null : { from: first, to: last };
}

function dayAfter(day: LocalDate): LocalDate {
  return addWallClock(`${day}T00:00:00`, 86_400_000).slice(0, 10);
}

async function refuse(
  tx: Transaction<Tables>,
  clock: Clock,
  place: RequestPlace,
  request: TakenRequest,
  reason: { code: ReasonCode; details: MessageParams },
  period: RequestedPeriod | null,
): Promise<true> {
  const owner = await findOwner(tx, place);
  const requestId = await insertRow(tx, place, request, {
    registerId: owner?.registerId ?? null,
    receivedUtc: utcText(clock.now()),
    period,
    reason,
    shifts: 0,
    revenue: 0,
    missing: null,
  });
  const params = { ...reason.details, requestId, registerNumber: place.registerNumber, reason: `@${reason.code}` };
  const register = owner === undefined ? {} : { registerId: owner.registerId };
  await recordEvents(tx, clock, [
    { code: 'erp.request_refused', level: 'error', shopId: place.shopId, ...register, params },
  ]);
  return true;
}

type NewRow = {
  registerId: string | null;
  receivedUtc: string;
  period: RequestedPeriod | null;
  reason: Reason | null;
  shifts: number;
  revenue: number;
  missing: { from: LocalDate; to: LocalDate } | null;
};

async function insertRow(
  tx: Transaction<Tables>,
  place: RequestPlace,
  request: TakenRequest,
  row: NewRow,
): Promise<number> {
  const requestId = await takeNumbers(tx, 'sales_request', 1);
  const { period, reason, missing } = row;
  await tx.run(
    `INSERT INTO sales_request (shop_id, request_id, register_id, register_number, received_utc, taken_as, text, from_date,
     to_date, state, reason_code, reason_details, shifts, revenue, load_from, load_to, load_state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      place.shopId,
      requestId,
      row.registerId,
      place.registerNumber,
      row.receivedUtc,
      request.key,
      // PostgreSQL keeps no zero character in a text.
      request.text.replaceAll('\0', '\uFFFD').slice(0, MOST_TEXT),
      period?.from ?? null,
      period?.to ?? null,
      reason === null ? 'answered' : 'refused',
      reason?.code ?? null,
      reason === null ? null : JSON.stringify(reason.details),
      row.shifts,
      row.revenue,
      missing === null ? null : `${missing.from}T00:00:00`,
      missing === null ? null : `${missing.to}T23:59:59`,
      missing === null ? 'none' : 'due',
    ],
  );
  return requestId;
}

/** A load that a request of АСТУ needs; both ends included, local to the shop. */
export type DueLoad = {
  shopId: string;
  requestId: number;
  shopCode: string;
  registerCode: string;
  from: LocalTime;
  to: LocalTime;
};

/** Loads that are to be asked of registers, oldest first. */
export function listDueLoads(database: Statements, limit = 50): Promise<DueLoad[]> {
  return database.all<DueLoad>(
    `SELECT q.shop_id AS "shopId", q.request_id AS "requestId", p.shop_code AS "shopCode", r.register_code AS "registerCode",
       q.load_from AS "from", q.load_to AS "to"
     FROM sales_request q JOIN shop p ON p.shop_id = q.shop_id
     JOIN register r ON r.shop_id = q.shop_id AND r.register_id = q.register_id
     WHERE q.load_state = 'due' ORDER BY q.request_id LIMIT ?`,
    [limit],
  );
}

/** What became of such a load: its transfer, or why the register was not asked. */
export async function noteLoad(
  database: Statements,
  load: Pick<DueLoad, 'shopId' | 'requestId'>,
  result: { transferId: number } | { code: string; params: MessageParams },
): Promise<void> {
  const asked = 'transferId' in result;
  await database.run(
    `UPDATE sales_request SET load_state = ?, transfer_id = ?, load_reason_code = ?, load_reason_details = ?
     WHERE shop_id = ? AND request_id = ? AND load_state = 'due'`,
    [
      asked ? 'asked' : 'refused',
      asked ? result.transferId : null,
      asked ? null : result.code,
      asked ? null : JSON.stringify(result.params),
      load.shopId,
      load.requestId,
    ],
  );
}

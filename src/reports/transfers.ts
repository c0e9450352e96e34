/** Requests for sales and what became of them (S6, S10): a page of transfers, newest first, and one of them. */
import type { TransferList, TransferListQuery, TransferRow } from '../../contracts/web-api.ts';
import { formatKopecks } from '../domain/money.ts';
import { RUNNING_STATES } from '../domain/transfer.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { TransferRow as StoredTransfer, Tables } from '../schema/tables.ts';
import { findPlace } from './find-place.ts';
import { type Found, found, notFound } from './found.ts';
import { countRows } from './page.ts';
import { reasonText } from './report-text.ts';

type Read = StoredTransfer & { shop_code: string; register_code: string };

const SELECT = `SELECT t.*, s.shop_code, r.register_code FROM transfer t JOIN shop s ON s.shop_id = t.shop_id
  JOIN register r ON r.shop_id = t.shop_id AND r.register_id = t.register_id`;

const STATES = {
  all: '1 = 1',
  running: 't.ended_utc IS NULL',
  // Whoever waits for its turn has a time for the next attempt.
  queued: "t.ended_utc IS NULL AND t.state = 'requested' AND t.next_attempt_utc IS NOT NULL",
  failed: "t.state IN ('failed', 'no_answer')",
  ended: 't.ended_utc IS NOT NULL',
} as const;

/** One row more than the page holds is read, to know whether another follows. */
export async function transfersReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: TransferListQuery,
): Promise<Found<TransferList>> {
  const place = await findPlace(database, query);
  if (!place.ok) return place;
  const conditions = [STATES[query.state] as string];
  const params: Value[] = [];
  const where = (condition: string, value: Value) => {
    conditions.push(condition);
    params.push(value);
  };
  if (place.value.shopId !== null) where('t.shop_id = ?', place.value.shopId);
  if (place.value.registerId !== null) where('t.register_id = ?', place.value.registerId);
  if (query.cause !== undefined) where('t.cause = ?', query.cause);
  if (query.run !== undefined) where('t.schedule_run = ?', query.run);
  const total = await countRows(database, `FROM transfer t WHERE ${conditions.join(' AND ')}`, params);
  if (query.before !== undefined) where('t.transfer_id < ?', Number(query.before.slice(2)));
  const rows = await database.all<Read>(
    `${SELECT} WHERE ${conditions.join(' AND ')} ORDER BY t.transfer_id DESC LIMIT ?`,
    [...params, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return found({
    transfers: page.map(transferRowOf),
    counts: await readTransferCounts(database, clock, place.value),
    total,
    next: rows.length > query.limit && last !== undefined ? `T-${last.transfer_id}` : null,
    asOf: utcText(clock.now()),
  });
}

/** One transfer by its number as people know it (`T-88`). */
export async function transferReport(database: QueryDatabase<Tables>, transferId: string): Promise<Found<TransferRow>> {
  const number = /^(?:T-)?(\d{1,15})$/.exec(transferId)?.[1];
  const row =
    number === undefined ? undefined : await database.get<Read>(`${SELECT} WHERE t.transfer_id = ?`, [+number]);
  return row === undefined ? notFound('not_found.transfer', { transferId }) : found(transferRowOf(row));
}

/** Failures older than this are history. */
const RECENT_MS = 7 * 86_400_000;

/** Numbers beside the tabs and the menu word, of a place: what runs and waits, what failed within a week and ever. */
export async function readTransferCounts(
  database: QueryDatabase<Tables>,
  clock: Clock,
  { shopId, registerId }: { shopId: string | null; registerId: string | null },
): Promise<TransferList['counts']> {
  const ofPlace = `${shopId === null ? '' : ' AND t.shop_id = ?'}${registerId === null ? '' : ' AND t.register_id = ?'}`;
  const params = [shopId, registerId].filter((id) => id !== null);
  const running = await database.get<{ running: number; queued: number }>(
    `SELECT COUNT(*) AS running, COUNT(CASE WHEN ${STATES.queued} THEN 1 END) AS queued FROM transfer t
     WHERE ${STATES.running}${ofPlace}`,
    params,
  );
  const failed = await database.get<{ failed: number; failedEver: number }>(
    `SELECT COUNT(CASE WHEN t.ended_utc >= ? THEN 1 END) AS failed, COUNT(*) AS "failedEver" FROM transfer t
     WHERE ${STATES.failed}${ofPlace}`,
    [utcText(clock.now() - RECENT_MS), ...params],
  );
  return {
    running: running?.running ?? 0,
    queued: running?.queued ?? 0,
    failed: failed?.failed ?? 0,
    failedEver: failed?.failedEver ?? 0,
  };
}

function transferRowOf(row: Read): TransferRow {
  const reason = reasonText(row.reason_code, row.reason_details);
  const said = row.message_ru === null ? null : { ru: row.message_ru, en: row.message_en ?? row.message_ru };
  return {
    transferId: `T-${row.transfer_id}`,
    shopCode: row.shop_code,
    registerCode: row.register_code,
    cause: row.cause as TransferRow['cause'],
    author: row.author,
    range: { kind: row.range_kind as TransferRow['range']['kind'], from: row.range_from, to: row.range_to },
    state: row.state as TransferRow['state'],
    endedIn: row.ended_in as TransferRow['endedIn'],
    overdue: row.overdue !== 0,
    reason,
    registerSaid: said,
    ignoredReports: ignoredOf(row.ignored_reports),
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_utc,
    stages: stagesOf(row),
    requestedAt: row.requested_utc,
    endedAt: row.ended_utc,
    packages: row.packages,
    documentsNew: row.documents_new,
    documentsSame: row.documents_same,
    documentsSum: row.packages === 0 || row.documents_sum === null ? null : formatKopecks(row.documents_sum),
    shifts: row.shift_count,
    shiftsExpected: row.range_kind === 'shifts' ? Math.max(0, Number(row.range_to) - Number(row.range_from) + 1) : null,
    differing: row.differing_count,
  };
}

function ignoredOf(counts: string | null): number {
  if (counts === null) return 0;
  return Object.values(JSON.parse(counts) as Record<string, number>).reduce((sum, n) => sum + n, 0);
}

/** The times of the stages it went through; one that it did not go through is left out. */
function stagesOf(row: Read): TransferRow['stages'] {
  return RUNNING_STATES.flatMap((stage) => {
    const at = row[`${stage}_utc`];
    return at === null ? [] : [{ stage, at }];
  });
}

/** Differences of shifts (S9 «Расхождения»): a page of them, newest first, with what may be behind each. */
import type { CaseList, CaseListQuery, CaseRow } from '../../contracts/web-api.ts';
import { rightsOfRole, roles } from '../domain/access.ts';
import { type CheckFigure, checkFigures } from '../domain/shift-check.ts';
import { shiftKey } from '../domain/shift-key.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { Value } from '../platform/database/database.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import { ordinalSql } from '../schema/shift-ordinal.ts';
import type { ShiftCaseRow, Tables } from '../schema/tables.ts';
import { type CauseFacts, causeOf } from './case-cause.ts';
import { comparedValues, differenceText } from './case-text.ts';
import { findPlace } from './find-place.ts';
import { type Found, found, notFound } from './found.ts';

type Read = ShiftCaseRow &
  CauseFacts & {
    shop_code: string;
    register_code: string;
    shift_number: number;
    opened_at: string | null;
    business_date: string;
    ordinal: number;
    mending: number;
    full_name: string | null;
    /** Null = the name is of no person. */
    able: number | null;
  };

/** A load that was asked for because of it, or an ask for the missing receipts of its shift, runs. */
const MENDING = `CASE WHEN EXISTS (SELECT 1 FROM transfer t WHERE t.shop_id = c.shop_id AND t.transfer_id = c.transfer_id
      AND t.ended_utc IS NULL)
    OR (c.figure IN ('receiptNumbers', 'saleCount', 'refundCount', 'saleSum', 'refundSum', 'revenue')
      AND EXISTS (SELECT 1 FROM receipt_gap g WHERE g.shop_id = c.shop_id AND g.shift_id = c.shift_id AND g.state = 'asked'))
    THEN 1 ELSE 0 END`;

/** Roles of people who can work on differences. */
const ABLE_ROLES = roles.filter((role) => rightsOfRole[role].includes('load')).map((role) => `'${role}'`);

/** Whether whoever has it can still work on it. */
const ABLE = `CASE WHEN a.login IS NULL THEN NULL
    WHEN a.disabled_utc IS NULL AND a.role IN (${ABLE_ROLES.join(', ')}) AND (a.all_shops = 1 OR EXISTS (
      SELECT 1 FROM person_shop w WHERE w.login = a.login AND w.shop_id = c.shop_id)) THEN 1 ELSE 0 END`;

const SELECT = `SELECT c.*, a.full_name, ${ABLE} AS able, p.shop_code, r.register_code, s.shift_number, s.opened_at, s.business_date,
    ${ordinalSql('s')} AS ordinal, ${MENDING} AS mending,
    (SELECT CAST(COALESCE(SUM(g.missing_count), 0) AS BIGINT) FROM receipt_gap g
      WHERE g.shop_id = c.shop_id AND g.shift_id = c.shift_id AND g.state <> 'filled') AS missing,
    (SELECT COUNT(*) FROM set_aside a WHERE a.shop_id = c.shop_id AND a.register_id = c.register_id AND a.state = 'open'
      AND a.shift_number = s.shift_number) AS set_aside,
    (SELECT COUNT(*) FROM conflict x WHERE x.shop_id = c.shop_id AND x.shift_id = c.shift_id) AS conflicts,
    CASE WHEN s.counted_sale_unmapped <> 0 OR s.counted_refund_unmapped <> 0 THEN 1 ELSE 0 END AS unmapped,
    (SELECT MIN(o.figure) FROM shift_case o WHERE o.shop_id = c.shop_id AND o.shift_id = c.shift_id AND o.ended_utc IS NULL
      AND o.figure IN ('saleSum', 'saleCash') AND o.first_value - o.second_value = c.first_value - c.second_value
      AND o.case_id <> c.case_id) AS same_figure,
    CASE WHEN EXISTS (SELECT 1 FROM shift b WHERE b.shop_id = s.shop_id AND b.register_id = s.register_id
      AND b.business_date <= s.business_date AND b.shift_id <> s.shift_id AND b.reported_drawer_sum IS NOT NULL)
      THEN 1 ELSE 0 END AS drawer_known
  FROM shift_case c JOIN shop p ON p.shop_id = c.shop_id
  JOIN register r ON r.shop_id = c.shop_id AND r.register_id = c.register_id
  JOIN shift s ON s.shop_id = c.shop_id AND s.shift_id = c.shift_id
  LEFT JOIN person a ON a.shop_id = '' AND a.login = c.assigned_to`;

const STATES = {
  all: '1 = 1',
  open: "c.state IN ('appeared', 'seen')",
  accepted: "c.state = 'accepted'",
  solved: "c.state = 'solved'",
} as const;

const HOLDERS = { nobody: 'c.assigned_to IS NULL', somebody: 'c.assigned_to IS NOT NULL' } as const;

/** What can be asked of the list. Whose «mine» are, is known at the door: they are told by a name here. */
export type CasesQuery = Omit<CaseListQuery, 'assigned'> & {
  assigned?: keyof typeof HOLDERS | undefined;
  mine?: string | undefined;
};

const CHECKS = new Map<string, string[]>();
for (const [figure, { check }] of Object.entries(checkFigures))
  CHECKS.set(check, [...(CHECKS.get(check) ?? []), figure]);

/** One row more than the page holds is read, to know whether another follows. */
export async function casesReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  query: CasesQuery,
): Promise<Found<CaseList>> {
  const place = await findPlace(database, query);
  if (!place.ok) return place;
  const within: string[] = [];
  const params: Value[] = [];
  const { shopId, registerId } = place.value;
  if (shopId !== null) within.push('c.shop_id = ?');
  if (shopId !== null) params.push(shopId);
  if (registerId !== null) within.push('c.register_id = ?');
  if (registerId !== null) params.push(registerId);
  const assigned = await readAssigned(database, within, params);
  within.push(...(query.assigned === undefined ? [] : [HOLDERS[query.assigned]]));
  for (const name of [query.assignee, query.mine]) {
    if (name === undefined) continue;
    within.push('c.assigned_to = ?');
    params.push(name);
  }
  const counts = await readCounts(database, within, params);
  const evidence = await readEvidence(database, shopId);
  if (query.check !== undefined)
    within.push(`c.figure IN (${(CHECKS.get(query.check) ?? []).map((figure) => `'${figure}'`).join(', ')})`);
  if (query.before !== undefined) within.push('c.case_id < ?');
  if (query.before !== undefined) params.push(Number(query.before.slice(2)));
  const rows = await database.all<Read>(
    `${SELECT} WHERE ${[STATES[query.state], ...within].join(' AND ')} ORDER BY c.case_id DESC LIMIT ?`,
    [...params, query.limit + 1],
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return found({
    cases: page.map(caseRowOf),
    counts,
    assigned,
    evidence,
    next: rows.length > query.limit && last !== undefined ? `D-${last.case_id}` : null,
    asOf: utcText(clock.now()),
  });
}

/** One difference by its number, `D-12`. */
export async function caseReport(database: QueryDatabase<Tables>, caseId: string): Promise<Found<CaseRow>> {
  const [row] = await readCases(database, [Number(caseId.slice(2))]);
  return row === undefined ? notFound('not_found.case', { caseId }) : found(row);
}

/** Differences by their numbers, in the order of the numbers. */
export async function readCases(database: QueryDatabase<Tables>, ids: readonly number[]): Promise<CaseRow[]> {
  if (ids.length === 0) return [];
  const rows = await database.all<Read>(
    `${SELECT} WHERE c.case_id IN (${ids.map(() => '?').join(', ')}) ORDER BY c.case_id`,
    [...ids],
  );
  return rows.map(caseRowOf);
}

/** All differences that a shift ever had, the standing first. */
export async function readShiftCases(
  database: QueryDatabase<Tables>,
  shift: { shopId: string; shiftId: number },
): Promise<CaseRow[]> {
  const rows = await database.all<Read>(
    `${SELECT} WHERE c.shop_id = ? AND c.shift_id = ? ORDER BY CASE WHEN c.ended_utc IS NULL THEN 0 ELSE 1 END, c.case_id`,
    [shift.shopId, shift.shiftId],
  );
  return rows.map(caseRowOf);
}

async function readCounts(
  database: QueryDatabase<Tables>,
  within: readonly string[],
  params: readonly Value[],
): Promise<CaseList['counts']> {
  const sum = (state: keyof typeof STATES) =>
    `CAST(COALESCE(SUM(CASE WHEN ${STATES[state]} THEN 1 ELSE 0 END), 0) AS BIGINT) AS ${state}`;
  const row = await database.get<CaseList['counts']>(
    `SELECT ${sum('open')}, ${sum('accepted')}, ${sum('solved')} FROM shift_case c
     WHERE ${[STATES.all, ...within].join(' AND ')}`,
    params,
  );
  return { open: row?.open ?? 0, accepted: row?.accepted ?? 0, solved: row?.solved ?? 0 };
}

/** Names that the list tells at most. */
const MOST_NAMES = 500;

/** Whose the open ones are. */
async function readAssigned(
  database: QueryDatabase<Tables>,
  within: readonly string[],
  params: readonly Value[],
): Promise<CaseList['assigned']> {
  const rows = await database.all<{ name: string | null; fullName: string | null; n: number }>(
    `SELECT c.assigned_to AS name, MAX(a.full_name) AS "fullName", COUNT(*) AS n FROM shift_case c
     LEFT JOIN person a ON a.shop_id = '' AND a.login = c.assigned_to
     WHERE ${[STATES.open, ...within].join(' AND ')} GROUP BY c.assigned_to ORDER BY n DESC, name LIMIT ${MOST_NAMES + 1}`,
    params,
  );
  const people = rows.flatMap(({ name, fullName, n }) => (name === null ? [] : [{ to: name, fullName, count: n }]));
  return { nobody: rows.find(({ name }) => name === null)?.n ?? 0, people: people.slice(0, MOST_NAMES) };
}

async function readEvidence(database: QueryDatabase<Tables>, shopId: string | null): Promise<CaseList['evidence']> {
  const ofShop = shopId === null ? '' : ' AND shop_id = ?';
  const row = await database.get<{ n: number; at: string | null }>(
    `SELECT (SELECT COUNT(*) FROM shift_check WHERE result IS NOT NULL${ofShop}) AS n,
       (SELECT MAX(checked_utc) FROM shift_check WHERE result IS NOT NULL${ofShop}) AS at`,
    shopId === null ? [] : [shopId, shopId],
  );
  return { checkedShifts: row?.n ?? 0, lastCheckedAt: row?.at ?? null };
}

function caseRowOf(row: Read): CaseRow {
  const { shift_number: shiftNumber, opened_at: openedAt, business_date: businessDate } = row;
  const figure = row.figure as CheckFigure;
  const open = row.state === 'appeared' || row.state === 'seen';
  return {
    caseId: `D-${row.case_id}`,
    shopCode: row.shop_code,
    registerCode: row.register_code,
    shiftKey: shiftKey({ shiftNumber, openedAt, businessDate }, row.ordinal),
    shiftNumber,
    businessDate,
    check: checkFigures[figure].check,
    figure,
    text: differenceText(figure, row.first_value, row.second_value),
    cause: causeOf(figure, row),
    values: comparedValues(figure, row.first_value, row.second_value),
    state: open && row.mending === 1 ? 'mending' : (row.state as CaseRow['state']),
    appearedAt: row.appeared_utc,
    seenAt: row.seen_utc,
    seenBy: row.seen_by,
    transferId: row.transfer_id === null ? null : `T-${row.transfer_id}`,
    acceptedAt: row.accepted_utc,
    acceptedBy: row.accepted_by,
    reason: row.reason,
    assignment: assignmentOf(row),
    endedAt: row.ended_utc,
  };
}

function assignmentOf(row: Read): CaseRow['assignment'] {
  if (row.assigned_utc === null) return null;
  const able = row.able === null ? null : row.able === 1;
  return { to: row.assigned_to, fullName: row.full_name, able, at: row.assigned_utc, by: row.assigned_by };
}

/** The rows of shifts as several screens need them: kept sums, what the ERP has, and the marks of other tables. Never documents. */
import type { LocalDate } from '../domain/local-time.ts';
import type { Kopecks } from '../domain/money.ts';
import { checkFigures } from '../domain/shift-check.ts';
import { type CountedSums, countedFigures, type SumName } from '../domain/shift-sums.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { FOLDER } from './export-state.ts';

/** Shifts with their export beside them; the caller narrows and orders. */
export function selectShifts(database: QueryDatabase<Tables>) {
  return database.query
    .selectFrom('shift as s')
    .leftJoin('shift_export as e', (join) =>
      join.onRef('e.shop_id', '=', 's.shop_id').onRef('e.shift_id', '=', 's.shift_id').on('e.target', '=', FOLDER),
    )
    .select([
      's.shift_id as shiftId',
      's.shift_number as shiftNumber',
      's.opened_at as openedAt',
      's.closed_at as closedAt',
      's.business_date as businessDate',
      's.cashier_code as cashierCode',
      's.number_repeated as numberRepeated',
      's.reported_sale_sum',
      's.reported_sale_cash',
      's.reported_sale_noncash',
      's.reported_sale_other',
      's.reported_refund_sum',
      's.reported_refund_cash',
      's.reported_refund_noncash',
      's.reported_revenue',
      's.reported_revenue_cash',
      's.reported_revenue_noncash',
      's.reported_drawer_sum',
      's.reported_sale_count',
      's.reported_refund_count',
      's.reported_first_receipt_number',
      's.reported_last_receipt_number',
      's.counted_sale_sum',
      's.counted_sale_cash',
      's.counted_sale_noncash',
      's.counted_sale_other',
      's.counted_refund_sum',
      's.counted_refund_cash',
      's.counted_refund_noncash',
      's.counted_refund_other',
      's.counted_cash_in',
      's.counted_cash_out',
      's.counted_cash_withdrawal',
      's.counted_sale_count',
      's.counted_refund_count',
      's.first_receipt_number',
      's.last_receipt_number',
      's.revision',
      's.updated_utc as updatedAt',
      'e.revision as exportedRevision',
      'e.file_name as exportedName',
      'e.exported_utc as exportedUtc',
      'e.planned_revision as plannedRevision',
      'e.failed_revision as failedRevision',
      'e.reason_code as exportReason',
      'e.reason_details as exportReasonDetails',
      'e.confirmed_revision as confirmedRevision',
      'e.confirmed_matches as confirmedMatches',
    ]);
}

export type ShiftFacts = Awaited<ReturnType<ReturnType<typeof selectShifts>['execute']>>[number];

/** Columns that `countedSumsOf` reads. */
type CountedColumns = Pick<ShiftFacts, Extract<keyof ShiftFacts, `counted_${string}`>>;

export function countedSumsOf(row: Omit<CountedColumns, 'counted_sale_count' | 'counted_refund_count'>): CountedSums {
  return {
    saleSum: row.counted_sale_sum,
    saleCash: row.counted_sale_cash,
    saleNoncash: row.counted_sale_noncash,
    saleOther: row.counted_sale_other,
    refundSum: row.counted_refund_sum,
    refundCash: row.counted_refund_cash,
    refundNoncash: row.counted_refund_noncash,
    refundOther: row.counted_refund_other,
    cashIn: row.counted_cash_in,
    cashOut: row.counted_cash_out,
    cashWithdrawal: row.counted_cash_withdrawal,
  };
}

/** Every sum of a shift, reported beside counted; `drawerStart` is the reported drawer of the shift before, else 0. */
export function figuresOf(
  row: ShiftFacts,
  drawerStart: Kopecks,
): Record<SumName, { reported: Kopecks | null; counted: Kopecks }> {
  const counted = countedFigures(countedSumsOf(row), drawerStart);
  return {
    saleSum: { reported: row.reported_sale_sum, counted: counted.saleSum },
    saleCash: { reported: row.reported_sale_cash, counted: counted.saleCash },
    saleNoncash: { reported: row.reported_sale_noncash, counted: counted.saleNoncash },
    saleOther: { reported: row.reported_sale_other, counted: counted.saleOther },
    refundSum: { reported: row.reported_refund_sum, counted: counted.refundSum },
    refundCash: { reported: row.reported_refund_cash, counted: counted.refundCash },
    refundNoncash: { reported: row.reported_refund_noncash, counted: counted.refundNoncash },
    revenue: { reported: row.reported_revenue, counted: counted.revenue },
    revenueCash: { reported: row.reported_revenue_cash, counted: counted.revenueCash },
    revenueNoncash: { reported: row.reported_revenue_noncash, counted: counted.revenueNoncash },
    drawerSum: { reported: row.reported_drawer_sum, counted: counted.drawerSum },
  };
}

/** Marks of shifts that other tables hold, by shift id. */
export type ShiftMarks = {
  unmapped: Map<number, number[]>;
  setAside: Map<number, number>;
  conflicts: Map<number, number>;
  checks: Map<number, CheckMarks>;
};

/** What the checks say of a shift: kopecks, counts. `result` null = not looked at in its latest state. */
export type CheckMarks = {
  result: string | null;
  openCases: number;
  acceptedCases: number;
  difference: Kopecks | null;
  missing: number;
};

/** The marks of all shifts of a register between two business dates, both included. */
export async function readShiftMarks(
  database: QueryDatabase<Tables>,
  register: { shopId: string; registerId: string },
  from: LocalDate,
  to: LocalDate,
): Promise<ShiftMarks> {
  const inPeriod = `shop_id = ? AND shift_id IN
    (SELECT shift_id FROM shift WHERE shop_id = ? AND register_id = ? AND business_date BETWEEN ? AND ?)`;
  const params = [register.shopId, register.shopId, register.registerId, from, to];
  const unmapped = new Map<number, number[]>();
  const rows = await database.all<{ id: number; code: number }>(
    `SELECT shift_id AS id, payment_type_code AS code FROM shift_unmapped_payment WHERE ${inPeriod} ORDER BY 1, 2`,
    params,
  );
  for (const { id, code } of rows) unmapped.set(id, [...(unmapped.get(id) ?? []), code]);
  const conflicts = await database.all<{ id: number; n: number }>(
    `SELECT shift_id AS id, COUNT(*) AS n FROM conflict WHERE ${inPeriod} GROUP BY shift_id`,
    params,
  );
  const checks = await readChecks(database, inPeriod, params);
  return { unmapped, conflicts: countsById(conflicts), setAside: await readSetAside(database, register), checks };
}

/** Found by few rows: results of the shifts, their standing differences, their holes. */
async function readChecks(
  database: QueryDatabase<Tables>,
  inPeriod: string,
  params: readonly string[],
): Promise<Map<number, CheckMarks>> {
  const checks = new Map<number, CheckMarks>();
  const of = (id: number) => {
    const known = checks.get(id) ?? { result: null, openCases: 0, acceptedCases: 0, difference: null, missing: 0 };
    checks.set(id, known);
    return known;
  };
  const results = await database.all<{ id: number; result: string | null }>(
    `SELECT shift_id AS id, result FROM shift_check c WHERE ${inPeriod} AND c.revision >=
       (SELECT s.revision FROM shift s WHERE s.shop_id = c.shop_id AND s.shift_id = c.shift_id)`,
    params,
  );
  for (const { id, result } of results) of(id).result = result;
  const cases = await database.all<{ id: number; open: number; accepted: number; difference: number | null }>(
    `SELECT shift_id AS id, ${openCasesSql('shift_case')} FROM shift_case
     WHERE ended_utc IS NULL AND ${inPeriod} GROUP BY shift_id`,
    params,
  );
  for (const { id, open, accepted, difference } of cases)
    Object.assign(of(id), { openCases: open, acceptedCases: accepted, difference });
  const gaps = await database.all<{ id: number; n: number }>(
    `SELECT shift_id AS id, CAST(SUM(missing_count) AS BIGINT) AS n FROM receipt_gap
     WHERE state <> 'filled' AND ${inPeriod} GROUP BY shift_id`,
    params,
  );
  for (const { id, n } of gaps) of(id).missing = n;
  return checks;
}

const MONEY_FIGURES = Object.entries(checkFigures).flatMap(([figure, { unit }]) =>
  unit === 'money' ? [`'${figure}'`] : [],
);

/** Columns `open`, `accepted` and `difference` over standing cases: how many, and the largest open difference of money. */
export function openCasesSql(cases: string): string {
  const isOpen = `${cases}.state IN ('appeared', 'seen')`;
  return `CAST(SUM(CASE WHEN ${isOpen} THEN 1 ELSE 0 END) AS BIGINT) AS open,
    CAST(SUM(CASE WHEN ${isOpen} THEN 0 ELSE 1 END) AS BIGINT) AS accepted,
    MAX(CASE WHEN ${isOpen} AND ${cases}.figure IN (${MONEY_FIGURES.join(', ')})
      THEN ABS(${cases}.first_value - ${cases}.second_value) END) AS difference`;
}

/** A set-aside record knows only the number of its shift: it is shown at the latest shift of that number. */
async function readSetAside(
  database: QueryDatabase<Tables>,
  register: { shopId: string; registerId: string },
): Promise<Map<number, number>> {
  const rows = await database.all<{ id: number | null; n: number }>(
    `SELECT (SELECT s.shift_id FROM shift s
       WHERE s.shop_id = a.shop_id AND s.register_id = a.register_id AND s.shift_number = a.shift_number
       ORDER BY s.business_date DESC, s.shift_id DESC LIMIT 1) AS id, COUNT(*) AS n
     FROM set_aside a
     WHERE a.shop_id = ? AND a.register_id = ? AND a.state = 'open' AND a.shift_number IS NOT NULL
     GROUP BY a.shop_id, a.register_id, a.shift_number`,
    [register.shopId, register.registerId],
  );
  return countsById(rows.filter((row): row is { id: number; n: number } => row.id !== null));
}

function countsById(rows: readonly { id: number; n: number }[]): Map<number, number> {
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** The reported drawer of the last shift before a business date, else null (glossary §5, drawer at shift start). */
export async function drawerBefore(
  database: QueryDatabase<Tables>,
  register: { shopId: string; registerId: string },
  date: LocalDate,
): Promise<Kopecks | null> {
  const row = await database.query
    .selectFrom('shift')
    .select('reported_drawer_sum as drawer')
    .where('shop_id', '=', register.shopId)
    .where('register_id', '=', register.registerId)
    .where('business_date', '<', date)
    .orderBy('business_date', 'desc')
    .orderBy((eb) => eb.fn.coalesce('opened_at', eb.val('')), 'desc')
    .orderBy('shift_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.drawer ?? null;
}

type ShiftPlace = Pick<ShiftFacts, 'businessDate' | 'openedAt' | 'shiftId'>;

/** The order of shifts on a register: business date, open time (none first), id. */
export function compareShifts(a: ShiftPlace, b: ShiftPlace): number {
  return (
    compareText(a.businessDate, b.businessDate) ||
    compareText(a.openedAt ?? '', b.openedAt ?? '') ||
    a.shiftId - b.shiftId
  );
}

/** The place of a shift in that order, as the cursor of a list that begins with the newest. */
export function shiftCursor({ businessDate, openedAt, shiftId }: ShiftPlace): string {
  return `${businessDate}_${openedAt ?? ''}_${shiftId}`;
}

/** Whether a shift stands behind the cursor of such a list. */
export function isOlderShift(shift: ShiftPlace, cursor: string): boolean {
  const [businessDate = '', openedAt = '', id] = cursor.split('_');
  return compareShifts(shift, { businessDate, openedAt, shiftId: Number(id) }) < 0;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

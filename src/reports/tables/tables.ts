/** Every report by its name: read, compared with the period before, held against the sums of its shifts, written as text. */
import {
  type ReportColumn,
  type ReportName,
  type ReportQuery,
  type ReportTable,
  type ReportTie,
  reportNames,
} from '../../../contracts/web-api.ts';
import { formatKopecks } from '../../domain/money.ts';
import { type Clock, utcText } from '../../platform/clock.ts';
import { asOfOneMoment, type QueryDatabase } from '../../platform/database/query-builder.ts';
import type { Tables } from '../../schema/tables.ts';
import { type Found, found, notFound } from '../found.ts';
import { cancelledTable } from './cancelled.ts';
import { cashTable } from './cash.ts';
import { cashiersTable } from './cashiers.ts';
import { departmentsTable } from './departments.ts';
import { discountsTable } from './discounts.ts';
import { goodsTable } from './goods.ts';
import { hoursTable } from './hours.ts';
import { readMissing } from './missing.ts';
import { type Cells, column, type TableAnswer, type TableReport, type TableSource, writeCells } from './model.ts';
import { paymentsTable } from './payments.ts';
import { refundsTable } from './refunds.ts';
import { salesTable } from './sales.ts';
import { previousScope, readScope, type Scope, shiftsSql, total } from './scope.ts';
import { shiftsTable } from './shifts.ts';

const tables: Record<ReportName, TableReport> = {
  sales: salesTable,
  shifts: shiftsTable,
  departments: departmentsTable,
  cashiers: cashiersTable,
  payments: paymentsTable,
  hours: hoursTable,
  refunds: refundsTable,
  cancelled: cancelledTable,
  cash: cashTable,
  discounts: discountsTable,
  goods: goodsTable,
};

/** Reports that list documents. */
const LISTS: ReadonlySet<ReportName> = new Set(['refunds', 'cancelled', 'cash']);

/** Where sales are read from: the alias of the original setting `sales.loadMode` (M48). */
export const LOAD_MODE = 'db';

/**
 * A report by its name; `not_found.*` for a name or a place that is not there. All of it is read as of one moment: totals, what the
 * shifts say and what is missing must fit together while sales come.
 */
export function tableReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  report: string,
  query: ReportQuery,
): Promise<Found<ReportTable>> {
  return asOfOneMoment(database, (reading) => readTable(reading, clock, report, query));
}

async function readTable(
  database: QueryDatabase<Tables>,
  clock: Clock,
  report: string,
  query: ReportQuery,
): Promise<Found<ReportTable>> {
  const name = reportNames.find((one) => one === report);
  if (name === undefined) return notFound('not_found.report', { report, known: reportNames.join(', ') });
  const nowMs = clock.now();
  const place = await readScope(database, nowMs, query);
  if (!place.ok) return place;
  const scope = place.value;
  const source = { database, scope, query };
  const answer = await tables[name].read(source);
  const previous = await addPrevious(name, source, answer);
  const { columns, rows, totals, rowCount, next, heat } = answer;
  return found({
    report: name,
    by: name === 'sales' ? query.by : null,
    shop: scope.shop === null ? null : shopHeading(scope.shop),
    register: scope.register === null ? registerOfShift(scope) : registerHeading(scope.register),
    shift: scope.shift === null ? null : { key: query.shift ?? '', shiftNumber: scope.shift.facts.shiftNumber },
    from: scope.from,
    to: scope.to,
    previous,
    filter: name === 'shifts' && query.state !== 'all' ? [{ key: 'state', value: query.state }] : [],
    columns,
    rows: rows.map(({ key, cells, target }) => ({ key, cells: writeCells(columns, cells), target })),
    totals: writeCells(columns, totals),
    rowCount,
    next,
    ties: await readTies(source, columns, totals),
    heat: heat === undefined ? null : heat.map((cell) => ({ ...cell, revenue: formatKopecks(cell.revenue) })),
    missing: await readMissing(database, scope, LISTS.has(name)),
    loadMode: LOAD_MODE,
    asOf: utcText(nowMs),
  });
}

function shopHeading({ shopCode, name, timeZone }: NonNullable<Scope['shop']>) {
  return { shopCode, name, timeZone };
}

function registerHeading({ registerCode, name }: NonNullable<Scope['register']>) {
  return { registerCode, name };
}

function registerOfShift({ shift }: Scope) {
  return shift === null ? null : registerHeading(shift.register);
}

const COMPARED = 'revenue';

/**
 * Beside each row the revenue of the same row in the period of the same length just before. Rows that were only there come in
 * with nothing sold, so that the column adds up to its total. Of a list only the totals of that period are told.
 */
async function addPrevious(
  name: ReportName,
  source: TableSource,
  answer: TableAnswer,
): Promise<ReportTable['previous']> {
  const { previous, readTotals } = tables[name];
  if (source.scope.shift !== null) return null;
  const scope = previousScope(source.scope);
  if (readTotals !== undefined) {
    const totals = writeCells(answer.columns, await readTotals({ ...source, scope }));
    return { from: scope.from, to: scope.to, totals };
  }
  if (!previous) return null;
  const before = await tables[name].read({ ...source, scope });
  const revenues = new Map(before.rows.map(({ key, cells }) => [key, Number(cells[COMPARED] ?? 0)]));
  const known = new Set(answer.rows.map(({ key }) => key));
  const byDay = name === 'sales' && source.query.by === 'day';
  if (!byDay)
    for (const row of before.rows)
      if (!known.has(row.key)) answer.rows.push({ ...row, cells: nothingSold(answer.columns, row.cells) });
  for (const { key, cells } of answer.rows) {
    const was = revenues.get(key) ?? 0;
    cells['previous'] = was;
    cells['change'] = Number(cells[COMPARED] ?? 0) - was;
  }
  const was = Number(before.totals[COMPARED] ?? 0);
  answer.totals['previous'] = was;
  answer.totals['change'] = Number(answer.totals[COMPARED] ?? 0) - was;
  answer.rowCount = answer.rows.length;
  const totals = writeCells(answer.columns, before.totals);
  answer.columns = [
    ...answer.columns,
    column('previous', 'money', 'previousRevenue'),
    column('change', 'money', 'change'),
  ];
  return { from: scope.from, to: scope.to, totals };
}

function nothingSold(columns: readonly ReportColumn[], cells: Cells): Cells {
  const empty: Cells = {};
  for (const { key, kind, figure } of columns) {
    const added = kind === 'money' || kind === 'count' || kind === 'quantity';
    if (figure === null) empty[key] = cells[key] ?? null;
    else empty[key] = added && key !== 'average' ? 0 : null;
  }
  return empty;
}

/** What the shifts say to the totals of a report, by the key of its column. */
const TIED: Partial<Record<string, string>> = {
  saleSum: 'COALESCE(s.reported_sale_sum, s.counted_sale_sum)',
  refundSum: 'COALESCE(s.reported_refund_sum, s.counted_refund_sum)',
  revenue: 'COALESCE(s.reported_revenue, s.counted_sale_sum - s.counted_refund_sum)',
};

async function readTies(
  { database, scope }: TableSource,
  columns: readonly ReportColumn[],
  totals: Cells,
): Promise<ReportTie[]> {
  const tied = columns.filter(({ key }) => TIED[key] !== undefined && typeof totals[key] === 'number');
  if (tied.length === 0) return [];
  const { text, params } = shiftsSql(scope);
  const sums = tied.map(({ key }) => `${total(TIED[key] ?? '0')} AS "${key}"`);
  const row = (await database.get<Record<string, number>>(`SELECT ${sums.join(', ')} ${text}`, params)) ?? {};
  return tied.map(({ key }) => ({
    figure: key,
    report: formatKopecks(Number(totals[key])),
    shifts: formatKopecks(row[key] ?? 0),
    equal: totals[key] === (row[key] ?? 0),
  }));
}

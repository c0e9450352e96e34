/** «Выручка по кассовым сменам» (M20): each shift with the sums that «Сверка продаж» shows, over a register, a shop or the network. */
import { addKopecks, type Kopecks } from '../../domain/money.ts';
import type { SumName } from '../../domain/shift-sums.ts';
import type { Value } from '../../platform/database/database.ts';
import { shiftExportOf } from '../export-state.ts';
import { pageOf } from '../page.ts';
import {
  compareShifts,
  isOlderShift,
  readShiftMarks,
  type ShiftFacts,
  type ShiftMarks,
  selectShifts,
  shiftCursor,
} from '../shift-facts.ts';
import { showInOrder } from '../shift-list.ts';
import { type ShownShift, shiftFilters } from '../shift-row.ts';
import { type Cells, column, type TableReport, type TableRow, type TableSource } from './model.ts';
import { registersOf } from './scope.ts';
import { shownColumns } from './shown-columns.ts';

type Register = { shopId: string; shopCode: string; registerId: string; registerCode: string };

const SUMS: Record<string, SumName> = {
  saleCash: 'saleCash',
  saleNoncash: 'saleNoncash',
  saleOther: 'saleOther',
  revenue: 'revenue',
  revenueCash: 'revenueCash',
  revenueNoncash: 'revenueNoncash',
  refundCash: 'refundCash',
  refundNoncash: 'refundNoncash',
};

export const shiftsTable: TableReport = {
  previous: false,
  shift: true,
  async read(source) {
    const { query } = source;
    const chosen: Chosen[] = [];
    for (const [register, shifts] of await readShown(source)) {
      const marks = query.state === 'differing' ? await readMarks(source, register) : NO_MARKS;
      for (const shift of shifts.filter(shiftFilters(marks)[query.state])) chosen.push({ register, shift });
    }
    chosen.sort((a, b) => compareShifts(b.shift.facts, a.shift.facts));
    const totals = totalsOf(chosen);
    const page = pageOf(
      chosen,
      query,
      ({ shift }) => shiftCursor(shift.facts),
      ({ shift }, cursor) => isOlderShift(shift.facts, cursor),
    );
    const columns = [
      column('shop', 'code'),
      column('register', 'code'),
      column('shift', 'code'),
      column('erp', 'word'),
      column('opened', 'time'),
      column('closed', 'time'),
      ...shownColumns,
      column('cashier', 'code'),
      column('date', 'date'),
    ];
    const rows = page.rows.map(({ register, shift }) => rowOf(register, shift));
    return { columns, rows, totals, rowCount: chosen.length, next: page.next };
  },
};

type Chosen = { register: Register; shift: ShownShift };

function totalsOf(chosen: readonly Chosen[]): Cells {
  const totals: Cells = { receipts: 0, revenueOther: 0 };
  const add = (key: string, value: number) => {
    totals[key] = addKopecks(Number(totals[key] ?? 0), value);
  };
  for (const key of Object.keys(SUMS)) totals[key] = 0;
  for (const { shift } of chosen) {
    add('receipts', shift.saleCount + shift.refundCount);
    add('revenueOther', revenueOther(shift));
    for (const [key, sum] of Object.entries(SUMS)) add(key, shift.shown[sum]);
  }
  totals['drawerSum'] = lastDrawers(chosen);
  return totals;
}

function revenueOther({ shown }: ShownShift): Kopecks {
  return shown.revenue - shown.revenueCash - shown.revenueNoncash;
}

const NO_MARKS: ShiftMarks = { unmapped: new Map(), setAside: new Map(), conflicts: new Map(), checks: new Map() };

/** Only the checks know which shifts differ. */
function readMarks({ database, scope }: TableSource, register: Register): Promise<ShiftMarks> {
  return readShiftMarks(database, register, scope.from, scope.to);
}

type RegisterShift = ShiftFacts & Register;

/** The shifts of each register in their order: a drawer starts with the reported drawer of the shift before. */
async function readShown(source: TableSource): Promise<[Register, ShownShift[]][]> {
  const { database, scope } = source;
  let select = selectShifts(database)
    .innerJoin('shop as h', 'h.shop_id', 's.shop_id')
    .innerJoin('register as r', (join) =>
      join.onRef('r.shop_id', '=', 's.shop_id').onRef('r.register_id', '=', 's.register_id'),
    )
    .select([
      's.shop_id as shopId',
      's.register_id as registerId',
      'h.shop_code as shopCode',
      'r.register_code as registerCode',
    ])
    .where('s.business_date', '>=', scope.from)
    .where('s.business_date', '<=', scope.to);
  if (scope.shop !== null) select = select.where('r.shop_id', '=', scope.shop.shopId);
  if (scope.register !== null) select = select.where('r.register_id', '=', scope.register.registerId);
  if (scope.shift !== null) select = select.where('s.shift_id', '=', scope.shift.facts.shiftId);
  const facts: RegisterShift[] = await select.execute();
  const drawers = await readDrawersBefore(source);
  return [...Map.groupBy(facts, ({ registerId }) => registerId).values()].flatMap((own) => {
    const [register] = own;
    if (register === undefined) return [];
    const shifts = showInOrder(own, drawers.get(register.registerId) ?? null, scope.shift?.ordinal);
    return [[register, shifts] as [Register, ShownShift[]]];
  });
}

function placeOf({ businessDate, openedAt, shiftId }: ShiftFacts): Value[] {
  return [businessDate, openedAt ?? '', shiftId];
}

/** By register: the drawer with which its first shift of the period begins. */
async function readDrawersBefore({ database, scope }: TableSource): Promise<Map<string, Kopecks | null>> {
  const { conditions, params } = registersOf(scope);
  const [before, first] =
    scope.shift === null
      ? ['b.business_date < ?', [scope.from]]
      : [`(b.business_date, COALESCE(b.opened_at, ''), b.shift_id) < (?, ?, ?)`, placeOf(scope.shift.facts)];
  const rows = await database.all<{ registerId: string; drawer: Kopecks | null }>(
    `SELECT r.register_id AS "registerId", (SELECT b.reported_drawer_sum FROM shift b
       WHERE b.shop_id = r.shop_id AND b.register_id = r.register_id AND ${before}
       ORDER BY b.business_date DESC, COALESCE(b.opened_at, '') DESC, b.shift_id DESC LIMIT 1) AS drawer
     FROM register r WHERE ${conditions.join(' AND ')}`,
    [...first, ...params],
  );
  return new Map(rows.map(({ registerId, drawer }) => [registerId, drawer]));
}

function rowOf(register: Register, shift: ShownShift): TableRow {
  const { facts, shown, saleCount, refundCount, key } = shift;
  const cells: Cells = {
    shop: register.shopCode,
    register: register.registerCode,
    shift: String(facts.shiftNumber),
    erp: shiftExportOf(facts).state,
    opened: facts.openedAt,
    closed: facts.closedAt,
    receipts: saleCount + refundCount,
    drawerSum: shown.drawerSum,
    revenueOther: revenueOther(shift),
    cashier: facts.cashierCode,
    date: facts.businessDate,
  };
  for (const [name, sum] of Object.entries(SUMS)) cells[name] = shown[sum];
  const target = { shop: register.shopCode, register: register.registerCode, shift: key };
  return { key: String(facts.shiftId), cells, target };
}

/** A drawer is carried from shift to shift: of each register that of its last shift counts. */
function lastDrawers(newestFirst: readonly Chosen[]): Kopecks {
  const last = new Map<string, Kopecks>();
  for (const { register, shift } of newestFirst)
    if (!last.has(register.registerId)) last.set(register.registerId, shift.shown.drawerSum);
  return [...last.values()].reduce((sum, drawer) => sum + drawer, 0);
}

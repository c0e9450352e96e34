/** «Выручка по кассовым сменам» (M20): each shift with the sums that «Сверка продаж» shows, over a register, a shop or the network. */
import type { Kopecks } from '../../domain/money.ts';
import type { SumName } from '../../domain/shift-sums.ts';
import { shiftExportOf } from '../export-state.ts';
import {
  compareShifts,
  drawerBefore,
  readShiftMarks,
  type ShiftFacts,
  type ShiftMarks,
  selectShifts,
} from '../shift-facts.ts';
import { type ShownShift, shiftFilters, showShift } from '../shift-row.ts';
import { type Cells, column, sumRows, type TableReport, type TableRow, type TableSource } from './model.ts';
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
    const chosen: { register: Register; shift: ShownShift }[] = [];
    for (const register of await readRegisters(source)) {
      const shifts = await readShown(source, register);
      const marks = query.state === 'differing' ? await readMarks(source, register) : NO_MARKS;
      for (const shift of shifts.filter(shiftFilters(marks)[query.state])) chosen.push({ register, shift });
    }
    chosen.sort((a, b) => compareShifts(b.shift.facts, a.shift.facts));
    const rows = chosen.map(({ register, shift }) => rowOf(register, shift));
    const totals = sumRows(rows, ['receipts', ...Object.keys(SUMS), 'revenueOther']);
    totals['drawerSum'] = lastDrawers(chosen);
    const first = query.after === undefined ? 0 : Number(query.after);
    const page = rows.slice(first, first + query.limit);
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
    const next = first + page.length < rows.length ? String(first + page.length) : null;
    return { columns, rows: page, totals, rowCount: rows.length, next };
  },
};

const NO_MARKS: ShiftMarks = { unmapped: new Map(), setAside: new Map(), conflicts: new Map(), checks: new Map() };

/** Only the checks know which shifts differ. */
function readMarks({ database, scope }: TableSource, register: Register): Promise<ShiftMarks> {
  return readShiftMarks(database, register, scope.from, scope.to);
}

async function readRegisters({ database, scope }: TableSource): Promise<Register[]> {
  const conditions = ['1 = 1'];
  const params: string[] = [];
  if (scope.shop !== null) {
    conditions.push('r.shop_id = ?');
    params.push(scope.shop.shopId);
  }
  if (scope.register !== null) {
    conditions.push('r.register_id = ?');
    params.push(scope.register.registerId);
  }
  return database.all<Register>(
    `SELECT r.shop_id AS "shopId", h.shop_code AS "shopCode", r.register_id AS "registerId", r.register_code AS "registerCode"
     FROM register r JOIN shop h ON h.shop_id = r.shop_id WHERE ${conditions.join(' AND ')}`,
    params,
  );
}

/** The shifts of a register, oldest first: a drawer starts with the reported drawer of the shift before. */
async function readShown({ database, scope }: TableSource, register: Register): Promise<ShownShift[]> {
  let select = selectShifts(database)
    .where('s.shop_id', '=', register.shopId)
    .where('s.register_id', '=', register.registerId)
    .where('s.business_date', '>=', scope.from)
    .where('s.business_date', '<=', scope.to);
  if (scope.shift !== null) select = select.where('s.shift_id', '=', scope.shift.facts.shiftId);
  const facts = await select.execute();
  if (facts.length === 0) return [];
  facts.sort(compareShifts);
  const ordinals = ordinalsOf(facts);
  let drawer: Kopecks | null = await drawerBefore(database, register, scope.from);
  return facts.map((row) => {
    const shift = showShift(row, scope.shift?.ordinal ?? ordinals.get(row.shiftId) ?? 1, drawer ?? 0);
    drawer = row.reported_drawer_sum;
    return shift;
  });
}

function ordinalsOf(facts: readonly ShiftFacts[]): Map<number, number> {
  const seen = new Map<string, number>();
  const ordinals = new Map<number, number>();
  for (const row of facts.toSorted((a, b) => a.shiftId - b.shiftId)) {
    const number = `${row.shiftNumber}@${row.businessDate}`;
    const ordinal = (seen.get(number) ?? 0) + 1;
    seen.set(number, ordinal);
    ordinals.set(row.shiftId, ordinal);
  }
  return ordinals;
}

function rowOf(register: Register, { facts, shown, saleCount, refundCount, key }: ShownShift): TableRow {
  const cells: Cells = {
    shop: register.shopCode,
    register: register.registerCode,
    shift: String(facts.shiftNumber),
    erp: shiftExportOf(facts).state,
    opened: facts.openedAt,
    closed: facts.closedAt,
    receipts: saleCount + refundCount,
    drawerSum: shown.drawerSum,
    revenueOther: shown.revenue - shown.revenueCash - shown.revenueNoncash,
    cashier: facts.cashierCode,
    date: facts.businessDate,
  };
  for (const [name, sum] of Object.entries(SUMS)) cells[name] = shown[sum];
  const target = { shop: register.shopCode, register: register.registerCode, shift: key };
  return { key: String(facts.shiftId), cells, target };
}

/** A drawer is carried from shift to shift: of each register that of its last shift counts. */
function lastDrawers(newestFirst: readonly { register: Register; shift: ShownShift }[]): Kopecks {
  const last = new Map<string, Kopecks>();
  for (const { register, shift } of newestFirst)
    if (!last.has(register.registerId)) last.set(register.registerId, shift.shown.drawerSum);
  return [...last.values()].reduce((sum, drawer) => sum + drawer, 0);
}

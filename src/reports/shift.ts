/** S8 «Смена»: the tie-out. Every sum reported beside counted, the drawer as an equation, the counters of the fiscal devices. */
import type { Figure, ShiftDetail } from '../../contracts/web-api.ts';
import { fiscalRevenueOf } from '../domain/fiscal-check.ts';
import { formatKopecks, type Kopecks } from '../domain/money.ts';
import type { FiscalDevice } from '../domain/sales.ts';
import { sumOrNull } from '../domain/shift-check.ts';
import { type SumName, sumNames } from '../domain/shift-sums.ts';
import { type Clock, utcText } from '../platform/clock.ts';
import type { QueryDatabase } from '../platform/database/query-builder.ts';
import type { Tables } from '../schema/tables.ts';
import { FOLDER, isNotExported } from './export-state.ts';
import { type FoundShift, findNeighbour, findShift, type ShiftAddress } from './find-shift.ts';
import { type Found, found } from './found.ts';
import { moneyOrNull } from './report-text.ts';
import { readShiftChecks } from './shift-checks.ts';
import { figuresOf, readShiftMarks, type ShiftFacts } from './shift-facts.ts';
import { shiftRowOf, showShift } from './shift-row.ts';

/** One shift by its address; `not_found.*` when there is none. */
export async function shiftReport(
  database: QueryDatabase<Tables>,
  clock: Clock,
  address: ShiftAddress,
): Promise<Found<ShiftDetail>> {
  const shift = await findShift(database, address);
  if (!shift.ok) return shift;
  const { facts, register, ordinal } = shift.value;
  const previous = await findNeighbour(database, shift.value, 'previous');
  const next = await findNeighbour(database, shift.value, 'next');
  const drawerStart = previous?.drawer ?? 0;
  const ids = { shopId: register.shop.shopId, registerId: register.registerId };
  const marks = await readShiftMarks(database, ids, facts.businessDate, facts.businessDate);
  const codes = { shopCode: register.shop.shopCode, registerCode: register.registerCode };
  const figures = figuresOf(facts, drawerStart);
  const devices = await readFiscalDevices(database, shift.value);
  return found({
    shift: shiftRowOf(showShift(facts, ordinal, drawerStart), codes, marks),
    previousKey: previous?.key ?? null,
    nextKey: next?.key ?? null,
    figures: writeFigures(figures),
    counts: {
      saleCount: { reported: facts.reported_sale_count, counted: facts.counted_sale_count },
      refundCount: { reported: facts.reported_refund_count, counted: facts.counted_refund_count },
    },
    drawer: drawerOf(facts, previous?.drawer ?? null, figures.drawerSum.counted),
    fiscalDevices: devices.map(writeDevice),
    totals: await readTotals(database, shift.value),
    ...(await readShiftChecks(database, shift.value)),
    fiscal: fiscalOf(devices),
    confirmed: await readConfirmed(database, shift.value),
    exported: isNotExported(facts) ? null : exportedOf(facts, figures),
    asOf: utcText(clock.now()),
  });
}

function writeFigures(
  figures: Record<SumName, { reported: Kopecks | null; counted: Kopecks }>,
): Record<SumName, Figure> {
  const written = {} as Record<SumName, Figure>;
  for (const name of sumNames) {
    const { reported, counted } = figures[name];
    written[name] = {
      reported: moneyOrNull(reported),
      counted: formatKopecks(counted),
      difference: moneyOrNull(reported === null ? null : reported - counted),
    };
  }
  return written;
}

function drawerOf(facts: ShiftFacts, drawerBefore: Kopecks | null, counted: Kopecks): ShiftDetail['drawer'] {
  return {
    start: formatKopecks(drawerBefore ?? 0),
    startSource: drawerBefore === null ? 'zero' : 'previous_shift',
    saleCash: formatKopecks(facts.counted_sale_cash),
    refundCash: formatKopecks(facts.counted_refund_cash),
    cashIn: formatKopecks(facts.counted_cash_in),
    cashOut: formatKopecks(facts.counted_cash_out),
    cashWithdrawal: formatKopecks(facts.counted_cash_withdrawal),
    counted: formatKopecks(counted),
  };
}

async function readFiscalDevices(database: QueryDatabase<Tables>, shift: FoundShift): Promise<FiscalDevice[]> {
  const row = await database.query
    .selectFrom('shift')
    .select('fiscal_devices as devices')
    .where('shop_id', '=', shift.register.shop.shopId)
    .where('shift_id', '=', shift.facts.shiftId)
    .executeTakeFirst();
  return JSON.parse(row?.devices ?? '[]') as FiscalDevice[];
}

function writeDevice(device: FiscalDevice): ShiftDetail['fiscalDevices'][number] {
  return {
    serialNumber: device.serialNumber,
    protectedTotalStart: moneyOrNull(device.protectedTotalStart),
    protectedTotalEnd: moneyOrNull(device.protectedTotalEnd),
    fiscalRefundSum: moneyOrNull(device.fiscalRefundSum),
    fiscalCashEnd: moneyOrNull(device.fiscalCashEnd),
  };
}

/** All devices together; a shift without one has no counters. */
function fiscalOf(devices: readonly FiscalDevice[]): ShiftDetail['fiscal'] {
  if (devices.length === 0) return { revenue: null, refundSum: null, cashEnd: null };
  return {
    revenue: moneyOrNull(fiscalRevenueOf(devices)),
    refundSum: moneyOrNull(sumOrNull(...devices.map((device) => device.fiscalRefundSum))),
    cashEnd: moneyOrNull(sumOrNull(...devices.map((device) => device.fiscalCashEnd))),
  };
}

/** The file of the latest state holds exactly the documents that are counted here. */
function exportedOf(
  facts: ShiftFacts,
  figures: Record<SumName, { counted: Kopecks }>,
): NonNullable<ShiftDetail['exported']> {
  const sums = Object.fromEntries(
    sumNames.filter((name) => name !== 'drawerSum').map((name) => [name, formatKopecks(figures[name].counted)]),
  ) as Omit<NonNullable<ShiftDetail['exported']>, 'saleCount' | 'refundCount'>;
  return { ...sums, saleCount: facts.counted_sale_count, refundCount: facts.counted_refund_count };
}

/** The latest word of the ERP about the shift. */
async function readConfirmed(
  database: QueryDatabase<Tables>,
  { register, facts }: FoundShift,
): Promise<ShiftDetail['confirmed']> {
  const row = await database.get<{ receipts: number; revenue: number; at: string }>(
    `SELECT c.receipts, c.revenue, c.received_utc AS at FROM shift_export e
     JOIN erp_confirmation c ON c.shop_id = e.shop_id AND c.confirmation_id = e.confirmation_id
     WHERE e.shop_id = ? AND e.shift_id = ? AND e.target = ?`,
    [register.shop.shopId, facts.shiftId, FOLDER],
  );
  return row === undefined ? null : { revenue: formatKopecks(row.revenue), receiptCount: row.receipts, at: row.at };
}

async function readTotals(database: QueryDatabase<Tables>, shift: FoundShift): Promise<ShiftDetail['totals']> {
  const rows = await database.query
    .selectFrom('shift_total')
    .select(['hour', 'department_code', 'payment_class', 'sale_sum', 'refund_sum'])
    .where('shop_id', '=', shift.register.shop.shopId)
    .where('shift_id', '=', shift.facts.shiftId)
    .orderBy('hour')
    .orderBy('department_code')
    .orderBy('payment_class')
    .execute();
  return rows.map((row) => ({
    paymentClass: row.payment_class as ShiftDetail['totals'][number]['paymentClass'],
    departmentCode: row.department_code,
    hour: row.hour,
    saleSum: formatKopecks(row.sale_sum),
    refundSum: formatKopecks(row.refund_sum),
  }));
}

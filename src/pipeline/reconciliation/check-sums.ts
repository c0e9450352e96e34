/** The checks C1–C7 of one shift, from the kept totals: no receipt is read. What differs is followed as cases. */
import type { FiscalDevice, ReportedSums } from '../../domain/sales.ts';
import { writeOutcomes } from '../../domain/shift-check.ts';
import { type CheckResult, checkResult, checkShift, type ShiftToCheck } from '../../domain/shift-checks.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Statements, Transaction } from '../../platform/database/database.ts';
import type { ShiftRow, Tables } from '../../schema/tables.ts';
import { followShiftCases } from './case-rows.ts';

/** `outcomes` as they are kept. */
export type ShiftChecked = { result: CheckResult; outcomes: string };

/** Examines the shift and brings its cases in line, in the caller's transaction. */
export async function checkSums(tx: Transaction<Tables>, clock: Clock, shift: ShiftRow): Promise<ShiftChecked> {
  const outcomes = checkShift(await readForChecks(tx, shift));
  await followShiftCases(tx, clock, shift, outcomes);
  return { result: checkResult(shift.closed_at !== null, outcomes), outcomes: writeOutcomes(outcomes) };
}

async function readForChecks(tx: Statements, shift: ShiftRow): Promise<ShiftToCheck> {
  return {
    closed: shift.closed_at !== null,
    reported: reportedOf(shift),
    counted: {
      saleSum: shift.counted_sale_sum,
      saleCash: shift.counted_sale_cash,
      saleNoncash: shift.counted_sale_noncash,
      saleOther: shift.counted_sale_other,
      saleUnmapped: shift.counted_sale_unmapped,
      refundSum: shift.counted_refund_sum,
      refundCash: shift.counted_refund_cash,
      refundNoncash: shift.counted_refund_noncash,
      refundOther: shift.counted_refund_other,
      refundUnmapped: shift.counted_refund_unmapped,
      cashIn: shift.counted_cash_in,
      cashOut: shift.counted_cash_out,
      cashWithdrawal: shift.counted_cash_withdrawal,
    },
    receipts: {
      saleCount: shift.counted_sale_count,
      refundCount: shift.counted_refund_count,
      missing: await missingOf(tx, shift),
    },
    oddDocuments: await oddOf(tx, shift),
    drawerStart: await drawerBefore(tx, shift),
    fiscalDevices: JSON.parse(shift.fiscal_devices) as FiscalDevice[],
  };
}

function reportedOf(shift: ShiftRow): ReportedSums {
  return {
    saleSum: shift.reported_sale_sum,
    saleCash: shift.reported_sale_cash,
    saleNoncash: shift.reported_sale_noncash,
    saleOther: shift.reported_sale_other,
    refundSum: shift.reported_refund_sum,
    refundCash: shift.reported_refund_cash,
    refundNoncash: shift.reported_refund_noncash,
    revenue: shift.reported_revenue,
    revenueCash: shift.reported_revenue_cash,
    revenueNoncash: shift.reported_revenue_noncash,
    drawerSum: shift.reported_drawer_sum,
    saleCount: shift.reported_sale_count,
    refundCount: shift.reported_refund_count,
    firstReceiptNumber: shift.reported_first_receipt_number,
    lastReceiptNumber: shift.reported_last_receipt_number,
    firstReceiptAt: shift.reported_first_receipt_at,
  };
}

/** Numbers of holes that have lasted: what is only late is no difference. */
async function missingOf(tx: Statements, shift: ShiftRow): Promise<number> {
  const row = await tx.get<{ n: number | null }>(
    `SELECT CAST(SUM(missing_count) AS BIGINT) AS n FROM receipt_gap
     WHERE shop_id = ? AND shift_id = ? AND state <> 'filled' AND told = 1`,
    [shift.shop_id, shift.shift_id],
  );
  return row?.n ?? 0;
}

/** Found by an index of the few documents that do not add up. */
async function oddOf(tx: Statements, shift: ShiftRow): Promise<ShiftToCheck['oddDocuments']> {
  const row = await tx.get<{ apart: number | null; lines: number | null; taxes: number | null }>(
    `SELECT CAST(SUM(ABS(sums_difference)) AS BIGINT) AS apart, CAST(SUM(CASE WHEN (faults & 4) <> 0 THEN 1 ELSE 0 END) AS BIGINT) AS lines,
       CAST(SUM(CASE WHEN (faults & 8) <> 0 THEN 1 ELSE 0 END) AS BIGINT) AS taxes
     FROM document WHERE shop_id = ? AND shift_id = ? AND (sums_difference <> 0 OR faults <> 0)`,
    [shift.shop_id, shift.shift_id],
  );
  return { sumsApart: row?.apart ?? 0, lines: row?.lines ?? 0, taxes: row?.taxes ?? 0 };
}

/** The reported drawer of the shift before on the register, else 0 (glossary §5); the same order as on the screens. */
async function drawerBefore(tx: Statements, shift: ShiftRow): Promise<number> {
  const row = await tx.get<{ drawer: number | null }>(
    `SELECT reported_drawer_sum AS drawer FROM shift
     WHERE shop_id = ? AND register_id = ? AND business_date <= ?
       AND (business_date, COALESCE(opened_at, ''), shift_id) < (?, ?, ?)
     ORDER BY business_date DESC, COALESCE(opened_at, '') DESC, shift_id DESC LIMIT 1`,
    [shift.shop_id, shift.register_id, shift.business_date, shift.business_date, shift.opened_at ?? '', shift.shift_id],
  );
  return row?.drawer ?? 0;
}

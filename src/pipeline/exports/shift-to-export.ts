/** A shift as it stands in the tables, with what the ERP has of it. */

import type { FiscalDevice } from '../../domain/sales.ts';
import { countedFigures, shownFigure } from '../../domain/shift-sums.ts';
import type { ShiftToWrite } from '../../formats/sales-file/sales-file.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ShiftExportRow, ShiftRow, Tables } from '../../schema/tables.ts';
import { FOLDER, type ShiftIds } from './due.ts';

export type ShiftToExport = {
  row: ShiftRow;
  registerCode: string;
  shopCode: string;
  timeZone: string;
  /** What the ERP has; undefined = nothing was tried yet. */
  state: ShiftExportRow | undefined;
};

/** Reads a shift; undefined when it does not exist. */
export async function readShiftToExport(
  database: Database<Tables>,
  { shopId, shiftId }: ShiftIds,
): Promise<ShiftToExport | undefined> {
  const row = await database.get<ShiftRow>('SELECT * FROM shift WHERE shop_id = ? AND shift_id = ?', [shopId, shiftId]);
  if (row === undefined) return undefined;
  const owner = await database.get<{ registerCode: string; shopCode: string; timeZone: string }>(
    `SELECT r.register_code AS "registerCode", s.shop_code AS "shopCode", s.time_zone AS "timeZone"
     FROM register r JOIN shop s ON s.shop_id = r.shop_id WHERE r.shop_id = ? AND r.register_id = ?`,
    [shopId, row.register_id],
  );
  if (owner === undefined) throw new Error(`the register ${row.register_id} of shift ${shiftId} does not exist`);
  const state = await database.get<ShiftExportRow>(
    'SELECT * FROM shift_export WHERE shop_id = ? AND shift_id = ? AND target = ?',
    [shopId, shiftId, FOLDER],
  );
  return { row, ...owner, state };
}

/**
 * The record of the shift for the file (P23): every sum as the register reported it, else as counted (glossary §5), the
 * drawer too. A split by payment class that was not reported is left out while it holds money of no class: a part that may
 * be larger is worse than none.
 */
export async function shiftRecord(database: Database<Tables>, shift: ShiftToExport): Promise<ShiftToWrite> {
  const { row } = shift;
  const counted = countedFigures(
    {
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
    },
    row.reported_drawer_sum === null ? await drawerAtStart(database, row) : 0,
  );
  const shown = (reported: number | null, own: number) => shownFigure(reported, own).value;
  const { counted_sale_unmapped: saleUnmapped, counted_refund_unmapped: refundUnmapped } = row;
  const split = (reported: number | null, own: number, unmapped: number) =>
    unmapped === 0 ? shown(reported, own) : reported;
  const unmapped = Math.abs(saleUnmapped) + Math.abs(refundUnmapped);
  return {
    registerCode: shift.registerCode,
    shiftNumber: row.shift_number,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    cashierCode: row.cashier_code,
    revenue: shown(row.reported_revenue, counted.revenue),
    sums: {
      saleSum: shown(row.reported_sale_sum, counted.saleSum),
      saleCash: split(row.reported_sale_cash, counted.saleCash, saleUnmapped),
      saleNoncash: split(row.reported_sale_noncash, counted.saleNoncash, saleUnmapped),
      saleOther: split(row.reported_sale_other, counted.saleOther, saleUnmapped),
      refundSum: shown(row.reported_refund_sum, counted.refundSum),
      refundCash: split(row.reported_refund_cash, counted.refundCash, refundUnmapped),
      refundNoncash: split(row.reported_refund_noncash, counted.refundNoncash, refundUnmapped),
      revenueCash: split(row.reported_revenue_cash, counted.revenueCash, unmapped),
      revenueNoncash: split(row.reported_revenue_noncash, counted.revenueNoncash, unmapped),
      drawerSum: shown(row.reported_drawer_sum, counted.drawerSum),
      saleCount: row.reported_sale_count ?? row.counted_sale_count,
      refundCount: row.reported_refund_count ?? row.counted_refund_count,
      firstReceiptNumber: row.reported_first_receipt_number ?? row.first_receipt_number,
      lastReceiptNumber: row.reported_last_receipt_number ?? row.last_receipt_number,
      firstReceiptAt: row.reported_first_receipt_at,
    },
    fiscalDevices: JSON.parse(row.fiscal_devices) as FiscalDevice[],
    users: JSON.parse(row.users) as { code: string; name: string }[],
  };
}

/** The drawer the shift began with: what the shift before it on the same register reported, else 0 (glossary §5). */
async function drawerAtStart(database: Database<Tables>, row: ShiftRow): Promise<number> {
  const before = await database.get<{ drawer: number | null }>(
    `SELECT reported_drawer_sum AS drawer FROM shift
     WHERE shop_id = ? AND register_id = ? AND business_date <= ? AND opened_at < ?
     ORDER BY business_date DESC, opened_at DESC LIMIT 1`,
    [row.shop_id, row.register_id, row.business_date, row.opened_at],
  );
  return before?.drawer ?? 0;
}

/** Rows of shifts made by hand, for what the sample does not show: long histories, odd sums, repeated numbers. */
import type { Database } from '../../src/platform/database/database.ts';
import type { ShiftExportRow, ShiftRow, Tables } from '../../src/schema/tables.ts';

/** A shift without sums. */
export const emptyShift: Omit<ShiftRow, 'shop_id' | 'register_id' | 'shift_id' | 'shift_number' | 'business_date'> = {
  opened_at: null,
  opened_utc: null,
  closed_at: null,
  closed_utc: null,
  cashier_code: null,
  number_repeated: 0,
  has_report: 0,
  report_stamp: null,
  reported_sale_sum: null,
  reported_sale_cash: null,
  reported_sale_noncash: null,
  reported_sale_other: null,
  reported_refund_sum: null,
  reported_refund_cash: null,
  reported_refund_noncash: null,
  reported_revenue: null,
  reported_revenue_cash: null,
  reported_revenue_noncash: null,
  reported_drawer_sum: null,
  reported_sale_count: null,
  reported_refund_count: null,
  reported_first_receipt_number: null,
  reported_last_receipt_number: null,
  reported_first_receipt_at: null,
  counted_sale_sum: 0,
  counted_sale_cash: 0,
  counted_sale_noncash: 0,
  counted_sale_other: 0,
  counted_sale_unmapped: 0,
  counted_refund_sum: 0,
  counted_refund_cash: 0,
  counted_refund_noncash: 0,
  counted_refund_other: 0,
  counted_refund_unmapped: 0,
  counted_cash_in: 0,
  counted_cash_out: 0,
  counted_cash_withdrawal: 0,
  counted_sale_count: 0,
  counted_refund_count: 0,
  counted_document_count: 0,
  first_receipt_number: null,
  last_receipt_number: null,
  first_document_at: null,
  last_document_at: null,
  fiscal_devices: '[]',
  users: '[]',
  raw: null,
  recount: 0,
  revision: 1,
  updated_utc: '2026-01-01T00:00:00.000Z',
  items_revision: -1,
  trimmed_utc: null,
  archive_id: null,
  trimmed_unfinished: 0,
  exported_revision: 0,
};

export type ShiftByHand = Partial<ShiftRow> & Pick<ShiftRow, 'shift_id' | 'shift_number' | 'business_date'>;

/** Writes shifts of one register; sums that are not named are zero (counted) or null (reported). */
export async function insertShifts(
  database: Database<Tables>,
  register: { shopId: string; registerId: string },
  shifts: readonly ShiftByHand[],
): Promise<void> {
  const rows = shifts.map((shift) => ({
    ...emptyShift,
    shop_id: register.shopId,
    register_id: register.registerId,
    ...shift,
  }));
  const columns = Object.keys(rows[0] ?? {}) as (keyof ShiftRow)[];
  await database.transaction((tx) =>
    tx.insertMany(
      'shift',
      columns,
      rows.map((row) => columns.map((column) => row[column])),
    ),
  );
}

/** Writes what the exchange folder has of a shift, beside the shift as well, as the exports do. */
export async function insertExport(
  database: Database<Tables>,
  row: Partial<ShiftExportRow> & Pick<ShiftExportRow, 'shop_id' | 'shift_id'>,
): Promise<void> {
  const values = { target: 'folder', attempts: 0, ...row };
  const columns = Object.keys(values);
  await database.run(
    `INSERT INTO shift_export (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    Object.values(values),
  );
  await database.run('UPDATE shift SET exported_revision = ? WHERE shop_id = ? AND shift_id = ?', [
    row.revision ?? 0,
    row.shop_id,
    row.shift_id,
  ]);
}

/** A register of a new shop, with its ids. */
export async function addRegister(
  registers: {
    addShop(shop: { shopCode: string; name: string; timeZone: string }): Promise<{ ok: boolean }>;
    addRegister(register: {
      shopCode: string;
      registerCode: string;
      protocolVersion: number;
    }): Promise<{ ok: true; shopId: string; registerId: string } | { ok: false; code: string }>;
  },
  codes: { shopCode: string; registerCode: string },
): Promise<{ shopId: string; registerId: string }> {
  await registers.addShop({ shopCode: codes.shopCode, name: `Shop ${codes.shopCode}`, timeZone: 'Europe/Moscow' });
  const added = await registers.addRegister({ ...codes, protocolVersion: 4 });
  if (!added.ok) throw new Error(added.code);
  return { shopId: added.shopId, registerId: added.registerId };
}

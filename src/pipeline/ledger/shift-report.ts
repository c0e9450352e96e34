/** What the register says of a shift, as columns; and which of two reports of one shift holds. */
import { hash } from 'node:crypto';
import type { LocalTime } from '../../domain/local-time.ts';
import type { ShiftRecord } from '../../domain/sales.ts';
import type { ShiftRow } from '../../schema/tables.ts';

/** Columns of `shift` that come from the report. */
export const REPORT_COLUMNS = [
  'closed_at',
  'cashier_code',
  'report_stamp',
  'reported_sale_sum',
  'reported_sale_cash',
  'reported_sale_noncash',
  'reported_sale_other',
  'reported_refund_sum',
  'reported_refund_cash',
  'reported_refund_noncash',
  'reported_revenue',
  'reported_revenue_cash',
  'reported_revenue_noncash',
  'reported_drawer_sum',
  'reported_sale_count',
  'reported_refund_count',
  'reported_first_receipt_number',
  'reported_last_receipt_number',
  'reported_first_receipt_at',
  'fiscal_devices',
  'users',
  'raw',
] as const;

/** The values of REPORT_COLUMNS for a record. */
export function reportValues(record: ShiftRecord, stamp: string): Pick<ShiftRow, (typeof REPORT_COLUMNS)[number]> {
  const { reported } = record;
  return {
    closed_at: record.closedAt,
    cashier_code: record.cashierCode,
    report_stamp: stamp,
    reported_sale_sum: reported.saleSum,
    reported_sale_cash: reported.saleCash,
    reported_sale_noncash: reported.saleNoncash,
    reported_sale_other: reported.saleOther,
    reported_refund_sum: reported.refundSum,
    reported_refund_cash: reported.refundCash,
    reported_refund_noncash: reported.refundNoncash,
    reported_revenue: reported.revenue,
    reported_revenue_cash: reported.revenueCash,
    reported_revenue_noncash: reported.revenueNoncash,
    reported_drawer_sum: reported.drawerSum,
    reported_sale_count: reported.saleCount,
    reported_refund_count: reported.refundCount,
    reported_first_receipt_number: reported.firstReceiptNumber,
    reported_last_receipt_number: reported.lastReceiptNumber,
    reported_first_receipt_at: reported.firstReceiptAt,
    fiscal_devices: JSON.stringify(record.fiscalDevices),
    users: JSON.stringify(record.users),
    raw: record.raw,
  };
}

/**
 * Orders the reports of one shift, so that the ledger does not depend on the order in which packages arrive: a closed shift
 * is later than an open one, then the later document of the same package, then more receipts; the hash settles the rest.
 */
export function reportStamp(record: ShiftRecord, lastDocumentAt: LocalTime | null): string {
  const { saleCount, refundCount, lastReceiptNumber } = record.reported;
  const number = (value: number | null) => String(value ?? 0).padStart(16, '0');
  return [
    record.closedAt === null ? 'open' : 'x-closed',
    lastDocumentAt ?? '',
    number(lastReceiptNumber),
    number((saleCount ?? 0) + (refundCount ?? 0)),
    hash('sha256', record.raw).slice(0, 16),
  ].join(' ');
}

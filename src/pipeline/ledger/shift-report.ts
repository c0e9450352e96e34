/** What the register says of a shift, as columns; and which of two reports of one shift holds. */
import { hash } from 'node:crypto';
import type { LocalTime } from '../../domain/local-time.ts';
import type { ReportedSums, ShiftRecord } from '../../domain/sales.ts';
import type { Value } from '../../platform/database/database.ts';

/** Columns of `shift` that come from the report, in the order of `reportValues`. */
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

const SUMS: readonly (keyof ReportedSums)[] = [
  'saleSum',
  'saleCash',
  'saleNoncash',
  'saleOther',
  'refundSum',
  'refundCash',
  'refundNoncash',
  'revenue',
  'revenueCash',
  'revenueNoncash',
  'drawerSum',
  'saleCount',
  'refundCount',
  'firstReceiptNumber',
  'lastReceiptNumber',
  'firstReceiptAt',
];

/** The values of REPORT_COLUMNS for a record. */
export function reportValues(record: ShiftRecord, stamp: string): Value[] {
  return [
    record.closedAt,
    record.cashierCode,
    stamp,
    ...SUMS.map((name) => record.reported[name]),
    JSON.stringify(record.fiscalDevices),
    JSON.stringify(record.users),
    record.raw,
  ];
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

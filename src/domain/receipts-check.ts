import type { ReportedSums } from './sales.ts';
import { compared, type Outcome } from './shift-check.ts';

/** Closed sale and return receipts as they are here, and receipt numbers that are missing. */
export type HeldReceipts = { saleCount: number; refundCount: number; missing: number };

/** C5: as many receipts as the register reported, and no number between them is missing. */
export function checkReceipts(
  reported: Pick<ReportedSums, 'saleCount' | 'refundCount'>,
  held: HeldReceipts,
): Outcome[] {
  return [
    compared('saleCount', reported.saleCount, held.saleCount),
    compared('refundCount', reported.refundCount, held.refundCount),
    compared('receiptNumbers', held.missing, 0),
  ];
}

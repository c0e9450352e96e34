import type { ReportedSums } from './sales.ts';
import { compared, type Outcome } from './shift-check.ts';

/** C2: the reported revenue is the reported sales less the reported returns. Kopecks. */
export function checkRevenue({
  revenue,
  saleSum,
  refundSum,
}: Pick<ReportedSums, 'revenue' | 'saleSum' | 'refundSum'>): Outcome {
  return compared('revenueSplit', revenue, saleSum === null || refundSum === null ? null : saleSum - refundSum);
}

import type { Kopecks } from './money.ts';
import type { ReportedSums } from './sales.ts';
import { compared, notCompared, type Outcome } from './shift-check.ts';
import type { CountedSums } from './shift-sums.ts';

export type ReceiptSums = CountedSums & {
  /** Money of sales and returns whose payment type has no class. */
  saleUnmapped: Kopecks;
  refundUnmapped: Kopecks;
};

/**
 * C3: what the receipts add up to is what the register reported: sales and returns, and each payment class that it reported.
 * A register that reports the revenue alone is held to that. Kopecks.
 */
export function checkReceiptSums(reported: ReportedSums, counted: ReceiptSums): Outcome[] {
  const whole = [
    compared('saleSum', reported.saleSum, counted.saleSum),
    compared('refundSum', reported.refundSum, counted.refundSum),
  ];
  // With both sums the revenue follows from them and C2.
  if (reported.saleSum === null || reported.refundSum === null)
    whole.push(compared('revenue', reported.revenue, counted.saleSum - counted.refundSum));
  const parts = (['saleCash', 'saleNoncash', 'saleOther', 'refundCash', 'refundNoncash'] as const).map((figure) => {
    const unmapped = figure.startsWith('sale') ? counted.saleUnmapped : counted.refundUnmapped;
    if (reported[figure] !== null && unmapped !== 0) return notCompared(figure, 'unmapped');
    return compared(figure, reported[figure], counted[figure]);
  });
  return [...whole, ...parts];
}

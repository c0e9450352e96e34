import type { ReportedSums } from './sales.ts';
import { compared, type Outcome, sumOrNull } from './shift-check.ts';

/** C1: the reported sales are the reported cash, non-cash and other sales together. Kopecks; not compared while one is missing. */
export function checkSaleSplit(
  reported: Pick<ReportedSums, 'saleSum' | 'saleCash' | 'saleNoncash' | 'saleOther'>,
): Outcome {
  return compared(
    'saleSplit',
    reported.saleSum,
    sumOrNull(reported.saleCash, reported.saleNoncash, reported.saleOther),
  );
}

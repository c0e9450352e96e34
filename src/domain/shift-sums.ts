/** The sums of a shift: what the register reported beside what the documents add up to (glossary §5). Kopecks. */
import type { Kopecks } from './money.ts';

/** Counted from the documents; `unmapped` = money of no class, so that sale sum = cash + noncash + other + unmapped. */
export type CountedSums = {
  saleSum: Kopecks;
  saleCash: Kopecks;
  saleNoncash: Kopecks;
  saleOther: Kopecks;
  refundSum: Kopecks;
  refundCash: Kopecks;
  refundNoncash: Kopecks;
  refundOther: Kopecks;
  cashIn: Kopecks;
  cashOut: Kopecks;
  cashWithdrawal: Kopecks;
};

export const sumNames = [
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
] as const;
export type SumName = (typeof sumNames)[number];

/** Every sum as counted by the server; `drawerStart` = the reported drawer of the previous shift of the register, else 0. */
export function countedFigures(counted: CountedSums, drawerStart: Kopecks): Record<SumName, Kopecks> {
  return {
    saleSum: counted.saleSum,
    saleCash: counted.saleCash,
    saleNoncash: counted.saleNoncash,
    saleOther: counted.saleOther,
    refundSum: counted.refundSum,
    refundCash: counted.refundCash,
    refundNoncash: counted.refundNoncash,
    revenue: counted.saleSum - counted.refundSum,
    revenueCash: counted.saleCash - counted.refundCash,
    revenueNoncash: counted.saleNoncash - counted.refundNoncash,
    drawerSum:
      drawerStart + counted.saleCash - counted.refundCash + counted.cashIn - counted.cashOut - counted.cashWithdrawal,
  };
}

/** A figure for people: the reported value when there is one, else the counted one; never a mixture hidden from the reader. */
export function shownFigure(
  reported: Kopecks | null,
  counted: Kopecks,
): { value: Kopecks; computed: boolean; difference: Kopecks | null } {
  if (reported === null) return { value: counted, computed: true, difference: null };
  return { value: reported, computed: false, difference: reported - counted };
}

/** Where the holes in receipt numbers stand among the numbers of a shift. */
import type { DocumentRow, GapRow } from '../../../../contracts/web-api.ts';

type Hole = Pick<GapRow, 'first' | 'last' | 'missing'>;

/** `from` and `to` are shares of the whole band, 0 to 1. */
export type Ruler<G extends Hole> = {
  first: number;
  last: number;
  missing: number;
  notches: { gap: G; from: number; to: number }[];
};

/** The band reaches from the least to the greatest number, held or missing; null when nothing is missing. */
export function rulerOf<G extends Hole>(
  documents: readonly Pick<DocumentRow, 'receiptNumber'>[],
  gaps: readonly G[],
): Ruler<G> | null {
  if (gaps.length === 0) return null;
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const reach = (number: number) => {
    first = Math.min(first, number);
    last = Math.max(last, number);
  };
  for (const { receiptNumber } of documents) if (receiptNumber !== null) reach(receiptNumber);
  for (const gap of gaps) {
    reach(gap.first);
    reach(gap.last);
  }
  const share = (number: number) => (number - first) / (last - first + 1);
  const notches = [...gaps]
    .sort((a, b) => a.first - b.first)
    .map((gap) => ({ gap, from: share(gap.first), to: share(gap.last + 1) }));
  return { first, last, missing: gaps.reduce((sum, gap) => sum + gap.missing, 0), notches };
}

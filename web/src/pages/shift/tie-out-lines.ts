/** The lines of the tie-out: what the register reported beside what the documents give, in groups that add up. */
import type { Figure, ShiftDetail } from '../../../../contracts/web-api.ts';
import type { FigureName } from '../../components/definitions/figures.ts';
import { kopecksOf } from '../../format/format.ts';

export type TieOutLine = {
  figure: FigureName;
  unit: 'money' | 'count';
  /** A part of the total above it. */
  part: boolean;
  /** Kopecks or receipts; null = not reported. */
  reported: number | null;
  counted: number;
  /** Reported minus counted; null when there is nothing to compare. */
  difference: number | null;
  /** The contract has no such figure: it is what the other parts leave of the total. */
  remainder: boolean;
};

type Sides = { reported: number | null; counted: number };
type Figures = ShiftDetail['figures'];

/** All lines in their order. The parts of a group add up to its total on both sides. */
export function tieOutLines({
  figures,
  counts,
  totals,
}: Pick<ShiftDetail, 'figures' | 'counts' | 'totals'>): TieOutLine[] {
  const sides = (name: keyof Figures): Sides => sidesOf(figures[name]);
  const saleRest = restOf(sides('saleSum'), [sides('saleCash'), sides('saleNoncash'), sides('saleOther')]);
  const refundRest = restOf(sides('refundSum'), [sides('refundCash'), sides('refundNoncash')]);
  const revenueRest = restOf(sides('revenue'), [sides('revenueCash'), sides('revenueNoncash')]);
  const refundUnmapped = totals
    .filter((total) => total.paymentClass === 'unmapped')
    .reduce((sum, total) => sum + kopecksOf(total.refundSum), 0);
  return [
    line('saleSum', sides('saleSum')),
    part('saleCash', sides('saleCash')),
    part('saleNoncash', sides('saleNoncash')),
    part('saleOther', sides('saleOther')),
    ...unmapped('saleUnmapped', saleRest),
    line('refundSum', sides('refundSum')),
    part('refundCash', sides('refundCash')),
    part('refundNoncash', sides('refundNoncash')),
    ...otherAndUnmapped('refundOther', 'refundUnmapped', refundRest, refundUnmapped),
    line('revenue', sides('revenue')),
    part('revenueCash', sides('revenueCash')),
    part('revenueNoncash', sides('revenueNoncash')),
    ...otherAndUnmapped('revenueOther', 'revenueUnmapped', revenueRest, saleRest.counted - refundUnmapped),
    { ...line('saleCount', counts.saleCount), unit: 'count' },
    { ...line('refundCount', counts.refundCount), unit: 'count' },
    line('drawerSum', sides('drawerSum')),
  ];
}

function sidesOf({ reported, counted }: Figure): Sides {
  return { reported: reported === null ? null : kopecksOf(reported), counted: kopecksOf(counted) };
}

/** What the parts leave of a total; on the side of the register only where it reported the total and all parts. */
function restOf(total: Sides, parts: Sides[]): Sides {
  return {
    counted: parts.reduce((rest, one) => rest - one.counted, total.counted),
    reported: parts.reduce<number | null>(
      (rest, one) => (rest === null || one.reported === null ? null : rest - one.reported),
      total.reported,
    ),
  };
}

function line(figure: FigureName, { reported, counted }: Sides): TieOutLine {
  const difference = reported === null ? null : reported - counted;
  return { figure, unit: 'money', part: false, reported, counted, difference, remainder: false };
}

function part(figure: FigureName, sides: Sides): TieOutLine {
  return { ...line(figure, sides), part: true };
}

/** Money of no class is a line only where there is some. */
function unmapped(figure: FigureName, sides: Sides): TieOutLine[] {
  return sides.counted === 0 && (sides.reported ?? 0) === 0 ? [] : [{ ...part(figure, sides), remainder: true }];
}

/**
 * Refunds and revenue have no figure for other payments; they are what cash and non-cash leave. A register cannot tell
 * which of that money has no class here, so with such money its remainder is shown whole and not compared.
 */
function otherAndUnmapped(
  other: FigureName,
  withoutClass: FigureName,
  rest: Sides,
  withoutClassCounted: number,
): TieOutLine[] {
  const line = { ...part(other, { ...rest, counted: rest.counted - withoutClassCounted }), remainder: true };
  if (withoutClassCounted === 0) return [line];
  return [{ ...line, difference: null }, ...unmapped(withoutClass, { reported: null, counted: withoutClassCounted })];
}

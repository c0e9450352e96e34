/** «Прочие» of «Сверка продаж»: what cash and non-cash leave of each group. */
import type { ShiftList, ShiftRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import type { FigureName } from '../../components/definitions/figures.ts';
import { kopecksMoney, kopecksOf } from '../../format/format.ts';
import type { ScreenText, Translate } from '../../ui/language.tsx';

type Group = 'sale' | 'revenue' | 'refund';
type Kopecks = (shift: ShiftRow) => number;

const groups: Record<Group, { of: Kopecks; heading: ScreenText; figure: FigureName; computedBy: readonly string[] }> = {
  sale: { of: saleOther, heading: 'shift.sales', figure: 'saleOther', computedBy: ['saleOther'] },
  revenue: {
    of: revenueOther,
    heading: 'shift.revenue',
    figure: 'revenueOther',
    computedBy: ['revenue', 'revenueCash', 'revenueNoncash'],
  },
  refund: {
    of: refundOther,
    heading: 'shift.refunds',
    figure: 'refundOther',
    computedBy: ['refundSum', 'refundCash', 'refundNoncash'],
  },
};

export function saleOther(shift: ShiftRow): number {
  return kopecksOf(shift.saleOther);
}

/** Refunds less cash and non-cash; money of no class is in it as well. */
export function refundOther(shift: ShiftRow): number {
  return kopecksOf(shift.refundSum) - kopecksOf(shift.refundCash) - kopecksOf(shift.refundNoncash);
}

/** Revenue less cash and non-cash; money of no class is in it as well. */
export function revenueOther(shift: ShiftRow): number {
  return kopecksOf(shift.revenue) - kopecksOf(shift.revenueCash) - kopecksOf(shift.revenueNoncash);
}

/** The column of each group, or none for a group without such money. */
export function otherColumns(list: ShiftList, t: Translate, language: Language): Record<Group, Column<ShiftRow>[]> {
  const column = (group: Group): Column<ShiftRow>[] => {
    const { of, heading, figure, computedBy } = groups[group];
    const sums = list.shifts.map(of);
    if (sums.every((sum) => sum === 0)) return [];
    const computed = (shift: ShiftRow) => computedBy.some((name) => shift.computed.includes(name));
    return [
      {
        id: figure,
        heading: t('shift.other'),
        group: t(heading),
        kind: 'number',
        define: figure,
        optional: true,
        width: 64,
        text: (shift) => `${computed(shift) ? '≈\u00a0' : ''}${kopecksMoney(language, of(shift))}`,
        sortBy: of,
        size: (shift) => String(of(shift)).length + (computed(shift) ? 2 : 0),
        className: (shift) => (of(shift) === 0 ? 'cell-quiet' : undefined),
        total: kopecksMoney(
          language,
          sums.reduce((total, sum) => total + sum, 0),
        ),
      },
    ];
  };
  return { sale: column('sale'), revenue: column('revenue'), refund: column('refund') };
}

/** What the counters of the fiscal devices and the published file say of a figure; null = they do not tell it. */
import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import type { FigureName } from '../../components/definitions/figures.ts';
import { kopecksOf } from '../../format/format.ts';

type Sources = Pick<ShiftDetail, 'fiscal' | 'exported' | 'confirmed'>;

/** Kopecks, or a count as it is. */
export function otherSources(
  detail: Sources,
  figure: FigureName,
): { fiscal: number | null; exported: number | null; confirmed: number | null } {
  const { fiscal, exported, confirmed } = detail;
  return {
    fiscal: fiscalOf(fiscal, figure),
    exported: exportedOf(exported, figure),
    // The ERP confirms one sum: sales less returns.
    confirmed: confirmed === null || figure !== 'revenue' ? null : kopecksOf(confirmed.revenue),
  };
}

function fiscalOf(fiscal: Sources['fiscal'], figure: FigureName): number | null {
  const money = { revenue: fiscal.revenue, refundSum: fiscal.refundSum, drawerSum: fiscal.cashEnd } as const;
  const value = Object.hasOwn(money, figure) ? money[figure as keyof typeof money] : null;
  return value === null ? null : kopecksOf(value);
}

function exportedOf(exported: Sources['exported'], figure: FigureName): number | null {
  if (exported === null || !Object.hasOwn(exported, figure)) return null;
  const value = exported[figure as keyof typeof exported];
  return typeof value === 'number' ? value : kopecksOf(value);
}

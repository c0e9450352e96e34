/** What the counters of the fiscal devices and the published file say of a figure; null = they do not tell it. */
import type { ShiftDetail } from '../../../../contracts/web-api.ts';
import type { FigureName } from '../../components/definitions/figures.ts';
import { kopecksOf } from '../../format/format.ts';

type Sources = Pick<ShiftDetail, 'fiscal' | 'exported'>;

/** Kopecks, or a count as it is. */
export function otherSources(detail: Sources, figure: FigureName): { fiscal: number | null; exported: number | null } {
  return { fiscal: fiscalOf(detail.fiscal, figure), exported: exportedOf(detail.exported, figure) };
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

import type { Kopecks } from './money.ts';
import { compared, notCompared, type Outcome } from './shift-check.ts';
import { type CountedSums, countedFigures } from './shift-sums.ts';

/**
 * C6: the reported drawer is what the documents make of the drawer at the start (glossary §5). Kopecks. `drawerStart` = the
 * reported drawer of the shift before, else 0; cash of a type without a class may be missing on the counted side.
 */
export function checkDrawer(
  reported: Kopecks | null,
  counted: CountedSums & { saleUnmapped: Kopecks; refundUnmapped: Kopecks },
  drawerStart: Kopecks,
): Outcome {
  const unmapped = counted.saleUnmapped !== 0 || counted.refundUnmapped !== 0;
  if (reported !== null && unmapped) return notCompared('drawerSum', 'unmapped');
  return compared('drawerSum', reported, countedFigures(counted, drawerStart).drawerSum);
}

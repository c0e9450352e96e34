import type { ScreenText } from '../../ui/language.tsx';
import type { FigureName } from './figures.ts';

/** What a figure means: a sentence, a formula in words, where it comes from, what is left out. Texts of the catalogue. */
export type Definition = { what: ScreenText; formula: ScreenText; source: ScreenText; without: ScreenText };

const both = 'define.source.both';
const remainder = 'define.source.remainder';
const fiscal = 'define.source.fiscal';
const receipts = 'define.without.receipts';
const ofClass = 'define.without.class';
const ofNoClass = 'define.without.money';

/** Source and exclusions of every figure; its own two sentences are found by its name. */
const origins: Record<FigureName, [source: ScreenText, without: ScreenText]> = {
  saleSum: [both, receipts],
  saleCash: [both, ofClass],
  saleNoncash: [both, ofClass],
  saleOther: [both, ofClass],
  saleUnmapped: [remainder, ofNoClass],
  refundSum: [both, receipts],
  refundCash: [both, ofClass],
  refundNoncash: [both, ofClass],
  refundOther: [remainder, ofClass],
  refundUnmapped: ['define.source.counted', ofNoClass],
  revenue: [both, receipts],
  revenueCash: [both, ofClass],
  revenueNoncash: [both, ofClass],
  revenueOther: [remainder, ofClass],
  revenueUnmapped: ['define.source.counted', ofNoClass],
  drawerSum: [both, 'define.without.drawer'],
  saleCount: [both, 'define.without.annulled'],
  refundCount: [both, 'define.without.annulled'],
  receiptCount: [both, 'define.without.annulled'],
  drawerStart: ['define.source.previous', 'define.without.drawer'],
  cashIn: ['define.source.counted', 'define.without.cashMoves'],
  cashOut: ['define.source.counted', 'define.without.cashMoves'],
  cashWithdrawal: ['define.source.counted', 'define.without.cashMoves'],
  fiscalStart: [fiscal, 'define.without.fiscal'],
  fiscalEnd: [fiscal, 'define.without.fiscal'],
  fiscalRefunds: [fiscal, 'define.without.fiscal'],
  fiscalCash: [fiscal, 'define.without.fiscal'],
  classTotals: ['define.source.kept', receipts],
};

export function definitionOf(figure: FigureName): Definition {
  const [source, without] = origins[figure];
  return { what: `define.${figure}.what`, formula: `define.${figure}.formula`, source, without };
}

export const definedFigures = Object.keys(origins) as FigureName[];

/** The figures of all screens and files by name: what they are called, what they mean, where they come from. */
import type { ScreenText } from './screen-texts.ts';

/** Names of figures as people read them: a total, or a total and its part. The parts that the contract lacks are remainders. */
const names = {
  saleSum: ['tieOut.saleSum'],
  saleCash: ['tieOut.saleSum', 'tieOut.cash'],
  saleNoncash: ['tieOut.saleSum', 'tieOut.noncash'],
  saleOther: ['tieOut.saleSum', 'tieOut.other'],
  saleUnmapped: ['tieOut.saleSum', 'tieOut.unmapped'],
  refundSum: ['tieOut.refundSum'],
  refundCash: ['tieOut.refundSum', 'tieOut.cash'],
  refundNoncash: ['tieOut.refundSum', 'tieOut.noncash'],
  refundOther: ['tieOut.refundSum', 'tieOut.other'],
  refundUnmapped: ['tieOut.refundSum', 'tieOut.unmapped'],
  revenue: ['tieOut.revenue'],
  revenueCash: ['tieOut.revenue', 'tieOut.cash'],
  revenueNoncash: ['tieOut.revenue', 'tieOut.noncash'],
  revenueOther: ['tieOut.revenue', 'tieOut.other'],
  revenueUnmapped: ['tieOut.revenue', 'tieOut.unmapped'],
  drawerSum: ['tieOut.drawerSum'],
  saleCount: ['tieOut.saleCount'],
  refundCount: ['tieOut.refundCount'],
  receiptCount: ['shift.receipts'],
  drawerStart: ['figure.drawerStart'],
  cashIn: ['drawer.cashIn'],
  cashOut: ['drawer.cashOut'],
  cashWithdrawal: ['drawer.cashWithdrawal'],
  fiscalStart: ['figure.fiscalStart'],
  fiscalEnd: ['figure.fiscalEnd'],
  fiscalRefunds: ['figure.fiscalRefunds'],
  fiscalCash: ['figure.fiscalCash'],
  classTotals: ['totals.title'],
  departmentReceipts: ['col.receipts'],
  positions: ['col.positions'],
  quantity: ['col.quantity'],
  baseSum: ['col.baseSum'],
  discount: ['col.discount'],
  departmentSales: ['col.saleSum'],
  departmentRefunds: ['col.refundSum'],
  departmentRevenue: ['col.revenue'],
  tax: ['col.tax'],
  allocatedCash: ['group.ofRevenue', 'col.cash'],
  allocatedNoncash: ['group.ofRevenue', 'col.noncash'],
  allocatedOther: ['group.ofRevenue', 'col.other'],
  allocatedUnmapped: ['group.ofRevenue', 'col.unmapped'],
  average: ['col.average'],
  share: ['col.share'],
  refundShare: ['col.refundShare'],
  cancelledCount: ['col.cancelledCount'],
  cancelledSum: ['col.cancelledSum'],
  cancelledQuantity: ['col.quantity'],
  annulledCount: ['col.annulledCount'],
  annulledSum: ['col.annulledSum'],
  previousRevenue: ['col.previous'],
  change: ['col.change'],
  paidReceipts: ['col.saleCount'],
  paidSales: ['col.saleSum'],
  paidRefundReceipts: ['col.refundCount'],
  paidRefunds: ['col.refundSum'],
  paidRevenue: ['col.revenue'],
  revenueRest: ['group.revenue', 'col.revenueOther'],
  discountLines: ['col.lines'],
  itemReceipts: ['col.receipts'],
  itemSales: ['col.saleSum'],
  itemRefunds: ['col.refundSum'],
  itemRevenue: ['col.revenue'],
  daysAfterSale: ['col.days'],
} as const satisfies Record<string, readonly [ScreenText, ...ScreenText[]]>;

export type FigureName = keyof typeof names;

export function isFigureName(name: string): name is FigureName {
  return Object.hasOwn(names, name);
}

/** The texts that name a figure: a total, or a total and its part. */
export function figureTexts(name: FigureName): readonly [ScreenText, ...ScreenText[]] {
  return names[name];
}

/** What a figure means: a sentence, a formula in words, where it comes from, what is left out. Texts of the catalogue. */
export type Definition = { what: ScreenText; formula: ScreenText; source: ScreenText; without: ScreenText };

const both = 'define.source.both';
const remainder = 'define.source.remainder';
const fiscal = 'define.source.fiscal';
const counted = 'define.source.counted';
const kept = 'define.source.kept';
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
  departmentReceipts: [counted, 'define.without.annulled'],
  positions: [counted, receipts],
  quantity: [counted, receipts],
  baseSum: [counted, receipts],
  discount: [counted, receipts],
  departmentSales: [counted, receipts],
  departmentRefunds: [counted, receipts],
  departmentRevenue: [counted, receipts],
  tax: [counted, receipts],
  allocatedCash: [kept, ofClass],
  allocatedNoncash: [kept, ofClass],
  allocatedOther: [kept, ofClass],
  allocatedUnmapped: [kept, ofNoClass],
  average: [counted, 'define.without.annulled'],
  share: [counted, receipts],
  refundShare: [counted, receipts],
  cancelledCount: [counted, 'define.without.none'],
  cancelledSum: [counted, 'define.without.none'],
  cancelledQuantity: [counted, 'define.without.none'],
  annulledCount: [counted, 'define.without.none'],
  annulledSum: [counted, 'define.without.none'],
  previousRevenue: [counted, receipts],
  change: [counted, receipts],
  paidReceipts: [counted, 'define.without.annulled'],
  paidSales: [counted, receipts],
  paidRefundReceipts: [counted, 'define.without.annulled'],
  paidRefunds: [counted, receipts],
  paidRevenue: [counted, receipts],
  revenueRest: [remainder, ofClass],
  discountLines: [counted, receipts],
  itemReceipts: [counted, 'define.without.annulled'],
  itemSales: [counted, receipts],
  itemRefunds: [counted, receipts],
  itemRevenue: [counted, receipts],
  daysAfterSale: [counted, 'define.without.none'],
};

export function definitionOf(figure: FigureName): Definition {
  const [source, without] = origins[figure];
  return { what: `define.${figure}.what`, formula: `define.${figure}.formula`, source, without };
}

export const definedFigures = Object.keys(origins) as FigureName[];

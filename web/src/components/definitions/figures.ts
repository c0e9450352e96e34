/** The figures of «Сверка продаж» and «Смена» by name: what they are called and how far they were checked. */
import type { ShiftRow } from '../../../../contracts/web-api.ts';
import type { ScreenText, Translate } from '../../ui/language.tsx';

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
} as const satisfies Record<string, readonly ScreenText[]>;

export type FigureName = keyof typeof names;

/** The sums that a register may report of a shift; with the two counts they are what is checked. */
const reportedSums: readonly FigureName[] = [
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
];
const CHECKED_FIGURES = reportedSums.length + 2;

/** «Продажи (наличные)»: a figure by its name in the contract; an unknown name is shown as it is. */
export function figureName(name: string, t: Translate): string {
  const [total, part]: readonly ScreenText[] = Object.hasOwn(names, name) ? names[name as FigureName] : [];
  if (total === undefined) return name;
  return part === undefined ? t(total) : `${t(total)} (${t(part)})`;
}

/** The last word of the name: «наличные» below «Продажи». */
export function figureOwnName(name: FigureName): ScreenText {
  return names[name].at(-1) ?? names[name][0];
}

export type Check = {
  /** `not_checked`: the register reported no sum at all, so there was nothing to compare. */
  result: 'differs' | 'matches' | 'not_checked';
  /** Figures that the register reported, of `all`. */
  checked: number;
  all: number;
};

/** How far a shift was checked, and what came of it. */
export function checkOf(shift: Pick<ShiftRow, 'computed' | 'differs'>): Check {
  const none = reportedSums.every((name) => shift.computed.includes(name));
  return {
    result: shift.differs.length > 0 ? 'differs' : none ? 'not_checked' : 'matches',
    checked: CHECKED_FIGURES - shift.computed.length,
    all: CHECKED_FIGURES,
  };
}

/** The figures of «Сверка продаж» and «Смена» by name: what they are called and how far they were checked. */
import type { ShiftRow } from '../../../../contracts/web-api.ts';
import { type FigureName, figureTexts, isFigureName } from '../../../../src/messages/figures.ts';
import type { ScreenText, Translate } from '../../ui/language.tsx';

export type { FigureName } from '../../../../src/messages/figures.ts';

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
  const [total, part]: readonly ScreenText[] = isFigureName(name) ? figureTexts(name) : [];
  if (total === undefined) return name;
  return part === undefined ? t(total) : `${t(total)} (${t(part)})`;
}

/** The last word of the name: «наличные» below «Продажи». */
export function figureOwnName(name: FigureName): ScreenText {
  const texts = figureTexts(name);
  return texts.at(-1) ?? texts[0];
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

import type { ShiftRow } from '../../../contracts/web-api.ts';
import type { Language } from '../../../src/messages/messages.ts';
import { time } from '../format/format.ts';
import type { ScreenText, Translate } from '../ui/language.tsx';

const figureTexts: Record<string, ScreenText[]> = {
  saleSum: ['tieOut.saleSum'],
  saleCash: ['tieOut.saleSum', 'tieOut.cash'],
  saleNoncash: ['tieOut.saleSum', 'tieOut.noncash'],
  saleOther: ['tieOut.saleSum', 'tieOut.other'],
  refundSum: ['tieOut.refundSum'],
  refundCash: ['tieOut.refundSum', 'tieOut.cash'],
  refundNoncash: ['tieOut.refundSum', 'tieOut.noncash'],
  revenue: ['tieOut.revenue'],
  revenueCash: ['tieOut.revenue', 'tieOut.cash'],
  revenueNoncash: ['tieOut.revenue', 'tieOut.noncash'],
  drawerSum: ['tieOut.drawerSum'],
  saleCount: ['tieOut.saleCount'],
  refundCount: ['tieOut.refundCount'],
};

/** The figures where the register and the receipts disagree, in one sentence; null when they agree. */
export function differenceNote(shift: ShiftRow, t: Translate): string | null {
  const figures = shift.differs.map((name) => {
    const text = figureTexts[name];
    return text === undefined ? name : text.map((part) => t(part).toLowerCase()).join(' ');
  });
  return figures.length === 0 ? null : t('note.differs', { figures: figures.join(', ') });
}

/** What is odd about a shift, a sentence each: repeated number, money without a class, set-aside and conflicting documents. */
export function shiftNotes(shift: ShiftRow, t: Translate, language: Language): string[] {
  const notes: string[] = [];
  if (shift.numberRepeated) notes.push(t('note.numberRepeated', { opened: time(language, shift.openedAt) }));
  if (shift.unmappedPaymentTypes.length > 0)
    notes.push(t('note.unmapped', { codes: shift.unmappedPaymentTypes.join(', ') }));
  if (shift.setAsideDocuments > 0) notes.push(t('note.setAside', { n: shift.setAsideDocuments }));
  if (shift.conflicts > 0) notes.push(t('note.conflicts', { n: shift.conflicts }));
  return notes;
}

import type { ShiftRow } from '../../../contracts/web-api.ts';
import type { Language } from '../../../src/messages/messages.ts';
import { checkOf, figureName } from '../components/definitions/figures.ts';
import { time } from '../format/format.ts';
import type { Translate } from '../ui/language.tsx';

/** The figures where the register and the receipts disagree, in one sentence; null when they agree. */
export function differenceNote(shift: ShiftRow, t: Translate): string | null {
  const figures = shift.differs.map((name) => {
    return figureName(name, t).toLowerCase();
  });
  return figures.length === 0 ? null : t('note.differs', { figures: figures.join(', ') });
}

/** How many figures the register reported to check by, where it was not all of them. */
export function checkNote(shift: ShiftRow, t: Translate): string | null {
  const { result, checked, all } = checkOf(shift);
  if (result === 'not_checked') return t('note.notChecked');
  return checked === all ? null : t('note.checked', { n: checked, all });
}

/** What is odd about a shift, a sentence each: repeated number, money without a class, set-aside and conflicting documents. */
export function shiftNotes(shift: ShiftRow, t: Translate, language: Language): string[] {
  const notes: string[] = [];
  if (shift.numberRepeated) notes.push(t('note.numberRepeated', { opened: time(language, shift.openedAt) }));
  if (shift.unmappedPaymentTypes.length > 0)
    notes.push(
      t(shift.unmappedPaymentTypes.length === 1 ? 'note.unmapped' : 'note.unmappedSeveral', {
        codes: shift.unmappedPaymentTypes.join(', '),
      }),
    );
  if (shift.setAsideDocuments > 0) notes.push(t('note.setAside', { n: shift.setAsideDocuments }));
  if (shift.conflicts > 0) notes.push(t('note.conflicts', { n: shift.conflicts }));
  return notes;
}

import type { ShiftRow } from '../../../contracts/web-api.ts';
import type { Language } from '../../../src/messages/messages.ts';
import { time } from '../format/format.ts';
import type { Translate } from '../ui/language.tsx';

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

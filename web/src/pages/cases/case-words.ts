/** Differences in marks and words. */
import type { CaseRow, ShiftRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Mark } from '../../components/status-mark.tsx';
import { countDifference, difference, serverTime } from '../../format/format.ts';
import type { ScreenText, Translate } from '../../ui/language.tsx';

const caseMarks: Record<CaseRow['state'], { mark: Mark; text: ScreenText }> = {
  appeared: { mark: 'broken', text: 'cases.appeared' },
  seen: { mark: 'broken', text: 'cases.seen' },
  mending: { mark: 'progress', text: 'cases.mending' },
  solved: { mark: 'order', text: 'cases.solved' },
  accepted: { mark: 'order', text: 'cases.isAccepted' },
};

/** Mark and word of the state of a difference. */
export function caseMark(state: CaseRow['state'], t: Translate): { mark: Mark; word: string } {
  const { mark, text } = caseMarks[state];
  return { mark, word: t(text) };
}

/** `C3`, or whose word it is that differs. */
export function checkName(check: CaseRow['check'], t: Translate): string {
  return check === 'ERP' ? t('checks.erp') : check;
}

export function isOpenCase({ state }: Pick<CaseRow, 'state'>): boolean {
  return state === 'appeared' || state === 'seen' || state === 'mending';
}

/** `+500,00`, or a difference of counts. */
export function caseDifference({ values }: Pick<CaseRow, 'values'>, language: Language): string {
  return values.unit === 'money'
    ? difference(language, values.difference)
    : countDifference(language, values.difference);
}

/** Who saw or accepted it, when and why; null for one that nobody has looked at. */
export function decisionText(row: CaseRow, t: Translate, language: Language): string | null {
  const nobody = t('cases.nobody');
  if (row.acceptedAt !== null)
    return t('cases.acceptedBy', {
      author: row.acceptedBy ?? nobody,
      at: serverTime(language, row.acceptedAt),
      reason: row.reason,
    });
  if (row.seenAt === null) return null;
  return t('cases.seenBy', { author: row.seenBy ?? nobody, at: serverTime(language, row.seenAt) });
}

/** «Петрова Анна (petrova)», or the name alone. */
export function personName(name: string, fullName: string | null): string {
  return fullName === null ? name : `${fullName} (${name})`;
}

/** Who is to work on it, or who took it off, and when; null for one that was never assigned. */
export function assignmentText({ assignment }: CaseRow, t: Translate, language: Language): string | null {
  if (assignment === null) return null;
  const { to, fullName, at, by } = assignment;
  const params = { author: by ?? t('cases.nobody'), at: serverTime(language, at) };
  if (to === null) return t('cases.unassignedBy', params);
  return t('cases.assignedBy', { ...params, name: personName(to, fullName) });
}

const results: Record<ShiftRow['check']['result'], { mark: Mark; text: ScreenText }> = {
  agrees: { mark: 'order', text: 'shiftPage.matches' },
  differs: { mark: 'broken', text: 'shiftPage.differs' },
  accepted: { mark: 'order', text: 'shiftPage.accepted' },
  not_checked: { mark: 'unknown', text: 'shiftPage.notChecked' },
  not_looked: { mark: 'progress', text: 'shiftPage.notLooked' },
  open: { mark: 'unknown', text: 'shiftPage.checkedWhenClosed' },
};

/** What the checks say of a shift, as mark and word. */
export function resultMark({ result }: ShiftRow['check'], t: Translate): { mark: Mark; word: string } {
  const { mark, text } = results[result];
  return { mark, word: t(text) };
}

/** Further columns of «Сверка продаж»: whether the shift agrees, what is missing, and more of its facts where there is room. */
import type { ShiftList, ShiftRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, date, kopecksOf, MISSING, money } from '../../format/format.ts';
import type { Translate } from '../../ui/language.tsx';
import { resultMark } from '../cases/case-words.ts';

/** Columns that step back when the screen has no room for them. */
export function checkColumns(list: ShiftList, t: Translate, language: Language): Column<ShiftRow>[] {
  const otherDay = list.shifts.some((shift) => shift.openedAt?.slice(0, 10) !== shift.businessDate);
  return [
    {
      id: 'check',
      heading: t('shift.check'),
      kind: 'mark',
      optional: 'spare',
      width: 120,
      text: (shift) => checkText(shift, t, language),
      size: (shift) => checkText(shift, t, language).length,
      view: (shift) => <StatusMark {...resultMark(shift.check, t)} word={checkText(shift, t, language)} />,
      sortBy: (shift) => (shift.check.difference === null ? -shift.check.openCases : kopecksOf(shift.check.difference)),
    },
    {
      id: 'missing',
      heading: t('shift.missing'),
      kind: 'number',
      optional: 'spare',
      width: 72,
      text: (shift) => count(language, shift.check.missing),
      sortBy: (shift) => shift.check.missing,
      className: (shift) => (shift.check.missing === 0 ? 'cell-quiet' : undefined),
    },
    {
      id: 'counts',
      heading: t('shift.saleAndRefund'),
      kind: 'number',
      optional: 'spare',
      width: 90,
      text: (shift) => `${count(language, shift.saleCount)} / ${count(language, shift.refundCount)}`,
      sortBy: (shift) => shift.saleCount,
    },
    {
      id: 'numbers',
      heading: t('shift.numbers'),
      kind: 'text',
      optional: 'spare',
      width: 110,
      text: numbersText,
      sortBy: (shift) => shift.firstReceiptNumber,
    },
    {
      id: 'cashier',
      heading: t('shift.cashier'),
      kind: 'text',
      optional: 'spare',
      width: 80,
      text: (shift) => shift.cashierCode ?? MISSING,
    },
    ...(otherDay ? [dayColumn(t, language)] : []),
  ];
}

/** The largest open difference of money, else the word. */
function checkText(shift: ShiftRow, t: Translate, language: Language): string {
  const { difference } = shift.check;
  return difference === null ? resultMark(shift.check, t).word : money(language, difference);
}

function numbersText({ firstReceiptNumber: first, lastReceiptNumber: last }: ShiftRow): string {
  return first === null || last === null ? MISSING : `${first}–${last}`;
}

/** The day of a shift where it is not that of its opening. */
function dayColumn(t: Translate, language: Language): Column<ShiftRow> {
  return {
    id: 'day',
    heading: t('shift.day'),
    kind: 'time',
    optional: 'spare',
    width: 96,
    text: (shift) => date(language, shift.businessDate),
    sortBy: (shift) => shift.businessDate,
  };
}

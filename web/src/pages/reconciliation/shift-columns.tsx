import { useMemo } from 'react';
import type { ShiftList, ShiftRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, kopecksDifference, kopecksOf, money, sampleTime, time, withoutCentury } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';
import { exportHint, exportMark } from '../names.ts';
import { differenceNote, shiftNotes } from '../shift-notes.ts';
import { checkColumns } from './check-columns.tsx';
import { otherColumns } from './other-columns.ts';

type SumName =
  | 'saleCash'
  | 'saleNoncash'
  | 'saleOther'
  | 'revenueCash'
  | 'revenueNoncash'
  | 'drawerSum'
  | 'refundCash'
  | 'refundNoncash';

/**
 * Columns of «Сверка продаж» in the order of M20; 44 px to the left are kept for marking rows. «Прочие» stand in each group
 * when the list holds such money and the screen has room.
 */
export function useShiftColumns(list: ShiftList): Column<ShiftRow>[] {
  const { t, language } = useLanguage();
  return useMemo(() => {
    const { totals } = list;
    const others = otherColumns(list, t, language);
    const sum = (id: SumName, heading: ScreenText, group?: ScreenText): Column<ShiftRow> => ({
      ...sumColumn(id, t, language),
      heading: t(heading),
      ...(group === undefined ? {} : { group: t(group) }),
      total: money(language, totals[id]),
      ...(id === 'drawerSum' ? { totalHint: t('shift.drawerTotalHint') } : {}),
    });
    return [
      ...leadingColumns(t, language),
      {
        id: 'receipts',
        heading: t('shift.receipts'),
        kind: 'number',
        define: 'receiptCount',
        width: 56,
        text: (shift) => count(language, shift.receiptCount),
        sortBy: (shift) => shift.receiptCount,
        size: (shift) => shift.receiptCount,
        total: count(language, totals.receiptCount),
      },
      sum('saleCash', 'shift.cash', 'shift.sales'),
      sum('saleNoncash', 'shift.noncash', 'shift.sales'),
      ...others.sale,
      sum('revenueCash', 'shift.cash', 'shift.revenue'),
      sum('revenueNoncash', 'shift.noncash', 'shift.revenue'),
      ...others.revenue,
      sum('drawerSum', 'shift.drawer'),
      sum('refundCash', 'shift.cash', 'shift.refunds'),
      sum('refundNoncash', 'shift.noncash', 'shift.refunds'),
      ...others.refund,
      ...checkColumns(list, t, language),
    ];
  }, [t, language, list]);
}

/** Number, export state, opening and closing. */
function leadingColumns(t: Translate, language: Language): Column<ShiftRow>[] {
  return [
    {
      id: 'number',
      heading: t('shift.number'),
      kind: 'text',
      width: 60,
      rowHeader: true,
      text: (shift) => String(shift.shiftNumber),
      sortBy: (shift) => shift.shiftNumber,
      view: (shift) => <NumberWithNotes shift={shift} t={t} language={language} />,
      hint: (shift) => rowNotes(shift, t, language).notes.join(' ') || undefined,
    },
    {
      id: 'erp',
      heading: t('shift.erp'),
      kind: 'mark',
      width: 124,
      narrow: 44,
      text: (shift) => exportMark(t, shift.export.state).word,
      view: (shift, form) => <ErpMark state={shift.export.state} narrow={form !== 'wide'} t={t} />,
      hint: (shift) => exportHint(t, language, shift.export),
    },
    {
      id: 'opened',
      heading: t('shift.opened'),
      kind: 'time',
      width: 128,
      narrowest: 116,
      sample: sampleTime(language, 'minute'),
      view: (shift, form) => (form === 'narrowest' ? withoutCentury : asItIs)(openedText(shift, t, language)),
      text: (shift) => openedText(shift, t, language),
      sortBy: (shift) => shift.openedAt ?? shift.businessDate,
      href: (shift) => addresses.shift(shift.shopCode, shift.registerCode, shift.key, 'departments'),
      hint: (shift) => (shift.openedAt === null ? t('shift.noOpenTime') : time(language, shift.openedAt)),
    },
    {
      id: 'closed',
      heading: t('shift.closed'),
      kind: 'time',
      width: 128,
      narrowest: 116,
      sample: sampleTime(language, 'minute'),
      view: (shift, form) => (form === 'narrowest' ? withoutCentury : asItIs)(closedText(shift, t, language)),
      text: (shift) => closedText(shift, t, language),
      hint: (shift) => closedText(shift, t, language),
      sortBy: (shift) => shift.closedAt ?? '9999',
      className: (shift) => (shift.closedAt === null ? 'cell-open' : undefined),
    },
  ];
}

/** When the shift was opened; one without that date keeps a name to click on. */
function openedText(shift: ShiftRow, t: Translate, language: Language): string {
  return shift.openedAt === null ? t('shift.withoutOpenTime') : time(language, shift.openedAt);
}

function closedText(shift: ShiftRow, t: Translate, language: Language): string {
  return shift.closedAt === null ? t('shift.stillOpen') : time(language, shift.closedAt);
}

const asItIs = (text: string) => text;

/** The tie-out of the shift, at the line of a figure. */
function tieOutAt(shift: ShiftRow, figure: string): string {
  return addresses.shift(shift.shopCode, shift.registerCode, shift.key, 'summary', { figure });
}

/** Where Enter on a row leads: to the first figure that differs, else to the shift. */
export function openShift(shift: ShiftRow): string {
  const [figure] = shift.differs;
  return figure === undefined
    ? addresses.shift(shift.shopCode, shift.registerCode, shift.key)
    : tieOutAt(shift, figure);
}

/** «Касса сообщила 1 500,00, по чекам 1 000,00, разница +500,00» */
function bothValues(shift: ShiftRow, id: SumName, t: Translate, language: Language): string {
  const counted = shift.counted[id] ?? null;
  const apart = counted === null ? null : kopecksOf(shift[id]) - kopecksOf(counted);
  return t('shift.differsBoth', {
    reported: money(language, shift[id]),
    counted: money(language, counted),
    difference: kopecksDifference(language, apart),
  });
}

/** A sum as the register reported it; computed by us it has «≈», different from the receipts it is red with a mark. */
function sumColumn(id: SumName, t: Translate, language: Language): Omit<Column<ShiftRow>, 'heading'> {
  const differs = (shift: ShiftRow) => shift.differs.includes(id);
  const computed = (shift: ShiftRow) => shift.computed.includes(id);
  return {
    id,
    kind: 'number',
    define: id,
    width: 76,
    text: (shift) => `${computed(shift) ? '≈\u00a0' : ''}${money(language, shift[id])}`,
    view: (shift) => {
      const text = `${computed(shift) ? '≈\u00a0' : ''}${money(language, shift[id])}`;
      if (!differs(shift)) return text;
      return (
        <>
          <StatusMark mark="broken" word={text} />
          <span className="unseen">{bothValues(shift, id, t, language)}</span>
        </>
      );
    },
    sortBy: (shift) => kopecksOf(shift[id]),
    size: (shift) => (shift[id]?.length ?? 1) + (computed(shift) ? 2 : 0),
    marked: differs,
    className: (shift) => (differs(shift) ? 'cell-differs' : undefined),
    href: (shift) => (differs(shift) ? tieOutAt(shift, id) : undefined),
    hint: (shift) =>
      differs(shift) ? bothValues(shift, id, t, language) : computed(shift) ? t('shift.computed') : undefined,
  };
}

/** What is to be said about a row; a difference first, because a person must decide on it. */
export function rowNotes(shift: ShiftRow, t: Translate, language: Language): { differs: boolean; notes: string[] } {
  const difference = differenceNote(shift, t);
  const others = shiftNotes(shift, t, language);
  return { differs: difference !== null, notes: difference === null ? others : [difference, ...others] };
}

function NumberWithNotes({ shift, t, language }: { shift: ShiftRow; t: Translate; language: Language }) {
  const { differs, notes } = rowNotes(shift, t, language);
  return (
    <>
      {shift.shiftNumber}
      {notes.length > 0 && (
        <span className="shift-notes">
          <StatusMark mark={differs ? 'broken' : 'late'} word={notes.join(' ')} quiet />
        </span>
      )}
    </>
  );
}

/** Words that are longer than the column: what is drawn, and the end that is only read out. */
const cutWords: Partial<Record<ShiftRow['export']['state'], [ScreenText, ScreenText]>> = {
  changed: ['export.changed.seen', 'export.changed.rest'],
  failed: ['export.failed.seen', 'export.failed.rest'],
};

/** The usual state is only a quiet tick; all others have their word beside the shape, if there is room. */
function ErpMark({ state, narrow, t }: { state: ShiftRow['export']['state']; narrow: boolean; t: Translate }) {
  const { mark, word } = exportMark(t, state);
  const cut = cutWords[state];
  const isQuiet = narrow || state === 'exported' || state === 'accepted';
  if (isQuiet || cut === undefined) {
    return <StatusMark mark={mark} word={word} quiet={isQuiet} />;
  }
  return <StatusMark mark={mark} word={t(cut[0])} rest={t(cut[1])} />;
}

import { useMemo } from 'react';
import type { ShiftRow, ShiftTotals } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, kopecksOf, money, sampleTime, time } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';
import { exportHint, exportMark } from '../names.ts';
import { differenceNote, shiftNotes } from '../shift-notes.ts';

type SumName =
  | 'saleCash'
  | 'saleNoncash'
  | 'revenueCash'
  | 'revenueNoncash'
  | 'drawerSum'
  | 'refundCash'
  | 'refundNoncash';

/** Columns of «Сверка продаж» in the order of M20; 44 px to the left are kept for marking rows. */
export function useShiftColumns(totals: ShiftTotals): Column<ShiftRow>[] {
  const { t, language } = useLanguage();
  return useMemo(() => {
    const sum = (id: SumName, heading: string, group?: string): Column<ShiftRow> => ({
      ...sumColumn(id, t, language),
      heading,
      ...(group === undefined ? {} : { group }),
      total: money(language, totals[id]),
      ...(id === 'drawerSum' ? { totalHint: t('shift.drawerTotalHint') } : {}),
    });
    const cash = t('shift.cash');
    const noncash = t('shift.noncash');
    return [
      ...leadingColumns(t, language),
      {
        id: 'receipts',
        heading: t('shift.receipts'),
        kind: 'number',
        width: 64,
        text: (shift) => count(language, shift.receiptCount),
        sortBy: (shift) => shift.receiptCount,
        size: (shift) => shift.receiptCount,
        total: count(language, totals.receiptCount),
      },
      sum('saleCash', cash, t('shift.sales')),
      sum('saleNoncash', noncash, t('shift.sales')),
      sum('revenueCash', cash, t('shift.revenue')),
      sum('revenueNoncash', noncash, t('shift.revenue')),
      sum('drawerSum', t('shift.drawer')),
      sum('refundCash', cash, t('shift.refunds')),
      sum('refundNoncash', noncash, t('shift.refunds')),
    ];
  }, [t, language, totals]);
}

/** Number, export state, opening and closing. */
function leadingColumns(t: Translate, language: Language): Column<ShiftRow>[] {
  return [
    {
      id: 'number',
      heading: t('shift.number'),
      kind: 'text',
      width: 72,
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
      narrow: 52,
      text: (shift) => exportMark(t, shift.export.state).word,
      view: (shift, narrow) => <ErpMark state={shift.export.state} narrow={narrow} t={t} />,
      hint: (shift) => exportHint(t, language, shift.export),
    },
    {
      id: 'opened',
      heading: t('shift.opened'),
      kind: 'time',
      width: 128,
      sample: sampleTime(language, 'minute'),
      text: (shift) => time(language, shift.openedAt),
      sortBy: (shift) => shift.openedAt,
      href: (shift) => addresses.shift(shift.shopCode, shift.registerCode, shift.key),
      hint: (shift) => (shift.openedAt === null ? t('shift.noOpenTime') : undefined),
    },
    {
      id: 'closed',
      heading: t('shift.closed'),
      kind: 'time',
      width: 128,
      sample: sampleTime(language, 'minute'),
      text: (shift) => (shift.closedAt === null ? t('shift.stillOpen') : time(language, shift.closedAt)),
      sortBy: (shift) => shift.closedAt ?? '9999',
      className: (shift) => (shift.closedAt === null ? 'cell-open' : undefined),
    },
  ];
}

/** A sum as the register reported it; computed by us it has «≈», different from the receipts it is red with a mark. */
function sumColumn(id: SumName, t: Translate, language: Language): Omit<Column<ShiftRow>, 'heading'> {
  const differs = (shift: ShiftRow) => shift.differs.includes(id);
  const computed = (shift: ShiftRow) => shift.computed.includes(id);
  return {
    id,
    kind: 'number',
    width: 104,
    text: (shift) => `${computed(shift) ? '≈\u00a0' : ''}${money(language, shift[id])}`,
    view: (shift) => {
      const text = `${computed(shift) ? '≈\u00a0' : ''}${money(language, shift[id])}`;
      if (!differs(shift)) return text;
      return (
        <>
          <StatusMark mark="broken" word={text} />
          <span className="unseen">{t('shift.differsHint')}</span>
        </>
      );
    },
    sortBy: (shift) => kopecksOf(shift[id]),
    size: (shift) => shift[id].length + (computed(shift) ? 2 : 0),
    className: (shift) => (differs(shift) ? 'cell-differs' : undefined),
    hint: (shift) => (differs(shift) ? t('shift.differsHint') : computed(shift) ? t('shift.computed') : undefined),
  };
}

/** What is to be said about a row; a difference first, because a person must decide on it. */
function rowNotes(shift: ShiftRow, t: Translate, language: Language): { differs: boolean; notes: string[] } {
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
  if (narrow || state === 'exported' || cut === undefined) {
    return <StatusMark mark={mark} word={word} quiet={narrow || state === 'exported'} />;
  }
  return <StatusMark mark={mark} word={t(cut[0])} rest={t(cut[1])} />;
}

import { useMemo } from 'react';
import type { DocumentRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, kopecksOf, MISSING, money, sampleTime, timeToSecond } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';
import { documentKind, documentNumber } from '../names.ts';

const sums: [id: 'sum' | 'cash' | 'noncash' | 'other' | 'discount', heading: ScreenText, group?: ScreenText][] = [
  ['sum', 'documents.sum'],
  ['cash', 'documents.cash', 'documents.paid'],
  ['noncash', 'documents.noncash', 'documents.paid'],
  ['other', 'documents.other', 'documents.paid'],
  ['discount', 'documents.discount'],
];

/** Columns of the documents of a shift. */
export function useDocumentColumns(): Column<DocumentRow>[] {
  const { t, language } = useLanguage();
  return useMemo(() => {
    return [
      ...leadingColumns(t, language),
      ...sums.map(([id, heading, group]): Column<DocumentRow> => {
        const column = sumColumn(id, t(heading), language);
        return group === undefined ? column : { ...column, group: t(group) };
      }),
      {
        id: 'cashier',
        heading: t('documents.cashier'),
        kind: 'text',
        width: 80,
        text: (document) => document.cashierCode ?? MISSING,
      },
      {
        id: 'fiscal',
        heading: t('documents.fiscal'),
        kind: 'text',
        width: 90,
        text: (document) => document.fiscalDocumentNumber ?? MISSING,
      },
      {
        id: 'marks',
        heading: t('documents.marks'),
        kind: 'text',
        width: 110,
        grow: true,
        text: (document) => documentMarks(document, t).join(', '),
        view: (document) => <Marks document={document} t={t} />,
      },
    ];
  }, [t, language]);
}

function leadingColumns(t: Translate, language: Language): Column<DocumentRow>[] {
  return [
    {
      id: 'number',
      heading: t('documents.number'),
      kind: 'text',
      width: 84,
      rowHeader: true,
      text: (document) => documentNumber(document),
      sortBy: (document) => document.receiptNumber ?? document.documentNumber,
      href: (document) => addresses.receipt(document.identifier ?? String(document.documentId)),
    },
    {
      id: 'time',
      heading: t('documents.time'),
      kind: 'time',
      width: 148,
      sample: sampleTime(language, 'second'),
      text: (document) => timeToSecond(language, document.closedAt ?? document.openedAt),
      sortBy: (document) => document.closedAt ?? document.openedAt,
    },
    {
      id: 'kind',
      heading: t('documents.kind'),
      kind: 'text',
      width: 160,
      grow: true,
      text: (document) => documentKind(t, document),
    },
    {
      id: 'positions',
      heading: t('documents.positions'),
      kind: 'number',
      width: 80,
      text: (document) => count(language, document.positionCount),
      sortBy: (document) => document.positionCount,
      size: (document) => document.positionCount,
    },
  ];
}

function sumColumn(id: (typeof sums)[number][0], heading: string, language: Language): Column<DocumentRow> {
  return {
    id,
    heading,
    kind: 'number',
    width: 88,
    text: (document) => money(language, document[id]),
    sortBy: (document) => kopecksOf(document[id]),
    size: (document) => document[id].length,
    className: (document) => (id !== 'sum' && document[id] === '0.00' ? 'cell-quiet' : undefined),
  };
}

function documentMarks(document: DocumentRow, t: Translate): string[] {
  const marks: string[] = [];
  if (document.cancelledPositions > 0) marks.push(t('documents.markCancelled', { n: document.cancelledPositions }));
  if (document.differs) marks.push(t('documents.markDiffers'));
  if (document.conflicts > 0) marks.push(t('documents.markConflicts', { n: document.conflicts }));
  return marks;
}

function Marks({ document, t }: { document: DocumentRow; t: Translate }) {
  const text = documentMarks(document, t).join(', ');
  if (document.differs) return <StatusMark mark="broken" word={text} />;
  if (document.conflicts > 0) return <StatusMark mark="late" word={text} />;
  return text;
}

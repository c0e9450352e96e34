import { useMemo } from 'react';
import type { DocumentRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { count, kopecksOf, MISSING, money, sampleTime, timeToSecond } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';
import { documentKind } from '../names.ts';
import { DocumentMarks, marksOf } from './document-marks.tsx';

const sums: [id: 'sum' | 'cash' | 'noncash' | 'other' | 'discount', heading: ScreenText, group?: ScreenText][] = [
  ['sum', 'documents.sum'],
  ['cash', 'documents.cash', 'documents.paid'],
  ['noncash', 'documents.noncash', 'documents.paid'],
  ['other', 'documents.other', 'documents.paid'],
  ['discount', 'documents.discount'],
];

const documentAddress = (document: DocumentRow) =>
  addresses.receipt(document.identifier ?? String(document.documentId));

/** The number that the register gave the document; one without has that of our tables. */
function documentNumber(document: DocumentRow): string {
  return String(document.documentNumber ?? `#${document.documentId}`);
}

/** Columns of the documents of a shift; `unmapped` = its payment types without a class. */
export function useDocumentColumns(unmapped: readonly number[]): Column<DocumentRow>[] {
  const { t, language } = useLanguage();
  return useMemo(() => {
    return [
      ...leadingColumns(t, language, unmapped),
      ...sums.map(([id, heading, group]): Column<DocumentRow> => {
        const column = sumColumn(id, t(heading), language);
        return group === undefined ? column : { ...column, group: t(group) };
      }),
      {
        id: 'cashier',
        heading: t('documents.cashier'),
        kind: 'text',
        width: 80,
        yields: 56,
        text: (document) => document.cashierCode ?? MISSING,
      },
      {
        id: 'fiscal',
        heading: t('documents.fiscal'),
        kind: 'text',
        width: 90,
        yields: 60,
        text: (document) => document.fiscalDocumentNumber ?? MISSING,
      },
    ];
  }, [t, language, unmapped]);
}

function leadingColumns(t: Translate, language: Language, unmapped: readonly number[]): Column<DocumentRow>[] {
  return [
    {
      id: 'receipt',
      heading: t('documents.receiptNumber'),
      kind: 'text',
      width: 60,
      rowHeader: true,
      text: (document) => (document.receiptNumber === null ? MISSING : String(document.receiptNumber)),
      sortBy: (document) => document.receiptNumber,
      href: documentAddress,
    },
    {
      id: 'marks',
      heading: t('documents.marks'),
      kind: 'mark',
      width: 84,
      narrow: 40,
      narrowHeading: 'unseen',
      sample: t('documents.shortSample'),
      text: (document) =>
        marksOf(document, unmapped, t)
          .map(({ text }) => text)
          .join(', '),
      view: (document, form) => <DocumentMarks marks={marksOf(document, unmapped, t)} narrow={form !== 'wide'} />,
      hint: (document) =>
        marksOf(document, unmapped, t)
          .map(({ text }) => text)
          .join('; ') || undefined,
    },
    {
      id: 'number',
      heading: t('documents.number'),
      kind: 'text',
      width: 84,
      yields: 82,
      text: (document) => documentNumber(document),
      sortBy: (document) => document.documentNumber,
      href: documentAddress,
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
      yields: 84,
      grow: true,
      text: (document) => documentKind(t, document),
    },
    {
      id: 'positions',
      heading: t('documents.positions'),
      kind: 'number',
      width: 72,
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
    optional: id === 'discount',
    width: 76,
    text: (document) => money(language, document[id]),
    sortBy: (document) => kopecksOf(document[id]),
    size: (document) => document[id]?.length ?? 1,
    className: (document) => (id !== 'sum' && document[id] === '0.00' ? 'cell-quiet' : undefined),
  };
}

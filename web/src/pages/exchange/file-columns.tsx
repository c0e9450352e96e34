import { useMemo } from 'react';
import type { ExportFileRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, kopecksOf, MISSING, money, sampleTime, serverMinute } from '../../format/format.ts';
import { withZone } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { ageText } from './age.ts';

const marks: Record<ExportFileRow['state'], { mark: Mark; text: ScreenText }> = {
  failed: { mark: 'broken', text: 'erpFile.failed' },
  waiting: { mark: 'queued', text: 'erpFile.waiting' },
  taken: { mark: 'order', text: 'erpFile.taken' },
  lost: { mark: 'broken', text: 'erpFile.lost' },
  changed: { mark: 'broken', text: 'erpFile.changed' },
};

/** Mark and word of a file; what the ERP has confirmed is more than taken. */
export function fileMark(t: Translate, file: ExportFileRow): { mark: Mark; word: string } {
  const { state, confirmedAt, confirmation } = file;
  if (state === 'taken' && confirmedAt !== null && confirmation !== null)
    return confirmation.matches
      ? { mark: 'order', word: t('erpFile.confirmed') }
      : { mark: 'broken', word: t('erpFile.differs') };
  const { mark, text } = marks[state];
  return { mark, word: t(text) };
}

export const fileAddress = ({ fileId }: ExportFileRow) => (fileId === null ? undefined : addresses.exportFile(fileId));

/** The queue of files; `at` is the time that ages are counted to. What says nothing of any of them is left to files that need it. */
export function useFileColumns(files: readonly ExportFileRow[], at: number): Column<ExportFileRow>[] {
  const { t, language } = useLanguage();
  const zone = useZone();
  return useMemo(
    () => [
      ...whatColumns(t, language),
      ...whenColumns(t, language, zone),
      ...(files.some(waits) ? [ageColumn(t, at)] : []),
      ...(files.some(isExplained) ? whyColumns(t, language) : []),
    ],
    [t, language, zone, at, files],
  );
}

function whatColumns(t: Translate, language: Language): Column<ExportFileRow>[] {
  return [
    {
      id: 'file',
      heading: t('erpFile.id'),
      kind: 'text',
      width: 72,
      rowHeader: true,
      text: (file) => file.fileId ?? MISSING,
      sortBy: (file) => (file.fileId === null ? Number.MAX_SAFE_INTEGER : Number(file.fileId.slice(2))),
      href: fileAddress,
    },
    {
      id: 'state',
      heading: t('erpFile.state'),
      kind: 'mark',
      width: 132,
      narrow: 40,
      narrowHeading: 'unseen',
      text: (file) => fileMark(t, file).word,
      size: (file) => fileMark(t, file).word.length,
      view: (file, form) => <StatusMark {...fileMark(t, file)} quiet={form !== 'wide'} />,
    },
    {
      id: 'place',
      heading: t('erpFile.place'),
      kind: 'text',
      width: 74,
      text: (file) => `${file.shopCode}/${file.registerCode}`,
    },
    {
      id: 'shift',
      heading: t('erpFile.shift'),
      kind: 'text',
      width: 138,
      text: (file) => file.shiftKey,
      sortBy: (file) => file.shiftNumber,
      href: (file) => addresses.shift(file.shopCode, file.registerCode, file.shiftKey),
    },
    {
      id: 'name',
      heading: t('erpFile.name'),
      kind: 'text',
      width: 130,
      yields: 110,
      grow: true,
      text: (file) => file.fileName ?? MISSING,
    },
    {
      id: 'receipts',
      heading: t('erpFile.receipts'),
      kind: 'number',
      width: 64,
      text: (file) => count(language, file.receiptCount),
      sortBy: (file) => file.receiptCount,
    },
    {
      id: 'revenue',
      heading: t('erpFile.revenue'),
      kind: 'number',
      width: 100,
      text: (file) => money(language, file.revenue),
      sortBy: (file) => kopecksOf(file.revenue),
    },
  ];
}

function whenColumns(t: Translate, language: Language, zone: string | undefined): Column<ExportFileRow>[] {
  const time = (
    id: string,
    heading: ScreenText,
    of: (file: ExportFileRow) => string | null,
  ): Column<ExportFileRow> => ({
    id,
    heading: withZone(t(heading), zone),
    kind: 'time',
    width: 124,
    narrowest: 116,
    sample: sampleTime(language, 'minute'),
    text: (file) => serverMinute(language, of(file), zone),
    sortBy: of,
  });
  return [
    time('created', 'erpFile.created', (file) => file.publishedAt),
    time('taken', 'erpFile.takenAt', (file) => (file.state === 'taken' ? file.endedAt : null)),
    { ...time('confirmed', 'erpFile.confirmedAt', (file) => file.confirmedAt), optional: true },
  ];
}

function ageColumn(t: Translate, at: number): Column<ExportFileRow> {
  return {
    id: 'age',
    heading: t('erpFile.age'),
    kind: 'text',
    width: 76,
    text: (file) => (waits(file) && file.waitsSince !== null ? ageText(t, file.waitsSince, at) : MISSING),
    sortBy: (file) => (waits(file) ? file.waitsSince : null),
  };
}

/** It took more than one attempt, or there is something to say about it. */
function isExplained({ attempts, reason }: ExportFileRow): boolean {
  return attempts > 1 || reason !== null;
}

function waits({ state }: ExportFileRow): boolean {
  return state === 'waiting' || state === 'failed';
}

/** Why it could not be written; of a file that was written in the end, why it took several attempts. */
export function fileReason(t: Translate, language: Language, { reason, state, attempts }: ExportFileRow): string {
  if (reason === null) return '';
  const text = reason[language];
  return state === 'failed' ? text : t('erpFile.before', { n: count(language, attempts), reason: text });
}

function whyColumns(t: Translate, language: Language): Column<ExportFileRow>[] {
  return [
    {
      id: 'attempt',
      heading: t('erpFile.attempt'),
      kind: 'number',
      width: 64,
      text: (file) => count(language, file.attempts),
      sortBy: (file) => file.attempts,
    },
    {
      id: 'error',
      heading: t('erpFile.error'),
      kind: 'text',
      width: 110,
      yields: 76,
      grow: true,
      text: (file) => fileReason(t, language, file),
    },
  ];
}

import { useMemo } from 'react';
import type { ExportRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import type { Column } from '../../components/data-table/column.ts';
import { StatusMark } from '../../components/status-mark.tsx';
import { count, date, kopecksOf, MISSING, money, sampleTime, serverTime } from '../../format/format.ts';
import { withZone } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { exportHint, exportMark } from '../names.ts';

export const openShift = (row: ExportRow) => addresses.shift(row.shopCode, row.registerCode, row.shiftKey);

/** Columns of shifts with their export. */
export function useExportColumns(): Column<ExportRow>[] {
  const { t, language } = useLanguage();
  const zone = useZone();
  return useMemo(() => [...shiftColumns(t, language), ...fileColumns(t, language, zone)], [t, language, zone]);
}

/** Which shift it is, what it holds, and whether the ERP has it. */
function shiftColumns(t: Translate, language: Language): Column<ExportRow>[] {
  return [
    { id: 'shop', heading: t('exports.shop'), kind: 'text', width: 84, yields: 56, text: (row) => row.shopCode },
    {
      id: 'register',
      heading: t('exports.register'),
      kind: 'text',
      width: 72,
      yields: 52,
      text: (row) => row.registerCode,
    },
    {
      id: 'shift',
      heading: t('shift.number'),
      kind: 'text',
      width: 76,
      rowHeader: true,
      text: (row) => String(row.shiftNumber),
      sortBy: (row) => row.shiftNumber,
      href: openShift,
    },
    {
      id: 'state',
      heading: t('shift.erp'),
      kind: 'mark',
      width: 196,
      narrow: 40,
      narrowHeading: 'unseen',
      text: (row) => exportMark(t, row.export.state).word,
      size: (row) => exportMark(t, row.export.state).word.length,
      view: (row, form) => <StatusMark {...exportMark(t, row.export.state)} quiet={form !== 'wide'} />,
      hint: (row) => exportHint(t, language, row.export),
    },
    {
      id: 'date',
      heading: t('exports.date'),
      kind: 'time',
      width: 110,
      text: (row) => date(language, row.businessDate),
      sortBy: (row) => row.businessDate,
    },
    {
      id: 'closed',
      heading: t('exports.closed'),
      kind: 'text',
      width: 84,
      yields: 68,
      text: (row) => t(row.closed ? 'exports.yes' : 'exports.no'),
    },
    {
      id: 'receipts',
      heading: t('shift.receipts'),
      kind: 'number',
      width: 80,
      text: (row) => count(language, row.receiptCount),
      sortBy: (row) => row.receiptCount,
      size: (row) => row.receiptCount,
    },
    {
      id: 'revenue',
      heading: t('exports.revenue'),
      kind: 'number',
      width: 120,
      text: (row) => money(language, row.revenue),
      sortBy: (row) => kopecksOf(row.revenue),
      size: (row) => row.revenue?.length ?? 1,
    },
  ];
}

/** When and into which file it was exported, or why not. */
function fileColumns(t: Translate, language: Language, zone: string | undefined): Column<ExportRow>[] {
  return [
    {
      id: 'at',
      heading: withZone(t('exports.at'), zone),
      kind: 'time',
      width: 150,
      sample: sampleTime(language, 'second'),
      text: (row) => serverTime(language, row.export.exportedAt, zone),
      sortBy: (row) => row.export.exportedAt,
    },
    {
      id: 'file',
      heading: t('exports.file'),
      kind: 'text',
      width: 140,
      yields: 80,
      grow: true,
      text: (row) => row.path ?? row.export.fileName ?? MISSING,
    },
    {
      id: 'reason',
      heading: t('exports.reason'),
      kind: 'text',
      width: 110,
      yields: 64,
      grow: true,
      text: (row) => row.export.reason?.[language] ?? '',
    },
  ];
}

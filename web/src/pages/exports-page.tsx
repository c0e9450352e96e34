import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ExportList, ExportRow } from '../../../contracts/web-api.ts';
import type { Language } from '../../../src/messages/messages.ts';
import type { More } from '../api/feeds.ts';
import { queries } from '../api/queries.ts';
import type { Column } from '../components/data-table/column.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { count, date, kopecksOf, MISSING, money, sampleTime, serverTime } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type ScreenText, type Translate, useLanguage } from '../ui/language.tsx';
import { exportHint, exportMark, isBlue } from './names.ts';

type State = 'all' | 'not_exported' | 'exported';
const states: [State, ScreenText, empty: ScreenText][] = [
  ['all', 'exports.all', 'exports.empty'],
  ['not_exported', 'exports.notExported', 'exports.allDone'],
  ['exported', 'exports.exported', 'exports.noneExported'],
];

/** Shifts that are read at once, and the most that the server hands out. */
const PAGE = 500;
const MOST = 10_000;

/** «Выгрузка в АСТУ»: the shifts of all registers and whether the ERP has them. */
export function ExportsPage() {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const state = states.find(([name]) => name === search.state)?.[0] ?? 'all';
  const [limit, setLimit] = useState(PAGE);
  const query = useQuery({ ...queries.exports({ state, limit }), placeholderData: keepPreviousData });
  const full = (query.data?.next ?? null) === null || limit >= MOST;
  const more: More | undefined = full
    ? undefined
    : { load: () => setLimit(limit + PAGE), state: query.isPlaceholderData ? 'loading' : 'idle' };
  return (
    <Page title={t('exports.title')}>
      <Loaded query={query} loading={t('exports.loading')}>
        {(list) => <ExportTable list={list} state={state} more={more} />}
      </Loaded>
    </Page>
  );
}

const rowId = (row: ExportRow) => `${row.shopCode}/${row.registerCode}/${row.shiftKey}`;
const openShift = (row: ExportRow) => addresses.shift(row.shopCode, row.registerCode, row.shiftKey);
const rowClass = (row: ExportRow) => (isBlue(row.export.state) ? 'row-not-exported' : undefined);

function ExportTable({ list, state, more }: { list: ExportList; state: State; more: More | undefined }) {
  const { t, language } = useLanguage();
  const columns = useExportColumns();
  const empty = states.find(([name]) => name === state)?.[2] ?? 'exports.empty';
  return (
    <DataTable
      label={t('exports.title')}
      columns={columns}
      rows={list.exports}
      rowId={rowId}
      viewKey={state}
      open={openShift}
      rowClass={rowClass}
      summary={t('exports.summary', {
        shown: count(language, list.exports.length),
        notExported: count(language, list.counts.notExported),
        open: count(language, list.counts.notExportedOpen),
      })}
      bar={
        <QuickTabs
          label={t('table.views')}
          tabs={states.map(([name, text]) => ({
            label: t(text),
            // The list holds the open ones as well.
            count: name === 'not_exported' ? list.counts.notExported + list.counts.notExportedOpen : undefined,
            href: addresses.exports(name === 'all' ? undefined : name),
            current: name === state,
          }))}
        />
      }
      more={more}
      detail={(row) => <ExportText row={row} language={language} />}
      empty={t(empty)}
    />
  );
}

/** The whole path and the whole reason, which the cells may cut. */
function ExportText({ row, language }: { row: ExportRow; language: Language }) {
  const file = row.path ?? row.export.fileName;
  return (
    <>
      {file !== null && <code>{file}</code>} {row.export.reason?.[language]}
    </>
  );
}

function useExportColumns(): Column<ExportRow>[] {
  const { t, language } = useLanguage();
  return useMemo(() => [...shiftColumns(t, language), ...fileColumns(t, language)], [t, language]);
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
      size: (row) => row.revenue.length,
    },
  ];
}

/** When and into which file it was exported, or why not. */
function fileColumns(t: Translate, language: Language): Column<ExportRow>[] {
  return [
    {
      id: 'at',
      heading: t('exports.at'),
      kind: 'time',
      width: 150,
      sample: sampleTime(language, 'second'),
      text: (row) => serverTime(language, row.export.exportedAt),
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

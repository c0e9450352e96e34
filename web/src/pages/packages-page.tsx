import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PackageList, PackageRow } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import type { Column } from '../components/data-table/column.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { type Mark, StatusMark } from '../components/status-mark.tsx';
import { count, sampleTime, serverTime, size } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type ScreenText, type Translate, useLanguage } from '../ui/language.tsx';

type State = 'all' | PackageRow['state'];
const states: [State, ScreenText][] = [
  ['all', 'packages.all'],
  ['waiting', 'packages.tab.waiting'],
  ['error', 'packages.tab.error'],
  ['broken', 'packages.tab.broken'],
  ['processed', 'packages.tab.processed'],
];
const marks: Record<PackageRow['state'], Mark> = {
  waiting: 'queued',
  processed: 'order',
  error: 'broken',
  broken: 'broken',
};

/** «Пакеты»: what came in and what became of it. */
export function PackagesPage() {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const state = states.find(([name]) => name === search.state)?.[0] ?? 'all';
  const query = useQuery({ ...queries.packages({ state }), placeholderData: keepPreviousData });
  return (
    <Page title={t('packages.title')}>
      <Loaded query={query} loading={t('packages.loading')}>
        {(list) => <PackageTable list={list} state={state} />}
      </Loaded>
    </Page>
  );
}

const rowId = (row: PackageRow) => row.name;

function PackageTable({ list, state }: { list: PackageList; state: State }) {
  const { t, language } = useLanguage();
  const columns = usePackageColumns();
  const counts: Partial<Record<State, number>> = list.counts;
  return (
    <DataTable
      label={t('packages.title')}
      columns={columns}
      rows={list.packages}
      rowId={rowId}
      viewKey={state}
      defaultSort="-received"
      summary={t(list.next === null ? 'packages.summary' : 'packages.more', { n: list.packages.length })}
      bar={
        <QuickTabs
          label={t('table.views')}
          tabs={states.map(([name, text]) => ({
            label: t(text),
            count: counts[name],
            href: addresses.packages(name === 'all' ? undefined : name),
            current: name === state,
          }))}
        />
      }
      detail={(row) => row.reason?.[language] ?? ''}
      empty={state === 'all' ? t('packages.empty') : t('packages.emptyState')}
    />
  );
}

function usePackageColumns(): Column<PackageRow>[] {
  const { t, language } = useLanguage();
  return useMemo(() => {
    const documents = (['new', 'same', 'enriched', 'conflict', 'set_aside'] as const).map(
      (part): Column<PackageRow> => ({
        id: part,
        group: t('packages.documents'),
        heading: t(part === 'set_aside' ? 'packages.setAside' : `packages.${part}`),
        kind: 'number',
        width: 62,
        text: (row) => count(language, row.documents[part]),
        sortBy: (row) => row.documents[part],
        size: (row) => row.documents[part],
        className: (row) => (row.documents[part] === 0 ? 'cell-quiet' : undefined),
      }),
    );
    return [
      {
        id: 'received',
        heading: t('packages.received'),
        kind: 'time',
        width: 150,
        sample: sampleTime(language, 'second'),
        text: (row) => serverTime(language, row.receivedAt),
        sortBy: (row) => row.receivedAt,
      },
      {
        id: 'state',
        heading: t('packages.state'),
        kind: 'mark',
        width: 112,
        text: (row) => t(`packages.${row.state}`),
        view: (row) => <StatusMark mark={marks[row.state]} word={t(`packages.${row.state}`)} />,
        hint: (row) => row.reason?.[language],
      },
      { id: 'shop', heading: t('packages.shop'), kind: 'text', width: 66, text: (row) => row.shopCode ?? row.shopId },
      { id: 'register', heading: t('packages.register'), kind: 'text', width: 66, text: (row) => registerText(row, t) },
      {
        id: 'name',
        heading: t('packages.name'),
        kind: 'text',
        width: 110,
        grow: true,
        rowHeader: true,
        text: (row) => row.name,
      },
      { id: 'door', heading: t('packages.door'), kind: 'text', width: 62, text: (row) => row.door },
      {
        id: 'size',
        heading: t('packages.size'),
        kind: 'number',
        width: 72,
        text: (row) => size(language, row.size),
        sortBy: (row) => row.size,
      },
      ...documents,
      {
        id: 'attempts',
        heading: t('packages.attempts'),
        kind: 'number',
        width: 70,
        text: (row) => count(language, row.attempts),
        sortBy: (row) => row.attempts,
      },
      {
        id: 'reason',
        heading: t('packages.reason'),
        kind: 'text',
        width: 110,
        grow: true,
        text: (row) => row.reason?.[language] ?? '',
      },
    ];
  }, [t, language]);
}

function registerText(row: PackageRow, t: Translate): string {
  return row.registerCode ?? t('packages.unknownRegister', { id: row.registerId });
}

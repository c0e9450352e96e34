import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { PackageRow } from '../../../contracts/web-api.ts';
import type { Language } from '../../../src/messages/messages.ts';
import { feedQueries, type PackageFeed, packageIdOf, packagesBehind } from '../api/feed-queries.ts';
import { type More, useMore } from '../api/feeds.ts';
import type { Column } from '../components/data-table/column.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { type Mark, StatusMark } from '../components/status-mark.tsx';
import { count, MISSING, sampleTime, serverTime, size } from '../format/format.ts';
import { withZone } from '../format/zones.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type ScreenText, type Translate, useLanguage } from '../ui/language.tsx';
import { usePackageTabs } from './package-tabs.ts';
import { PlaceFilter } from './place-filter.tsx';
import { totalText } from './total-text.ts';

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

/** Packages that are read at once. */
const PAGE = 200;

/** «Пакеты»: what came in and what became of it. */
export function PackagesPage() {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const state = states.find(([name]) => name === search.state)?.[0] ?? 'all';
  const { shop, register, q } = search;
  const wanted = useMemo(() => ({ state, shop, register, q, limit: PAGE }), [state, shop, register, q]);
  const feed = feedQueries.packages(wanted);
  const query = useQuery({ ...feed, placeholderData: keepPreviousData });
  const more = useMore<PackageFeed>(
    { queryKey: feed.queryKey, readBehind: (known) => packagesBehind(wanted, known) },
    query.data?.next !== null,
  );
  return (
    <Page title={t('packages.title')} tabs={usePackageTabs('packages')}>
      <Loaded query={query} loading={t('packages.loading')}>
        {(list) => <PackageTable list={list} state={state} more={more} />}
      </Loaded>
    </Page>
  );
}

function PackageTable({ list, state, more }: { list: PackageFeed; state: State; more: More | undefined }) {
  const { t, language } = useLanguage();
  const [{ shop, register, q }] = useSearchState();
  const columns = usePackageColumns();
  const counts: Partial<Record<State, number>> = list.counts;
  return (
    <DataTable
      label={t('packages.title')}
      columns={columns}
      rows={list.rows}
      rowId={packageIdOf}
      viewKey={[state, shop, register, q].join(' ')}
      defaultSort="-received"
      summary={totalText(t, language, list.rows.length, list.next === null, list.total, 'packages')}
      bar={
        <>
          <QuickTabs
            label={t('table.views')}
            tabs={states.map(([name, text]) => ({
              label: t(text),
              count: counts[name],
              href: addresses.packages({ state: name === 'all' ? undefined : name, shop, register, q }),
              current: name === state,
            }))}
          />
          <PlaceFilter />
        </>
      }
      searchedByServer
      more={more}
      detail={(row) => <PackageText row={row} language={language} />}
      empty={state === 'all' && shop === undefined ? t('packages.empty') : t('packages.emptyState')}
    />
  );
}

/** The whole names and the whole reason, which the cells may cut. */
function PackageText({ row, language }: { row: PackageRow; language: Language }) {
  const { t } = useLanguage();
  const { archive, decision } = row;
  return (
    <>
      <code>{[row.fileName, row.name].filter((name) => name !== null).join(' · ')}</code> {row.reason?.[language]}
      {archive !== null && (
        <p>{t(archive.deleted ? 'packages.archiveGone' : 'packages.inArchive', { archive: archive.name })}</p>
      )}
      {row.serverCode !== null && <p>{t('packages.viaServer', { serverCode: row.serverCode })}</p>}
      {decision !== null && <p>{t('packages.decided', { reason: decision.reason })}</p>}
    </>
  );
}

function usePackageColumns(): Column<PackageRow>[] {
  const { t, language } = useLanguage();
  return useMemo(
    () => [...leadingColumns(t, language), ...documentColumns(t, language), ...outcomeColumns(t, language)],
    [t, language],
  );
}

/** When it came, what became of it, whose it is, what it is called. */
function leadingColumns(t: Translate, language: Language): Column<PackageRow>[] {
  return [
    {
      id: 'received',
      heading: withZone(t('packages.received'), undefined),
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
      narrow: 40,
      narrowHeading: 'unseen',
      text: (row) => t(`packages.${row.state}`),
      view: (row, form) => (
        <StatusMark mark={marks[row.state]} word={t(`packages.${row.state}`)} quiet={form !== 'wide'} />
      ),
      hint: (row) => row.reason?.[language],
    },
    {
      id: 'shop',
      heading: t('packages.shop'),
      kind: 'text',
      width: 66,
      text: (row) => row.shopCode ?? row.shopId ?? MISSING,
    },
    {
      id: 'register',
      heading: t('packages.register'),
      kind: 'text',
      width: 66,
      yields: 52,
      text: (row) => registerText(row, t),
    },
    {
      id: 'name',
      heading: t('packages.name'),
      kind: 'text',
      width: 140,
      grow: true,
      rowHeader: true,
      text: (row) => row.fileName ?? row.name,
    },
    { id: 'door', heading: t('packages.door'), kind: 'text', width: 62, yields: 48, text: (row) => row.door },
    {
      id: 'size',
      heading: t('packages.size'),
      kind: 'number',
      width: 72,
      text: (row) => size(language, row.size),
      sortBy: (row) => row.size,
    },
  ];
}

/** How many of its documents were new, known, and so on. */
function documentColumns(t: Translate, language: Language): Column<PackageRow>[] {
  return (['new', 'same', 'enriched', 'conflict', 'set_aside'] as const).map((part) => ({
    id: part,
    group: t('packages.documents'),
    heading: t(part === 'set_aside' ? 'packages.setAside' : `packages.${part}`),
    kind: 'number',
    width: 52,
    optional: part === 'enriched',
    text: (row) => count(language, row.documents[part]),
    sortBy: (row) => row.documents[part],
    size: (row) => row.documents[part],
    className: (row) => (row.documents[part] === 0 ? 'cell-quiet' : undefined),
  }));
}

/** How often it was tried, and why it was not written. */
function outcomeColumns(t: Translate, language: Language): Column<PackageRow>[] {
  return [
    {
      id: 'attempts',
      optional: true,
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
      yields: 60,
      grow: true,
      text: (row) => row.reason?.[language] ?? '',
    },
  ];
}

function registerText(row: PackageRow, t: Translate): string {
  if (row.registerCode !== null) return row.registerCode;
  return row.registerId === null ? MISSING : t('packages.unknownRegister', { id: row.registerId });
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { SetAsideRow } from '../../../contracts/web-api.ts';
import { feedQueries, type SetAsideFeed, setAsideBehind, setAsideIdOf } from '../api/feed-queries.ts';
import { type More, useMore } from '../api/feeds.ts';
import type { Column } from '../components/data-table/column.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import { Link } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { count, MISSING, sampleTime, serverTime } from '../format/format.ts';
import { prettyJson } from '../format/pretty-json.ts';
import { withZone } from '../format/zones.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { usePackageTabs } from './package-tabs.ts';
import { PlaceFilter } from './place-filter.tsx';
import './set-aside.css';

/** Records that are read at once. */
const PAGE = 500;

/** «Отложенные документы»: what could not be understood and is in no sum, with its reason and its text. */
export function SetAsidePage() {
  const { t } = useLanguage();
  const [{ shop, register }] = useSearchState();
  const wanted = useMemo(() => ({ shop, register, limit: PAGE }), [shop, register]);
  const feed = feedQueries.setAside(wanted);
  const query = useQuery({ ...feed, placeholderData: keepPreviousData });
  const more = useMore<SetAsideFeed>(
    { queryKey: feed.queryKey, readBehind: (known) => setAsideBehind(wanted, known) },
    query.data?.next !== null,
  );
  return (
    <Page title={t('setAside.title')} tabs={usePackageTabs('setAside')}>
      <Loaded query={query} loading={t('setAside.loading')}>
        {(list) => <SetAsideTable list={list} viewKey={`${shop}/${register}`} more={more} />}
      </Loaded>
    </Page>
  );
}

type SetAsideTableProps = { list: SetAsideFeed; viewKey: string; more: More | undefined };

function SetAsideTable({ list, viewKey, more }: SetAsideTableProps) {
  const { t, language } = useLanguage();
  const columns = useSetAsideColumns();
  const [{ shop }] = useSearchState();
  return (
    <DataTable
      label={t('setAside.title')}
      columns={columns}
      rows={list.rows}
      rowId={setAsideIdOf}
      viewKey={viewKey}
      defaultSort="-received"
      summary={t('setAside.summary', { shown: count(language, list.rows.length), total: count(language, list.total) })}
      bar={<PlaceFilter />}
      more={more}
      detail={(row) => <Record row={row} />}
      empty={t(shop === undefined ? 'setAside.empty' : 'setAside.emptyPlace')}
    />
  );
}

/** A record in full: why it was set aside, where it stands, and its text as it came. */
function Record({ row }: { row: SetAsideRow }) {
  const { t, language } = useLanguage();
  return (
    <div className="set-aside-record">
      <p>{row.reason[language]}</p>
      <p className="secondary">
        {t('setAside.place', { section: row.section, ordinal: row.ordinal })}{' '}
        <Link href={addresses.packages({ q: row.packageName })}>{row.packageName}</Link>
      </p>
      {row.raw !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <section className="raw" tabIndex={0} aria-label={t('setAside.raw')}>
          <pre>{prettyJson(row.raw)}</pre>
        </section>
      )}
    </div>
  );
}

/** The number of the shift that a record names; a broken record may name none. */
function shiftNumberOf(row: SetAsideRow): string | null {
  return /"shift"\s*:\s*"?(\d+)/.exec(row.raw ?? '')?.[1] ?? null;
}

function useSetAsideColumns(): Column<SetAsideRow>[] {
  const { t, language } = useLanguage();
  return useMemo(
    () => [
      {
        id: 'received',
        heading: withZone(t('packages.received'), undefined),
        kind: 'time',
        width: 150,
        sample: sampleTime(language, 'second'),
        text: (row) => serverTime(language, row.receivedAt),
        sortBy: (row) => row.receivedAt,
      },
      { id: 'shop', heading: t('packages.shop'), kind: 'text', width: 78, text: (row) => row.shopCode ?? MISSING },
      {
        id: 'register',
        heading: t('packages.register'),
        kind: 'text',
        width: 66,
        text: (row) => row.registerCode ?? MISSING,
      },
      {
        id: 'shift',
        heading: t('shift.number'),
        kind: 'text',
        width: 76,
        text: (row) => shiftNumberOf(row) ?? MISSING,
        sortBy: (row) => Number(shiftNumberOf(row) ?? 0),
      },
      {
        id: 'reason',
        heading: t('packages.reason'),
        kind: 'text',
        width: 320,
        yields: 160,
        grow: true,
        rowHeader: true,
        text: (row) => row.reason[language],
      },
      {
        id: 'package',
        heading: t('setAside.package'),
        kind: 'text',
        width: 260,
        yields: 100,
        text: (row) => row.packageName,
        href: (row) => addresses.packages({ q: row.packageName }),
      },
    ],
    [t, language],
  );
}

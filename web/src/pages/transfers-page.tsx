import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { transferCauses } from '../../../contracts/web-api.ts';
import { feedQueries, type TransferFeed, transfersBehind } from '../api/feed-queries.ts';
import { type More, useMore } from '../api/feeds.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import type { FilterField } from '../components/filters.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type ScreenText, useLanguage } from '../ui/language.tsx';
import { PlaceFilter } from './place-filter.tsx';
import { RunFilter } from './schedules/run-filter.tsx';
import { totalText } from './total-text.ts';
import { useTransferTabs } from './transfer-tabs.ts';
import { openTransfer, transferId, useTransferColumns } from './transfers/transfer-columns.tsx';
import { TransferText } from './transfers/transfer-text.tsx';

type State = 'running' | 'failed' | 'queued' | 'ended' | 'all';
const states: [State, ScreenText][] = [
  ['running', 'transfers.running'],
  ['failed', 'transfers.failed'],
  ['queued', 'transfers.queued'],
  ['ended', 'transfers.ended'],
  ['all', 'transfers.all'],
];

/** Transfers that are read at once. */
const PAGE = 200;

/** «Загрузки» (S10): what is being loaded, what failed, what came. */
export function TransfersPage() {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const state = states.find(([name]) => name === search.state)?.[0] ?? 'running';
  const { shop, register } = search;
  const cause = transferCauses.find((name) => name === search.cause);
  const run = Number(search.run) || undefined;
  const wanted = useMemo(
    () => ({ state, shop, register, cause, run, limit: PAGE }),
    [state, shop, register, cause, run],
  );
  const feed = feedQueries.transfers(wanted);
  const query = useQuery({ ...feed, placeholderData: keepPreviousData });
  const more = useMore<TransferFeed>(
    { queryKey: feed.queryKey, readBehind: (known) => transfersBehind(wanted, known) },
    query.data?.next !== null,
  );
  return (
    <Page title={t('transfers.title')} tabs={useTransferTabs('transfers')}>
      <Loaded query={query} loading={t('transfers.loading')}>
        {(list) => <TransferTable list={list} state={state} more={more} />}
      </Loaded>
    </Page>
  );
}

function TransferTable({ list, state, more }: { list: TransferFeed; state: State; more: More | undefined }) {
  const { t, language } = useLanguage();
  const [{ shop, register, run, cause }] = useSearchState();
  const byCause = useCauseField();
  const columns = useTransferColumns('everywhere', list.asOf);
  return (
    <DataTable
      label={t('transfers.title')}
      columns={columns}
      rows={list.rows}
      rowId={transferId}
      viewKey={[state, shop, register, run, cause].join(' ')}
      defaultSort="-number"
      open={openTransfer}
      summary={totalText(t, language, list.rows.length, list.next === null, list.total, 'transfers')}
      bar={
        <>
          <QuickTabs
            label={t('table.views')}
            tabs={states.map(([name, text]) => ({
              label: t(text),
              // Of one run or one cause the server does not count, so the tabs do not either.
              count: run === undefined && cause === undefined ? countOf(name, list.counts) : undefined,
              href: addresses.transfers({ state: name === 'running' ? undefined : name, shop, register, cause, run }),
              current: name === state,
            }))}
          />
          <PlaceFilter more={byCause} />
          {run !== undefined && <RunFilter run={run} />}
        </>
      }
      more={more}
      detail={(transfer) => <TransferText transfer={transfer} />}
      empty={<NoTransfers state={state} />}
    />
  );
}

/** By what loads were caused. */
function useCauseField(): FilterField[] {
  const { t } = useLanguage();
  const choices = transferCauses.map((value) => ({ value, label: t(`transfer.cause.${value}`) }));
  return [{ key: 'cause', label: t('transfers.cause'), choices }];
}

/** How many a tab lists, of the place that is chosen; ends are not counted, they are history. */
function countOf(state: State, counts: TransferFeed['counts']): number | undefined {
  if (state === 'running') return counts.running;
  if (state === 'queued') return counts.queued;
  return state === 'failed' ? counts.failedEver : undefined;
}

function NoTransfers({ state }: { state: State }) {
  const { t } = useLanguage();
  if (state === 'running') return <p>{t('transfers.emptyRunning')}</p>;
  if (state === 'queued') return <p>{t('transfers.emptyQueued')}</p>;
  if (state === 'failed') return <StatusMark mark="order" word={t('transfers.emptyFailed')} />;
  return <p>{t('transfers.emptyAll')}</p>;
}

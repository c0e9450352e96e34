import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TransferRow } from '../../../../contracts/web-api.ts';
import { feedQueries, type TransferFeed, transfersBehind } from '../../api/feed-queries.ts';
import { type More, useMore } from '../../api/feeds.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { QuickTabs } from '../../components/quick-tabs.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { addresses } from '../../routes/addresses.ts';
import { useSearchState } from '../../routes/search.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import type { RegisterPath } from '../register-frame.ts';
import { totalText } from '../total-text.ts';
import { openTransfer, transferId, useTransferColumns } from '../transfers/transfer-columns.tsx';
import { TransferText } from '../transfers/transfer-text.tsx';
import { RecentStrip } from './recent-strip.tsx';
import { LOAD_MODES } from './wanted-load.ts';

type State = 'all' | 'failed' | 'manual';
const states: [State, ScreenText][] = [
  ['all', 'transfers.all'],
  ['failed', 'transfers.failed'],
  ['manual', 'transfers.manual'],
];
const empties = {
  all: 'sales.emptyHistory',
  failed: 'transfers.emptyFailed',
  manual: 'transfers.emptyManual',
} as const satisfies Record<State, ScreenText>;

/** Transfers that are read at once. */
const PAGE = 200;

/** «История загрузок» of the register, with the latest results in a strip. */
export function LoadHistory({ path, recent }: { path: RegisterPath; recent: readonly TransferRow[] }) {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const state = states.find(([name]) => name === search.state)?.[0] ?? 'all';
  const { shopCode, registerCode } = path;
  const wanted = useMemo(() => {
    const filter = { failed: { state: 'failed' }, manual: { cause: 'person' }, all: {} } as const;
    return { shop: shopCode, register: registerCode, limit: PAGE, ...filter[state] };
  }, [shopCode, registerCode, state]);
  const feed = feedQueries.transfers(wanted);
  const query = useQuery({ ...feed, placeholderData: keepPreviousData });
  const more = useMore<TransferFeed>(
    { queryKey: feed.queryKey, readBehind: (known) => transfersBehind(wanted, known) },
    query.data?.next !== null,
  );
  return (
    <section className="load-history" aria-labelledby="history">
      <div className="load-history-head">
        <h2 id="history">{t('sales.history')}</h2>
        <RecentStrip recent={recent} />
      </div>
      <div className="load-history-table">
        <Loaded query={query} loading={t('transfers.loading')} place={path}>
          {(list) => (
            <div className="table-box">
              <HistoryTable path={path} list={list} state={state} more={more} />
            </div>
          )}
        </Loaded>
      </div>
    </section>
  );
}

type HistoryTableProps = { path: RegisterPath; list: TransferFeed; state: State; more: More | undefined };

function HistoryTable({ path, list, state, more }: HistoryTableProps) {
  const { t, language } = useLanguage();
  const [{ load, from, to }] = useSearchState();
  const columns = useTransferColumns('ofRegister', list.asOf);
  const mode = LOAD_MODES.find((name) => name === load);
  return (
    <DataTable
      label={t('sales.history')}
      columns={columns}
      rows={list.rows}
      rowId={transferId}
      viewKey={`${path.shopCode}/${path.registerCode} ${state}`}
      defaultSort="-number"
      open={openTransfer}
      summary={totalText(t, language, list.rows.length, list.next === null, list.total, 'transfers')}
      bar={
        <QuickTabs
          label={t('table.views')}
          tabs={states.map(([name, text]) => ({
            label: t(text),
            count: name === 'failed' ? list.counts.failedEver : undefined,
            href: addresses.sales(path.shopCode, path.registerCode, {
              load: mode,
              from,
              to,
              state: name === 'all' ? undefined : name,
            }),
            current: name === state,
          }))}
        />
      }
      more={more}
      detail={(transfer) => <TransferText transfer={transfer} />}
      empty={state === 'failed' ? <StatusMark mark="order" word={t(empties.failed)} /> : <p>{t(empties[state])}</p>}
    />
  );
}

import { Button } from '@mantine/core';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ExchangeState } from '../../../contracts/web-api.ts';
import { exchangeQueries } from '../api/exchange-queries.ts';
import { startExchange } from '../api/exchange-requests.ts';
import { useLimits } from '../api/own-rights.ts';
import { queryKeys } from '../api/query-keys.ts';
import { Allowed } from '../components/allowed.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { Zone } from '../ui/zone.tsx';
import { ExchangeFacts, ExchangeProblems } from './exchange/exchange-facts.tsx';
import { Said } from './exchange/export-again.tsx';
import { FileTable } from './exchange/file-table.tsx';
import { MissingTable } from './exchange/missing-table.tsx';
import { RequestTable } from './exchange/request-table.tsx';
import { shopName } from './names.ts';
import { shopTabs } from './shop-tabs.ts';
import { RefusalNotice } from './transfers/refusal-notice.tsx';

const views = ['files', 'missing', 'requests'] as const;
type View = (typeof views)[number];

/** «Взаимодействие с АСТУ» of a shop (S4, M27–M30): what the ERP has, its files and requests, «Выгрузить продажи». */
export function ShopExchangePage({ shopCode }: { shopCode: string }) {
  const { t } = useLanguage();
  const query = useQuery({ ...exchangeQueries.state(shopCode), placeholderData: keepPreviousData });
  return (
    <Page
      title={t('exchange.title')}
      crumbs={[
        { label: t('shops.title'), href: addresses.shops() },
        { label: shopName(t, shopCode, query.data?.shop?.name), href: addresses.shop(shopCode) },
      ]}
      tabs={shopTabs(shopCode, 'erp', t)}
    >
      <Loaded query={query} loading={t('exchange.loading')} place={{ shopCode }}>
        {(state) => (
          <Zone value={state.shop?.timeZone}>
            <Exchange shopCode={shopCode} state={state} />
          </Zone>
        )}
      </Loaded>
    </Page>
  );
}

function Exchange({ shopCode, state }: { shopCode: string; state: ExchangeState }) {
  const [search] = useSearchState();
  const view = views.find((name) => name === search.state) ?? 'files';
  const bar = <Views shopCode={shopCode} state={state} current={view} />;
  return (
    <div className="exchange">
      <Start shopCode={shopCode} lacks={state.notExported.notExported + state.notExported.notExportedOpen} />
      <ExchangeProblems problems={state.problems} waiting={state.waiting} />
      <ExchangeFacts state={state} />
      <div className="exchange-table">
        {view === 'files' && <FileTable shop={shopCode} bar={bar} />}
        {view === 'missing' && <MissingTable shop={shopCode} bar={bar} state="not_exported" />}
        {view === 'requests' && <RequestTable shop={shopCode} bar={bar} />}
      </div>
    </div>
  );
}

/** The button of the mission, and what the server says to it (N4, N5). */
function Start({ shopCode, lacks }: { shopCode: string; lacks: number }): ReactNode {
  const { t, language } = useLanguage();
  const most = useLimits().exportShifts;
  const tooMany = lacks > most;
  const client = useQueryClient();
  const { mutate, isPending, data, error, reset } = useMutation({
    mutationFn: () => startExchange(shopCode),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.exports() }),
  });
  return (
    <div className="exchange-news">
      <Allowed right="export" shop={shopCode}>
        <Button
          onClick={() => mutate()}
          disabled={isPending || tooMany}
          title={tooMany ? t('exportAgain.tooMany', { n: most }) : undefined}
        >
          {t('exchange.start')}
        </Button>
      </Allowed>
      {error !== null && <RefusalNotice error={error} />}
      {data !== undefined && (
        <Said mark={data.shifts === 0 ? 'order' : 'progress'} text={data.message[language]} onDismiss={reset} />
      )}
    </div>
  );
}

function Views({ shopCode, state, current }: { shopCode: string; state: ExchangeState; current: View }) {
  const { t } = useLanguage();
  const { notExported, notExportedOpen } = state.notExported;
  const counts = { files: state.waiting.files, missing: notExported + notExportedOpen, requests: state.requests.total };
  return (
    <QuickTabs
      label={t('exchange.views')}
      tabs={views.map((name) => ({
        label: t(`exchange.${name}`),
        count: counts[name],
        href: addresses.shopExchange(shopCode, name === 'files' ? undefined : name),
        current: name === current,
      }))}
    />
  );
}

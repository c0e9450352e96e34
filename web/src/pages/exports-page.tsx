import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { exchangeQueries } from '../api/exchange-queries.ts';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { addresses, type ExportsTab } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type ScreenText, useLanguage } from '../ui/language.tsx';
import { BacklogChart } from './exchange/backlog-chart.tsx';
import { ConfirmationTable } from './exchange/confirmation-table.tsx';
import { ExchangeFacts, ExchangeProblems } from './exchange/exchange-facts.tsx';
import { exportsTabs } from './exchange/exports-tabs.ts';
import { FileTable } from './exchange/file-table.tsx';
import { type ExportedState, MissingTable } from './exchange/missing-table.tsx';
import { RequestTable } from './exchange/request-table.tsx';
import { TargetTable } from './exchange/target-table.tsx';

const states: [ExportedState, ScreenText][] = [
  ['not_exported', 'exports.notExported'],
  ['exported', 'exports.exported'],
  ['all', 'exports.all'],
];

/** «Выгрузка в АСТУ» (S11): what the ERP lacks of all shops, the files, its requests, the targets. */
export function ExportsPage({ tab }: { tab: ExportsTab | 'missing' }) {
  const { t } = useLanguage();
  const query = useQuery({ ...exchangeQueries.state(), placeholderData: keepPreviousData });
  return (
    <Page title={t('exports.title')} tabs={exportsTabs(t, tab)}>
      <Loaded query={query} loading={t('exchange.loading')}>
        {(state) => (
          <div className="exchange">
            <ExchangeProblems problems={state.problems} waiting={state.waiting} />
            {tab === 'missing' && <ExchangeFacts state={state} />}
            {tab === 'missing' && <BacklogChart now={state.notExported} />}
            <div className="exchange-table">{contentOf(tab, <ExportStates />)}</div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function contentOf(tab: ExportsTab | 'missing', states: ReactNode): ReactNode {
  switch (tab) {
    case 'files':
      return <FileTable shop={undefined} bar={null} />;
    case 'requests':
      return <RequestTable shop={undefined} bar={null} />;
    case 'confirmations':
      return <ConfirmationTable bar={null} />;
    case 'targets':
      return <TargetTable />;
    default:
      return states;
  }
}

/** The shifts, by what the ERP has of them. */
function ExportStates() {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const state = states.find(([name]) => name === search.state)?.[0] ?? 'not_exported';
  const { data } = useQuery(exchangeQueries.state());
  const missing = data === undefined ? undefined : data.notExported.notExported + data.notExported.notExportedOpen;
  return (
    <MissingTable
      state={state}
      bar={
        <QuickTabs
          label={t('table.views')}
          tabs={states.map(([name, text]) => ({
            label: t(text),
            // The list holds the open ones as well.
            count: name === 'not_exported' ? missing : undefined,
            href: addresses.exports(name === 'not_exported' ? undefined : name),
            current: name === state,
          }))}
        />
      }
    />
  );
}

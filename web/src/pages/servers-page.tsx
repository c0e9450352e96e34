import { useQuery } from '@tanstack/react-query';
import { serverQueries } from '../api/server-requests.ts';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { useLanguage } from '../ui/language.tsx';
import { ServerTable } from './servers/server-table.tsx';
import { UpperLineFacts } from './servers/upper-line.tsx';
import './servers/servers.css';

/** «Серверы магазинов»: the line from this server to the one above it, and the servers that bring sales here. */
export function ServersPage() {
  const { t } = useLanguage();
  const query = useQuery(serverQueries.all());
  return (
    <Page title={t('servers.title')} scrolls>
      <Loaded query={query} loading={t('servers.loading')}>
        {({ upper, servers }) => (
          <div className="servers">
            <UpperLineFacts line={upper} />
            <ServerTable servers={servers} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

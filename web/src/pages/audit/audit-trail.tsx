import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type AuditFeed, auditBehind, auditIdOf, feedQueries } from '../../api/feed-queries.ts';
import { type More, useMore } from '../../api/feeds.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { addresses } from '../../routes/addresses.ts';
import { useSearchState } from '../../routes/search.ts';
import { useLanguage } from '../../ui/language.tsx';
import { Zone } from '../../ui/zone.tsx';
import { useLogClock } from '../log/log-clock.tsx';
import { totalText } from '../total-text.ts';
import { useAuditColumns } from './audit-columns.tsx';
import { AuditEntryDialog } from './audit-entry.tsx';
import { type AskedAudit, askedAudit, auditFileAddress } from './audit-filter.ts';
import { AuditFilters } from './audit-filters.tsx';
import { ChainResult, useChainCheck } from './audit-verify.tsx';
import { changeText } from './audit-words.ts';
import './audit.css';

/** Entries that are read at once. */
const PAGE = 500;

/** The trail on the clock of the server. */
export function AuditTrail() {
  const { t } = useLanguage();
  const { query, clock } = useLogClock(undefined);
  return (
    <Loaded query={query} loading={t('audit.loading')}>
      {() =>
        clock !== undefined && (
          <Zone value={clock.zone}>
            <Trail zone={clock.zone} />
          </Zone>
        )
      }
    </Loaded>
  );
}

function Trail({ zone }: { zone: string }) {
  const { t, language } = useLanguage();
  const [search] = useSearchState();
  const key = JSON.stringify(askedAudit(search, zone));
  const asked = useMemo(() => JSON.parse(key) as AskedAudit, [key]);
  const wanted = useMemo(() => ({ ...asked, limit: PAGE }), [asked]);
  const feed = feedQueries.audit(wanted);
  const query = useQuery({ ...feed, placeholderData: keepPreviousData });
  const more = useMore<AuditFeed>(
    { queryKey: feed.queryKey, readBehind: (known) => auditBehind(wanted, known) },
    query.data?.next !== null,
  );
  // What is still shown of another filter is another list: its rows do not stay among the new ones.
  const viewKey = `${key} ${query.isPlaceholderData}`;
  const check = useChainCheck();
  const names = useMemo(
    () => [...new Set(query.data?.rows.map(({ actor }) => actor.name))].filter((name) => name !== '').toSorted(),
    [query.data],
  );
  const number = /^\d{1,15}$/.test(search.event ?? '') ? Number(search.event) : null;
  return (
    <div className="audit">
      <div className="audit-tools">
        <AuditFilters names={names} />
        <a className="log-download" href={auditFileAddress(asked, language)} download>
          {t('audit.download')}
        </a>
        {query.data?.own === false && (
          <Button size="xs" variant="default" loading={check.isPending} onClick={() => check.mutate()}>
            {t('audit.verify')}
          </Button>
        )}
      </div>
      <ChainResult check={check} />
      {query.data?.own === true && <Notice mark="unknown" text={t('audit.own')} />}
      <div className="audit-table">
        <Loaded query={query} loading={t('audit.loading')}>
          {(list) => (
            <div className="table-box">
              <AuditTable list={list} narrowed={key !== '{}'} viewKey={viewKey} more={more} />
            </div>
          )}
        </Loaded>
      </div>
      {number !== null && <AuditEntryDialog number={number} />}
    </div>
  );
}

type AuditTableProps = { list: AuditFeed; viewKey: string; narrowed: boolean; more: More | undefined };

function AuditTable({ list, viewKey, narrowed, more }: AuditTableProps) {
  const { t, language } = useLanguage();
  const [search] = useSearchState();
  const columns = useAuditColumns();
  return (
    <DataTable
      label={t('audit.title')}
      columns={columns}
      rows={list.rows}
      rowId={auditIdOf}
      viewKey={viewKey}
      defaultSort="-number"
      open={({ number }) => addresses.audit({ ...search, event: String(number) })}
      summary={totalText(t, language, list.rows.length, list.next === null, list.total, 'audit')}
      more={more}
      detail={changeText}
      empty={t(narrowed ? 'audit.emptyFilter' : 'audit.empty')}
    />
  );
}

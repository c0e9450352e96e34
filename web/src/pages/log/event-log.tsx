import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type EventFeed, eventIdOf, feedQueries, logBehind } from '../../api/feed-queries.ts';
import { type More, useMore } from '../../api/feeds.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { QuickTabs } from '../../components/quick-tabs.tsx';
import { useSearchState } from '../../routes/search.ts';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';
import { Zone } from '../../ui/zone.tsx';
import { tabCount, totalText } from '../total-text.ts';
import { lineText, useEventColumns } from './event-columns.tsx';
import { EventRecord } from './event-record.tsx';
import { type LogClock, useLogClock } from './log-clock.tsx';
import { type AskedLog, askedLog, type LogLevel, type LogPlace, logAddress } from './log-filter.ts';
import { LogFilters } from './log-filters.tsx';
import { LogHistogram } from './log-histogram.tsx';
import { logLines } from './log-lines.ts';
import './log.css';

const levels: [LogLevel, ScreenText][] = [
  ['info', 'log.all'],
  ['warning', 'log.warnings'],
  ['error', 'log.errors'],
];

/** Entries that are read at once. */
const PAGE = 500;

/** What happened, in the words of the whole product (M13): of one register, of a shop, or of what the address names. */
export function EventLog({ place }: { place?: LogPlace }) {
  const { t } = useLanguage();
  const { query, clock } = useLogClock(place);
  return (
    <Loaded query={query} loading={t('log.loading')} {...(place === undefined ? {} : { place })}>
      {() =>
        clock !== undefined && (
          <Zone value={clock.isMine ? clock.mine : clock.zone}>
            <Log place={place} clock={clock} />
          </Zone>
        )
      }
    </Loaded>
  );
}

function Log({ place, clock }: { place: LogPlace; clock: LogClock }) {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const zone = clock.isMine ? clock.mine : clock.zone;
  const key = JSON.stringify(askedLog(search, place, zone));
  const asked = useMemo(() => JSON.parse(key) as AskedLog, [key]);
  const wanted = useMemo(() => ({ ...asked, limit: PAGE }), [asked]);
  const feed = feedQueries.log(wanted);
  const query = useQuery({ ...feed, placeholderData: keepPreviousData });
  const more = useMore<EventFeed>(
    { queryKey: feed.queryKey, readBehind: (known) => logBehind(wanted, known) },
    query.data?.next !== null,
  );
  const eventId = /^\d{1,15}$/.test(search.event ?? '') ? Number(search.event) : null;
  const codes = useMemo(() => [...new Set(query.data?.rows.map(({ code }) => code))].toSorted(), [query.data]);
  return (
    <div className="event-log">
      <LogHistogram asked={asked} />
      <LogFilters asked={asked} codes={codes} clock={clock} place={place} />
      <div className="event-log-table" role="log" aria-live="off" aria-label={t('log.title')}>
        <Loaded query={query} loading={t('log.loading')} {...(place === undefined ? {} : { place })}>
          {(list) => (
            <div className="table-box">
              <EventTable list={list} viewKey={key} more={more} place={place} />
            </div>
          )}
        </Loaded>
      </div>
      {eventId !== null && <EventRecord eventId={eventId} />}
    </div>
  );
}

type EventTableProps = { list: EventFeed; viewKey: string; more: More | undefined; place: LogPlace };

function EventTable({ list, viewKey, more, place }: EventTableProps) {
  const { t, language } = useLanguage();
  const [search] = useSearchState();
  const columns = useEventColumns(place?.registerCode !== undefined);
  const fold = search.fold !== '0';
  const lines = useMemo(() => logLines(list.rows, fold), [list.rows, fold]);
  const level = levels.find(([name]) => name === search.state)?.[0] ?? 'info';
  const narrowed = viewKey !== JSON.stringify(askedLog({}, place, 'UTC'));
  return (
    <DataTable
      label={t('log.title')}
      columns={columns}
      rows={lines}
      rowId={eventIdOf}
      viewKey={`${viewKey} ${fold}`}
      defaultSort="-time"
      follow={search.follow === '1'}
      open={(event) => logAddress(place, search, { event: String(event.eventId) })}
      summary={totalText(t, language, list.rows.length, list.next === null, list.counts[level], 'log')}
      bar={
        <QuickTabs
          label={t('table.views')}
          tabs={levels.map(([name, text]) => ({
            label: t(text),
            count: tabCount(list.counts[name]),
            href: logAddress(place, search, { state: name === 'info' ? undefined : name }),
            current: name === level,
          }))}
        />
      }
      searchedByServer
      more={more}
      detail={(event) => lineText(event, t, language)}
      empty={t(narrowed ? 'log.emptyLevel' : 'log.empty')}
    />
  );
}

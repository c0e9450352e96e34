import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { EventRow } from '../../../../contracts/web-api.ts';
import { type EventFeed, eventIdOf, feedQueries, logBehind } from '../../api/feed-queries.ts';
import { type More, useMore } from '../../api/feeds.ts';
import type { Column } from '../../components/data-table/column.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { QuickTabs } from '../../components/quick-tabs.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { logTime } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { useSearchState } from '../../routes/search.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';
import { PlaceFilter } from '../place-filter.tsx';
import type { RegisterPath } from '../register-frame.ts';

type Level = 'info' | 'warning' | 'error';
const levels: [Level, ScreenText][] = [
  ['info', 'log.all'],
  ['warning', 'log.warnings'],
  ['error', 'log.errors'],
];
const marks: Record<Exclude<Level, 'info'>, Mark> = { warning: 'late', error: 'broken' };

/** What happened, in the words of the whole product (M13): of one register, or of what the address names. */
export function EventLog({ place }: { place?: RegisterPath }) {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const level = levels.find(([name]) => name === search.state)?.[0] ?? 'info';
  const { q } = search;
  const shop = place?.shopCode ?? search.shop;
  const register = place?.registerCode ?? search.register;
  const wanted = useMemo(() => ({ level, shop, register, q, limit: PAGE }), [level, shop, register, q]);
  const feed = feedQueries.log(wanted);
  const query = useQuery({ ...feed, placeholderData: keepPreviousData });
  const more = useMore<EventFeed>(
    { queryKey: feed.queryKey, readBehind: (known) => logBehind(wanted, known) },
    query.data?.next !== null,
  );
  return (
    <Loaded query={query} loading={t('log.loading')} {...(place === undefined ? {} : { place })}>
      {(list) => <EventTable list={list} level={level} more={more} place={place} />}
    </Loaded>
  );
}

/** Entries that are read at once. */
const PAGE = 500;

type EventTableProps = { list: EventFeed; level: Level; more: More | undefined; place: RegisterPath | undefined };

function EventTable({ list, level, more, place }: EventTableProps) {
  const { t, language } = useLanguage();
  const [{ shop, register, q }] = useSearchState();
  const columns = useEventColumns(place !== undefined);
  const addressOf = (state: string | undefined) =>
    place === undefined
      ? addresses.log({ state, shop, register, q })
      : addresses.registerLog(place.shopCode, place.registerCode, { state, q });
  return (
    <DataTable
      label={t('log.title')}
      columns={columns}
      rows={list.rows}
      rowId={eventIdOf}
      viewKey={[level, shop, register, q].join(' ')}
      defaultSort="-time"
      open={openEvent}
      summary={t(list.next === null ? 'log.summary' : 'log.more', { n: list.rows.length })}
      bar={
        <>
          <QuickTabs
            label={t('table.views')}
            tabs={levels.map(([name, text]) => ({
              label: t(text),
              href: addressOf(name === 'info' ? undefined : name),
              current: name === level,
            }))}
          />
          {place === undefined && <PlaceFilter />}
        </>
      }
      searchedByServer
      more={more}
      detail={(event) => event.text[language]}
      empty={t(level === 'info' && shop === undefined ? 'log.empty' : 'log.emptyLevel')}
    />
  );
}

/** Number of the transfer that an entry tells of; the words of every such entry hold it. */
function transferOf({ code, text }: EventRow): string | undefined {
  return code.startsWith('transfer.') ? /T-\d+/.exec(text.ru)?.[0] : undefined;
}

function openEvent(event: EventRow): string | undefined {
  const transfer = transferOf(event);
  return transfer === undefined ? undefined : addresses.transfer(transfer);
}

function useEventColumns(ofRegister: boolean): Column<EventRow>[] {
  const { t, language } = useLanguage();
  return useMemo(
    () => [
      {
        id: 'time',
        heading: t('log.time'),
        kind: 'time',
        width: 176,
        sample: logTime(language, '2028-05-28T00:00:00.000Z'),
        text: (event) => logTime(language, event.at),
        // Entries of one instant keep the order in which they were written.
        sortBy: (event) => `${event.at} ${String(event.eventId).padStart(16, '0')}`,
      },
      {
        id: 'level',
        heading: t('log.level'),
        kind: 'mark',
        width: 148,
        text: (event) => t(`log.level.${event.level}`),
        view: (event) => <LevelMark level={event.level} word={t(`log.level.${event.level}`)} />,
      },
      ...(ofRegister ? [] : [objectColumn(t)]),
      {
        id: 'event',
        heading: t('log.event'),
        kind: 'text',
        width: 360,
        yields: 200,
        grow: true,
        rowHeader: true,
        text: (event) => event.text[language],
      },
      {
        id: 'transfer',
        heading: t('log.transfer'),
        kind: 'text',
        width: 84,
        text: (event) => transferOf(event) ?? '',
        href: openEvent,
      },
      {
        id: 'code',
        heading: t('log.code'),
        kind: 'text',
        width: 180,
        yields: 90,
        text: (event) => event.code,
        className: () => 'mono',
      },
    ],
    [t, language, ofRegister],
  );
}

function objectColumn(t: Translate): Column<EventRow> {
  return {
    id: 'object',
    heading: t('log.object'),
    kind: 'text',
    width: 170,
    yields: 110,
    text: (event) => objectText(event, t),
  };
}

/** Normal is quiet: only warnings and errors have a mark. */
function LevelMark({ level, word }: { level: Level; word: string }) {
  return level === 'info' ? <span className="secondary">{word}</span> : <StatusMark mark={marks[level]} word={word} />;
}

/** What an event is about: a register, a shop, or the server itself. */
function objectText(event: EventRow, t: Translate): string {
  if (event.shopCode === null) return t('log.server');
  const shop = t('shop.named', { code: event.shopCode });
  return event.registerCode === null
    ? shop
    : `${shop}, ${t('register.named', { code: event.registerCode }).toLowerCase()}`;
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { EventList, EventRow } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import type { Column } from '../components/data-table/column.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { type Mark, StatusMark } from '../components/status-mark.tsx';
import { logTime } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type ScreenText, type Translate, useLanguage } from '../ui/language.tsx';

type Level = 'info' | 'warning' | 'error';
const levels: [Level, ScreenText][] = [
  ['info', 'log.all'],
  ['warning', 'log.warnings'],
  ['error', 'log.errors'],
];
const marks: Record<Exclude<Level, 'info'>, Mark> = { warning: 'late', error: 'broken' };

/** «Лог»: what happened, in the words of the whole product (M13). */
export function LogPage() {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const level = levels.find(([name]) => name === search.state)?.[0] ?? 'info';
  const query = useQuery({ ...queries.log({ level, limit: 1_000 }), placeholderData: keepPreviousData });
  return (
    <Page title={t('log.title')}>
      <Loaded query={query} loading={t('log.loading')}>
        {(list) => <EventTable list={list} level={level} />}
      </Loaded>
    </Page>
  );
}

const rowId = (event: EventRow) => String(event.eventId);

function EventTable({ list, level }: { list: EventList; level: Level }) {
  const { t, language } = useLanguage();
  const columns = useEventColumns();
  return (
    <DataTable
      label={t('log.title')}
      columns={columns}
      rows={list.events}
      rowId={rowId}
      viewKey={level}
      defaultSort="-time"
      summary={t(list.next === null ? 'log.summary' : 'log.more', { n: list.events.length })}
      bar={
        <QuickTabs
          label={t('table.views')}
          tabs={levels.map(([name, text]) => ({
            label: t(text),
            href: addresses.log(name === 'info' ? undefined : name),
            current: name === level,
          }))}
        />
      }
      detail={(event) => event.text[language]}
      empty={t(level === 'info' ? 'log.empty' : 'log.emptyLevel')}
    />
  );
}

function useEventColumns(): Column<EventRow>[] {
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
        sortBy: (event) => event.eventId,
      },
      {
        id: 'level',
        heading: t('log.level'),
        kind: 'mark',
        width: 148,
        text: (event) => t(`log.level.${event.level}`),
        view: (event) => <LevelMark level={event.level} word={t(`log.level.${event.level}`)} />,
      },
      { id: 'object', heading: t('log.object'), kind: 'text', width: 170, text: (event) => objectText(event, t) },
      {
        id: 'event',
        heading: t('log.event'),
        kind: 'text',
        width: 360,
        grow: true,
        rowHeader: true,
        text: (event) => event.text[language],
      },
      {
        id: 'code',
        heading: t('log.code'),
        kind: 'text',
        width: 180,
        text: (event) => event.code,
        className: () => 'mono',
      },
    ],
    [t, language],
  );
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

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { SalesRequestList, SalesRequestRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { exchangeQueries } from '../../api/exchange-queries.ts';
import type { Column } from '../../components/data-table/column.ts';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, date, kopecksOf, MISSING, money, sampleTime, serverTime } from '../../format/format.ts';
import { withZone } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type ScreenText, type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';

const SHOWN = 200;

/** Requests of the ERP: what it asked, what it got, why not. */
export function RequestTable({ shop, bar }: { shop: string | undefined; bar: ReactNode }) {
  const { t } = useLanguage();
  const query = useQuery({ ...exchangeQueries.requests({ shop, limit: SHOWN }), placeholderData: keepPreviousData });
  return (
    <Loaded query={query} loading={t('exchange.loading')}>
      {(list) => <Requests list={list} shop={shop} bar={bar} />}
    </Loaded>
  );
}

const rowId = (request: SalesRequestRow) => request.requestId;
const openRequest = ({ load }: SalesRequestRow) =>
  load === null || load.transferId === null ? undefined : addresses.transfer(load.transferId);

function Requests({ list, shop, bar }: { list: SalesRequestList; shop: string | undefined; bar: ReactNode }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const columns = useMemo(() => requestColumns(t, language, zone), [t, language, zone]);
  return (
    <DataTable
      label={t('exchange.requests')}
      columns={columns}
      rows={list.requests}
      rowId={rowId}
      viewKey={`requests ${shop ?? ''}`}
      open={openRequest}
      summary={t('request.summary', {
        n: count(language, list.requests.length),
        refused: count(language, list.counts.refused),
      })}
      bar={bar}
      detail={(request) => requestText(request, t, language)}
      empty={t('request.empty')}
    />
  );
}

const marks: Record<SalesRequestRow['state'], { mark: Mark; text: ScreenText }> = {
  answered: { mark: 'order', text: 'request.answered' },
  answering: { mark: 'progress', text: 'request.answering' },
  refused: { mark: 'broken', text: 'request.refused' },
};

function markOf(t: Translate, { state }: SalesRequestRow): { mark: Mark; word: string } {
  const { mark, text } = marks[state];
  return { mark, word: t(text) };
}

function periodOf(language: Language, { from, to }: SalesRequestRow): string {
  return from === null || to === null ? MISSING : `${date(language, from)} – ${date(language, to)}`;
}

/** What the file said, why it was not met, what was asked of the register. */
function requestText(request: SalesRequestRow, t: Translate, language: Language): string {
  const { load, reason, text } = request;
  const parts = [
    reason?.[language],
    load === null
      ? undefined
      : t('request.asked', { from: date(language, load.from.slice(0, 10)), to: date(language, load.to.slice(0, 10)) }),
    load?.reason?.[language],
    t('request.said', { text: text.replaceAll(/\s+/g, ' ') }),
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

function requestColumns(t: Translate, language: Language, zone: string | undefined): Column<SalesRequestRow>[] {
  return [
    {
      id: 'request',
      heading: t('request.id'),
      kind: 'text',
      width: 72,
      rowHeader: true,
      text: (request) => request.requestId,
      sortBy: (request) => Number(request.requestId.slice(2)),
    },
    {
      id: 'at',
      heading: withZone(t('request.at'), zone),
      kind: 'time',
      width: 150,
      sample: sampleTime(language, 'second'),
      text: (request) => serverTime(language, request.receivedAt, zone),
      sortBy: (request) => request.receivedAt,
    },
    {
      id: 'place',
      heading: t('request.place'),
      kind: 'text',
      width: 80,
      text: (request) => `${request.shopCode}/${request.registerCode ?? request.registerNumber}`,
    },
    {
      id: 'period',
      heading: t('request.period'),
      kind: 'text',
      width: 190,
      text: (request) => periodOf(language, request),
      sortBy: (request) => request.from,
    },
    {
      id: 'state',
      heading: t('request.state'),
      kind: 'mark',
      width: 140,
      text: (request) => markOf(t, request).word,
      view: (request, form) => <StatusMark {...markOf(t, request)} quiet={form !== 'wide'} />,
    },
    {
      id: 'shifts',
      heading: t('request.shifts'),
      kind: 'number',
      width: 72,
      text: (request) => count(language, request.shifts),
      sortBy: (request) => request.shifts,
    },
    {
      id: 'revenue',
      heading: t('request.revenue'),
      kind: 'number',
      width: 120,
      text: (request) => money(language, request.revenue),
      sortBy: (request) => kopecksOf(request.revenue),
    },
    {
      id: 'load',
      heading: t('request.load'),
      kind: 'text',
      width: 84,
      text: (request) => request.load?.transferId ?? MISSING,
      href: openRequest,
    },
    {
      id: 'reason',
      heading: t('request.reason'),
      kind: 'text',
      width: 140,
      yields: 80,
      grow: true,
      text: (request) => request.reason?.[language] ?? request.load?.reason?.[language] ?? '',
    },
  ];
}

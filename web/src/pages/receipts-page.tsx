import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type ReportRow, type ReportTable, routes } from '../../../contracts/web-api.ts';
import { toLocal } from '../../../src/domain/local-time.ts';
import { now } from '../api/clock.ts';
import { useMore } from '../api/feeds.ts';
import { queries } from '../api/queries.ts';
import { DataTable } from '../components/data-table/data-table.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { isDate } from '../components/period-field/calendar-dates.ts';
import { PeriodField } from '../components/period-field/period-field.tsx';
import { presets } from '../components/period-field/presets.ts';
import { wallTime } from '../format/format.ts';
import { type Search, useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { PlaceFilter } from './place-filter.tsx';
import { type Asked, readForm } from './receipts/asked.ts';
import { ReceiptForm } from './receipts/receipt-form.tsx';
import { FileButtons } from './reports/file-links.tsx';
import { PrintSheet } from './reports/print-sheet.tsx';
import { useReportColumns } from './reports/report-columns.tsx';
import { TrimmedDaysMark } from './reports/report-facts.tsx';
import { rowAddress } from './reports/row-address.ts';
import './reports/reports.css';

/** «Поиск чека» (S12): the search stands in the address; newest shifts first, fifty at a time. */
export function ReceiptsPage() {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const asked = readForm(search);
  const query = useQuery({ ...queries.receipts(asked), placeholderData: keepPreviousData });
  return (
    <Page title={t('receipts.title')}>
      <div className="reports">
        <Filters asked={asked} />
        {query.data !== undefined && isNarrowed(asked, query.data) && (
          <Notice mark="unknown" text={t('receipts.narrow')} />
        )}
        <div className="reports-body">
          {query.data !== undefined && <TrimmedDaysMark trimmed={query.data.missing.trimmed} />}
          <Loaded query={query} loading={t('receipts.loading')}>
            {(table) => <Receipts table={table} asked={asked} />}
          </Loaded>
        </div>
      </div>
    </Page>
  );
}

/** True when the server has set the period, because nothing else bounds the search. */
function isNarrowed({ shop, from, to }: Asked, table: ReportTable): boolean {
  return shop === undefined && from === undefined && to === undefined && table.from !== '';
}

function Filters({ asked }: { asked: Asked }) {
  const { t } = useLanguage();
  const [, setSearch] = useSearchState();
  const shops = useQuery(queries.shops()).data?.shops;
  const zone = shops?.find(({ shopCode }) => shopCode === asked.shop)?.timeZone ?? shops?.[0]?.timeZone;
  const today = (zone === undefined ? wallTime(new Date(now()).toISOString()) : toLocal(now(), zone)).slice(0, 10);
  const period =
    asked.from !== undefined && asked.to !== undefined && isDate(asked.from) && isDate(asked.to)
      ? { from: asked.from, to: asked.to }
      : null;
  return (
    <>
      <div className="reports-filters">
        <PlaceFilter />
        {period === null ? (
          <Button size="compact-sm" variant="default" onClick={() => setSearch(presets(today).week, 'push')}>
            {t('receipts.period')}
          </Button>
        ) : (
          <>
            <PeriodField period={period} today={today} onChange={(next) => setSearch(next, 'push')} />
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setSearch({ from: undefined, to: undefined }, 'push')}
            >
              {t('receipts.everything')}
            </Button>
          </>
        )}
      </div>
      <ReceiptForm key={JSON.stringify(asked)} asked={asked} onFind={(fields: Search) => setSearch(fields, 'push')} />
    </>
  );
}

const rowId = (row: ReportRow) => row.key;

function Receipts({ table, asked }: { table: ReportTable; asked: Asked }) {
  const { t, language } = useLanguage();
  const columns = useReportColumns(table);
  const { queryKey } = queries.receipts(asked);
  const readBehind = useCallback((known: ReportTable) => queries.receiptsBehind(asked, known), [asked]);
  const more = useMore<ReportTable>({ queryKey, readBehind }, table.next !== null);
  const address = (format: string) => {
    const filled = Object.entries({ ...asked, format, lang: language }).filter(([, value]) => value !== undefined);
    return `${routes.receiptsFile}?${new URLSearchParams(filled.map(([key, value]) => [key, String(value)])).toString()}`;
  };
  const n = table.rows.length;
  return (
    <div className="report">
      <div className="report-table">
        <DataTable
          label={t('receipts.title')}
          columns={columns}
          rows={table.rows}
          rowId={rowId}
          viewKey={JSON.stringify(asked)}
          open={(row) => rowAddress(table, row)}
          summary={t(table.next === null ? 'receipts.found' : 'receipts.foundMore', { n })}
          bar={
            <span className="report-actions">
              <FileButtons address={address} />
            </span>
          }
          more={more}
          empty={t(table.next === null ? 'receipts.none' : 'receipts.noneYet')}
        />
      </div>
      <PrintSheet table={table} />
    </div>
  );
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { type ReportName, reportNames, reportRows } from '../../../contracts/web-api.ts';
import { toLocal } from '../../../src/domain/local-time.ts';
import { now } from '../api/clock.ts';
import { queries } from '../api/queries.ts';
import { useGo } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { addDays, isDate } from '../components/period-field/calendar-dates.ts';
import { PeriodField } from '../components/period-field/period-field.tsx';
import type { Period } from '../components/period-field/presets.ts';
import { wallTime } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { PlaceFilter } from './place-filter.tsx';
import { ReportView } from './reports/report-view.tsx';
import './reports/reports.css';

/** «Отчёты» (S13): one report over a period, of the network, a shop or a register; the address says which. */
export function ReportsPage({ report }: { report: string }) {
  const name = reportNames.find((one) => one === report);
  return name === undefined ? <NotFoundPage /> : <Report name={name} />;
}

function Report({ name }: { name: ReportName }) {
  const { t } = useLanguage();
  const [search, setSearch] = useSearchState();
  const shops = useQuery(queries.shops()).data?.shops;
  const zone = shops?.find(({ shopCode }) => shopCode === search.shop)?.timeZone ?? shops?.[0]?.timeZone;
  const today = (zone === undefined ? wallTime(new Date(now()).toISOString()) : toLocal(now(), zone)).slice(0, 10);
  const period = usePeriod(today);
  const by = reportRows.find((one) => one === search.by) ?? 'day';
  const { shop, register } = search;
  const asked = useMemo(
    () => ({ shop, register, ...period, ...(name === 'sales' ? { by } : {}) }),
    [shop, register, period, name, by],
  );
  const query = useQuery({ ...queries.report(name, asked), placeholderData: keepPreviousData });
  return (
    <Page title={t(`report.${name}`)} crumbs={[{ label: t('reports.title'), href: addresses.reports() }]}>
      <div className="reports">
        <div className="reports-filters">
          <ReportChoice name={name} />
          {name === 'sales' && (
            <span className="reports-choice">
              <select
                aria-label={t('report.by')}
                value={by}
                onChange={(event) => setSearch({ by: event.currentTarget.value, sort: undefined }, 'push')}
              >
                {reportRows.map((rows) => (
                  <option key={rows} value={rows}>
                    {t(`report.by.${rows}`)}
                  </option>
                ))}
              </select>
            </span>
          )}
          <PlaceFilter />
          <PeriodField period={period} today={today} onChange={(next) => setSearch(next, 'push')} />
        </div>
        <div className="reports-body">
          <Loaded query={query} loading={t('reports.loading')}>
            {(table) => <ReportView table={table} asked={asked} />}
          </Loaded>
        </div>
      </div>
    </Page>
  );
}

/** Another report about the same place and period. */
function ReportChoice({ name }: { name: ReportName }) {
  const { t } = useLanguage();
  const go = useGo();
  const [{ shop, register, from, to }] = useSearchState();
  return (
    <span className="reports-choice">
      <select
        aria-label={t('reports.list')}
        value={name}
        onChange={(event) =>
          go(addresses.report(event.currentTarget.value as ReportName, { shop, register, from, to }))
        }
      >
        {reportNames.map((one) => (
          <option key={one} value={one}>
            {t(`report.${one}`)}
          </option>
        ))}
      </select>
    </span>
  );
}

/** The period of the address; an address without one gets the last seven days written into it. */
function usePeriod(today: string): Period {
  const [search, setSearch] = useSearchState();
  const { from, to } = search;
  const given = from !== undefined && to !== undefined && isDate(from) && isDate(to) && from <= to;
  const first = given ? from : addDays(today, -6);
  const last = given ? to : today;
  useEffect(() => {
    if (!given) setSearch({ from: first, to: last });
  }, [given, first, last, setSearch]);
  return useMemo(() => ({ from: first, to: last }), [first, last]);
}

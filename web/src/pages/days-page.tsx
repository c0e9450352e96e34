import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { NetworkDays } from '../../../contracts/web-api.ts';
import { now } from '../api/clock.ts';
import { queries } from '../api/queries.ts';
import { Link } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { PeriodField } from '../components/period-field/period-field.tsx';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { count, date, MISSING, wallTime } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { cellText, dayMark, totalMark, weekday } from './days/day-words.ts';
import { useReconciliationTabs } from './days/reconciliation-tabs.ts';
import { usePeriod } from './days/use-period.ts';
import { shopName } from './names.ts';
import './days/days.css';

const DAY_MS = 86_400_000;
/** The days that are looked at when the address names none: a week, and today. */
const DAYS = 8;

/** «Сверка продаж» of the network: which days of which shops can be closed (S9). */
export function DaysPage() {
  const { t } = useLanguage();
  const [search, setSearch] = useSearchState();
  const today = wallTime(new Date(now()).toISOString()).slice(0, 10);
  const from = new Date(Date.parse(`${today}T00:00:00Z`) - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const period = usePeriod({ from, to: today });
  const query = useQuery({ ...queries.networkDays(period), placeholderData: keepPreviousData });
  const blocked = search.state === 'blocked';
  return (
    <Page title={t('cases.title')} tabs={useReconciliationTabs('days')} scrolls>
      <div className="days">
        <div className="reconciliation-filters">
          <PeriodField period={period} today={today} onChange={(next) => setSearch(next, 'push')} />
          <span className="secondary">{t('days.rule')}</span>
        </div>
        <Loaded query={query} loading={t('days.loading')}>
          {(matrix) => <Matrix matrix={matrix} blocked={blocked} />}
        </Loaded>
      </div>
    </Page>
  );
}

const isBlocked = ({ cells }: NetworkDays['shops'][number]) =>
  cells.some(({ state }) => state === 'differs' || state === 'waiting' || state === 'not_exported');

function Matrix({ matrix, blocked }: { matrix: NetworkDays; blocked: boolean }) {
  const { t, language } = useLanguage();
  const { from, to, shops, days, totals } = matrix;
  if (shops.length === 0) return <p>{t('days.noShops')}</p>;
  const shown = blocked ? shops.filter(isBlocked) : shops;
  return (
    <section aria-label={t('cases.tabDays')}>
      <QuickTabs
        label={t('table.views')}
        tabs={[
          { label: t('days.allShops'), count: shops.length, href: addresses.days({ from, to }), current: !blocked },
          {
            label: t('days.blockingShops'),
            count: shops.filter(isBlocked).length,
            href: addresses.days({ from, to, state: 'blocked' }),
            current: blocked,
          },
        ]}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <div className="days-scroll" tabIndex={0}>
        <table className="days-table matrix" aria-label={t('cases.tabDays')}>
          <thead>
            <tr>
              <th scope="col" className="days-head days-corner">
                {t('cases.shop')}
              </th>
              {days.map((day, at) => (
                <th key={day} scope="col" className="days-head matrix-day">
                  <span className="matrix-date">
                    {date(language, day)} <span className="secondary">{weekday(language, day)}</span>
                  </span>
                  <br />
                  {totals[at] !== undefined && (
                    <StatusMark mark={totalMark(totals[at])} word={totals[at].text[language]} />
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((shop) => (
              <Shop key={shop.shopCode} shop={shop} from={from} to={to} />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === 0 && (
        <p>
          <StatusMark mark="order" word={t('days.nothingBlocks', { n: count(language, shops.length) })} />
        </p>
      )}
      <p className="secondary">{t('days.legend')}</p>
    </section>
  );
}

type ShopProps = { shop: NetworkDays['shops'][number]; from: string; to: string };

function Shop({ shop, from, to }: ShopProps) {
  const { t, language } = useLanguage();
  const { shopCode, name, cells } = shop;
  return (
    <tr>
      <th scope="row" className="days-row-name">
        <Link href={addresses.shopReconciliation(shopCode, { from, to })}>{shopName(t, shopCode, name)}</Link>
      </th>
      {cells.map((cell) => {
        const text = cellText(cell, t, language);
        return (
          <td key={cell.businessDate} className={`matrix-cell matrix-${cell.state}`} title={cell.text[language]}>
            <Link
              className="matrix-link"
              href={addresses.shopReconciliation(shopCode, { from, to, day: cell.businessDate })}
            >
              {cell.state === 'unknown' ? (
                <span className="secondary">{MISSING}</span>
              ) : (
                <StatusMark mark={dayMark(cell)} word={text} />
              )}
              <span className="unseen">
                {t('days.cell', {
                  shop: shopCode,
                  date: date(language, cell.businessDate),
                  text: cell.text[language],
                })}
              </span>
            </Link>
          </td>
        );
      })}
    </tr>
  );
}

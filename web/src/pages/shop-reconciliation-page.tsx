import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { toLocal } from '../../../src/domain/local-time.ts';
import { now } from '../api/clock.ts';
import { queries } from '../api/queries.ts';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { PeriodField } from '../components/period-field/period-field.tsx';
import { presets } from '../components/period-field/presets.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { useLanguage } from '../ui/language.tsx';
import { ShopDayTable } from './days/shop-day-table.tsx';
import { usePeriod } from './days/use-period.ts';
import { shopName } from './names.ts';
import { shopTabs } from './shop-tabs.ts';
import './days/days.css';

/** «Сверка продаж» of a shop (M24, M25): a row for each business date, which opens into registers and those into shifts. */
export function ShopReconciliationPage({ shopCode }: { shopCode: string }) {
  const { t } = useLanguage();
  const registers = useQuery(queries.registers(shopCode));
  const shop = registers.data?.shop;
  return (
    <Page
      title={t('reconciliation.title')}
      crumbs={[
        { label: t('shops.title'), href: addresses.shops() },
        { label: shopName(t, shopCode, shop?.name), href: addresses.shop(shopCode) },
      ]}
      tabs={shopTabs(shopCode, 'reconciliation', t)}
      scrolls
    >
      <Loaded query={registers} loading={t('days.loading')} place={{ shopCode }}>
        {(list) => <Days shopCode={shopCode} today={toLocal(now(), list.shop.timeZone).slice(0, 10)} />}
      </Loaded>
    </Page>
  );
}

function Days({ shopCode, today }: { shopCode: string; today: string }) {
  const { t } = useLanguage();
  const [, setSearch] = useSearchState();
  const period = usePeriod(presets(today).days30);
  const query = useQuery({ ...queries.shopDays(shopCode, period), placeholderData: keepPreviousData });
  return (
    <div className="days">
      <div className="reconciliation-filters">
        <PeriodField period={period} today={today} onChange={(next) => setSearch(next, 'push')} />
        <span className="secondary">{t('days.rule')}</span>
      </div>
      <Loaded query={query} loading={t('days.loading')} place={{ shopCode }}>
        {(list) => <ShopDayTable list={list} />}
      </Loaded>
    </div>
  );
}

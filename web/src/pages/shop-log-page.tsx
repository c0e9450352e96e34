import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import { Page } from '../components/frame/page.tsx';
import { addresses } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';
import { EventLog } from './log/event-log.tsx';
import { shopName } from './names.ts';
import { shopTabs } from './shop-tabs.ts';

/** «Лог» of a shop (S14): what happened to it and to its registers. */
export function ShopLogPage({ shopCode }: { shopCode: string }) {
  const { t } = useLanguage();
  const shop = useQuery(queries.registers(shopCode)).data?.shop;
  return (
    <Page
      title={t('log.title')}
      crumbs={[
        { label: t('shops.title'), href: addresses.shops() },
        { label: shopName(t, shopCode, shop?.name), href: addresses.shop(shopCode) },
      ]}
      tabs={shopTabs(shopCode, 'log', t)}
    >
      <EventLog place={{ shopCode }} />
    </Page>
  );
}

import type { PageTab } from '../components/frame/page.tsx';
import { addresses } from '../routes/addresses.ts';
import type { Translate } from '../ui/language.tsx';

export type ShopTab = 'registers' | 'reconciliation' | 'erp' | 'log';

/** The tabs of a shop. */
export function shopTabs(shopCode: string, current: ShopTab, t: Translate): PageTab[] {
  return [
    { label: t('shop.tab.registers'), href: addresses.shop(shopCode), current: current === 'registers' },
    {
      label: t('reconciliation.title'),
      href: addresses.shopReconciliation(shopCode),
      current: current === 'reconciliation',
    },
    { label: t('exchange.title'), href: addresses.shopExchange(shopCode), current: current === 'erp' },
    { label: t('log.title'), href: addresses.shopLog(shopCode), current: current === 'log' },
  ];
}

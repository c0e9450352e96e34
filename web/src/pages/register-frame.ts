import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import type { Crumb, PageTab } from '../components/frame/page.tsx';
import { addresses } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';
import { registerName, shopName } from './names.ts';

export type RegisterPath = { shopCode: string; registerCode: string };
export type RegisterTab = 'sales' | 'reconciliation' | 'log' | 'line';

/** What the pages of a register share: its shop and itself as found, the path to it, its tabs. */
export function useRegisterFrame({ shopCode, registerCode }: RegisterPath, tab: RegisterTab) {
  const { t } = useLanguage();
  const query = useQuery(queries.registers(shopCode));
  const register = query.data?.registers.find((known) => known.registerCode === registerCode);
  const tabs: [RegisterTab, label: string, href: string][] = [
    ['sales', t('registerTab.sales'), addresses.sales(shopCode, registerCode)],
    ['reconciliation', t('reconciliation.title'), addresses.reconciliation(shopCode, registerCode)],
    ['log', t('registerTab.log'), addresses.registerLog(shopCode, registerCode)],
    ['line', t('registerTab.line'), addresses.registerLine(shopCode, registerCode)],
  ];
  const crumbs: Crumb[] = [
    { label: t('shops.title'), href: addresses.shops() },
    { label: shopName(t, shopCode, query.data?.shop.name), href: addresses.shop(shopCode) },
    {
      label: registerName(t, registerCode, register?.name),
      href: addresses.reconciliation(shopCode, registerCode),
    },
  ];
  const pageTabs: PageTab[] = tabs.map(([name, label, href]) => ({ label, href, current: name === tab }));
  return { query, register, crumbs, tabs: pageTabs };
}

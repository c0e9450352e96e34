import type { PageTab } from '../components/frame/page.tsx';
import { addresses } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';

/** The two pages about loads: what was asked for, and when registers are asked by themselves. */
export function useTransferTabs(current: 'transfers' | 'schedules'): PageTab[] {
  const { t } = useLanguage();
  return [
    { label: t('transfers.title'), href: addresses.transfers(), current: current === 'transfers' },
    { label: t('schedules.tab'), href: addresses.schedules(), current: current === 'schedules' },
  ];
}

import type { PageTab } from '../../components/frame/page.tsx';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';

export type ReconciliationTab = 'days' | 'cases' | 'gaps' | 'unchecked';

/** The tabs of «Сверка продаж» of the network. */
export function useReconciliationTabs(current: ReconciliationTab): PageTab[] {
  const { t } = useLanguage();
  return [
    { label: t('cases.tabDays'), href: addresses.days(), current: current === 'days' },
    { label: t('cases.tabCases'), href: addresses.cases(), current: current === 'cases' },
    { label: t('cases.tabGaps'), href: addresses.missing(), current: current === 'gaps' },
    { label: t('cases.tabUnchecked'), href: addresses.unchecked(), current: current === 'unchecked' },
  ];
}

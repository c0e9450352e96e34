import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import type { PageTab } from '../components/frame/page.tsx';
import { count } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';

/** The two pages about what comes in: the packages, and the documents of them that wait for a decision. */
export function usePackageTabs(current: 'packages' | 'setAside'): PageTab[] {
  const { t, language } = useLanguage();
  const waiting = useQuery(queries.status()).data?.setAsideDocuments ?? 0;
  const setAside = t('setAside.title');
  return [
    { label: t('packages.title'), href: addresses.packages(), current: current === 'packages' },
    {
      label: waiting === 0 ? setAside : `${setAside} ${count(language, waiting)}`,
      href: addresses.setAside(),
      current: current === 'setAside',
    },
  ];
}

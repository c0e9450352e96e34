import { useLanguage } from '../../ui/language.tsx';

/** The shops that somebody may see, in words. */
export function useScopeText(): (shops: 'all' | readonly string[]) => string {
  const { t } = useLanguage();
  return (shops) => {
    if (shops === 'all') return t('access.wholeNetwork');
    return shops.length === 0 ? t('access.noShop') : t('access.someShops', { codes: shops.join(', ') });
  };
}

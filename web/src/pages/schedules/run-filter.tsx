import { Link } from '../../components/frame/link.tsx';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';

/** Says that the list holds the loads of one run of a schedule, and leads to all of them. */
export function RunFilter({ run }: { run: string }) {
  const { t } = useLanguage();
  return (
    <span>
      <Link href={addresses.schedules()}>{t('schedules.oneRun', { run })}</Link>{' '}
      <Link href={addresses.transfers({ state: 'all' })}>{t('schedules.allLoads')}</Link>
    </span>
  );
}

import type { ShiftList } from '../../../../contracts/web-api.ts';
import { Link } from '../../components/frame/link.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { date } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';

type NoShiftsProps = {
  list: ShiftList;
  state: 'all' | 'not_exported' | 'differing' | 'open';
  path: { shopCode: string; registerCode: string };
};

/** Why the table is empty, and the one thing to do about it. */
export function NoShifts({ list, state, path }: NoShiftsProps) {
  const { t, language } = useLanguage();
  const { lastShiftDate } = list;
  if (state !== 'all' && list.counts.all > 0) {
    const text = {
      not_exported: 'reconciliation.emptyNotExported',
      differing: 'reconciliation.emptyDiffering',
      open: 'reconciliation.emptyOpen',
    } as const;
    return (
      <p>
        <StatusMark mark="order" word={t(text[state])} />{' '}
        <Link href={addresses.reconciliation(path.shopCode, path.registerCode, { from: list.from, to: list.to })}>
          {t('reconciliation.reset')}
        </Link>
      </p>
    );
  }
  if (lastShiftDate === null) return <p>{t('reconciliation.emptyEver')}</p>;
  return (
    <p>
      {t('reconciliation.emptyPeriod')} {t('reconciliation.lastShift', { date: date(language, lastShiftDate) })}{' '}
      <Link
        href={addresses.reconciliation(path.shopCode, path.registerCode, { from: lastShiftDate, to: lastShiftDate })}
      >
        {t('reconciliation.showLast')}
      </Link>
    </p>
  );
}

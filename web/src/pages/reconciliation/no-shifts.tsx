import { useQuery } from '@tanstack/react-query';
import type { ShiftList } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { checkOf } from '../../components/definitions/figures.ts';
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
    const text = { not_exported: 'reconciliation.emptyNotExported', open: 'reconciliation.emptyOpen' } as const;
    return (
      <p>
        {state === 'differing' ? (
          <NoDifferences list={list} path={path} />
        ) : (
          <StatusMark mark="order" word={t(text[state])} />
        )}{' '}
        <Link href={addresses.reconciliation(path.shopCode, path.registerCode, { from: list.from, to: list.to })}>
          {t('reconciliation.reset')}
        </Link>
      </p>
    );
  }
  const { from, to } = list;
  const load = (
    <Link href={addresses.sales(path.shopCode, path.registerCode, { load: 'dates', from, to })}>
      {t('reconciliation.load')}
    </Link>
  );
  if (lastShiftDate === null)
    return (
      <p>
        {t('reconciliation.emptyEver')} {load}
      </p>
    );
  return (
    <p>
      {t('reconciliation.emptyPeriod')} {t('reconciliation.lastShift', { date: date(language, lastShiftDate) })}{' '}
      <Link
        href={addresses.reconciliation(path.shopCode, path.registerCode, { from: lastShiftDate, to: lastShiftDate })}
      >
        {t('reconciliation.showLast')}
      </Link>{' '}
      {load}
    </p>
  );
}

/** «Нет расхождений» with its evidence: shifts whose register reported nothing were not checked, and are told apart. */
function NoDifferences({ list, path }: Pick<NoShiftsProps, 'list' | 'path'>) {
  const { t } = useLanguage();
  const { from, to } = list;
  const all = useQuery(queries.shifts(path.shopCode, path.registerCode, { from, to, state: 'all' })).data?.shifts;
  if (all === undefined) return null;
  const unchecked = all.filter((shift) => checkOf(shift).result === 'not_checked').length;
  const checked = all.length - unchecked;
  if (unchecked === 0) return <StatusMark mark="order" word={t('reconciliation.emptyDiffering', { n: checked })} />;
  if (checked === 0) return <StatusMark mark="unknown" word={t('reconciliation.noneChecked', { n: unchecked })} />;
  return <StatusMark mark="unknown" word={t('reconciliation.someChecked', { n: checked, unchecked })} />;
}

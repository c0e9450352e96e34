import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { UncheckedList } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import { Link } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { PlainHead } from '../components/plain-head.tsx';
import { type Mark, StatusMark } from '../components/status-mark.tsx';
import { date, time } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type ScreenText, useLanguage } from '../ui/language.tsx';
import { useReconciliationTabs } from './days/reconciliation-tabs.ts';
import '../components/plain-table.css';

/** «Не сверены» of the network (S9): shifts whose money nobody could compare yet, and why. */
export function UncheckedPage() {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const query = useQuery({
    ...queries.unchecked(search.state === 'all' ? 'all' : 'recent'),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('cases.title')} tabs={useReconciliationTabs('unchecked')} scrolls>
      <Loaded query={query} loading={t('reconciliation.loading')}>
        {(list) => (
          <>
            <Horizon list={list} />
            {list.shifts.length === 0 ? (
              <section aria-label={t('cases.tabUnchecked')}>
                <StatusMark mark="order" word={t(list.earlier > 0 ? 'unchecked.emptyPeriod' : 'unchecked.empty')} />
              </section>
            ) : (
              <Shifts list={list} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** From when on closed shifts are listed, what lies before, and the way to it. */
function Horizon({ list: { since, earlier } }: { list: UncheckedList }) {
  const { t, language } = useLanguage();
  return (
    <p className="secondary">
      {since === null ? (
        <>
          {t('unchecked.all')} <Link href={addresses.unchecked()}>{t('unchecked.showRecent')}</Link>
        </>
      ) : (
        <>
          {t('unchecked.since', { from: date(language, since) })}{' '}
          {earlier > 0 && (
            <>
              {t('unchecked.earlier', { n: earlier })}{' '}
              <Link href={addresses.unchecked({ state: 'all' })}>{t('unchecked.showAll')}</Link>
            </>
          )}
        </>
      )}
    </p>
  );
}

const headings: ScreenText[] = [
  'cases.register',
  'cases.shift',
  'shift.day',
  'shift.opened',
  'shift.closed',
  'unchecked.why',
];

const marks: Record<UncheckedList['shifts'][number]['result'], Mark> = {
  open: 'progress',
  not_checked: 'unknown',
  not_looked: 'queued',
};

function Shifts({ list }: { list: UncheckedList }) {
  const { t, language } = useLanguage();
  return (
    <section aria-label={t('cases.tabUnchecked')}>
      <p className="secondary">{t('unchecked.summary', { n: list.count, shown: list.shifts.length })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <div className="plain-box" tabIndex={0}>
        <table className="plain-table" aria-label={t('cases.tabUnchecked')}>
          <PlainHead headings={headings} />
          <tbody>
            {list.shifts.map((shift) => (
              <tr key={`${shift.shopCode}/${shift.registerCode}/${shift.shiftKey}`}>
                <td>{`${shift.shopCode}/${shift.registerCode}`}</td>
                <th scope="row">
                  <Link href={addresses.shift(shift.shopCode, shift.registerCode, shift.shiftKey)}>
                    {shift.shiftKey}
                  </Link>
                </th>
                <td>{date(language, shift.businessDate)}</td>
                <td>{time(language, shift.openedAt)}</td>
                <td>{time(language, shift.closedAt)}</td>
                <td>
                  <StatusMark mark={marks[shift.result]} word={shift.text[language]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

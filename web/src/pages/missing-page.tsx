import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { GapRow } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import { Allowed } from '../components/allowed.tsx';
import { Link } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { MarkedTable } from '../components/marked-table/marked-table.tsx';
import { useRowMarks } from '../components/marked-table/use-row-marks.ts';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { count, MISSING, serverTime, timeToSecond } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type ScreenText, useLanguage } from '../ui/language.tsx';
import { AskedNotice } from './cases/asked-notice.tsx';
import { useAskGaps } from './cases/use-ask-shifts.ts';
import { useReconciliationTabs } from './days/reconciliation-tabs.ts';
import { PlaceFilter } from './place-filter.tsx';
import { gapMarks } from './reconciliation/gap-table.tsx';
import { gapNumbers } from './shift/gap-words.ts';
import './cases/cases.css';

type State = 'open' | 'absent' | 'filled' | 'all';
const states: [State, ScreenText][] = [
  ['open', 'cases.open'],
  ['absent', 'gaps.tabAbsent'],
  ['filled', 'gaps.tabFilled'],
  ['all', 'cases.all'],
];

/** Gaps shown at most; the command line gives the rest. */
const SHOWN = 500;

/** «Пропуски номеров» of the network (S9): from, to, how many, why; several are asked for together. */
export function MissingPage() {
  const { t, language } = useLanguage();
  const [search] = useSearchState();
  const state = states.find(([name]) => name === search.state)?.[0] ?? 'open';
  const { shop, register } = search;
  const place = { ...(shop === undefined ? {} : { shop }), ...(register === undefined ? {} : { register }) };
  const query = useQuery({ ...queries.gaps({ state, limit: SHOWN, ...place }), placeholderData: keepPreviousData });
  return (
    <Page title={t('cases.title')} tabs={useReconciliationTabs('gaps')} scrolls>
      <div className="cases-filters">
        <PlaceFilter />
      </div>
      <Loaded query={query} loading={t('gaps.loading')}>
        {(list) => (
          <>
            <QuickTabs
              label={t('table.views')}
              tabs={states.map(([name, text]) => ({
                label: t(text),
                count: name === 'open' || name === 'absent' ? list.counts[name] : undefined,
                href: addresses.missing({ ...place, state: name === 'open' ? undefined : name }),
                current: name === state,
              }))}
            />
            {list.gaps.length === 0 ? (
              <section aria-label={t('cases.tabGaps')}>
                <StatusMark mark="order" word={t('gaps.empty')} />
              </section>
            ) : (
              <Gaps key={`${state} ${shop} ${register}`} gaps={list.gaps} />
            )}
            {list.next !== null && (
              <p className="secondary">{t('gaps.more', { n: count(language, list.gaps.length) })}</p>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

const headings: ScreenText[] = [
  'gaps.number',
  'gaps.state',
  'cases.register',
  'gaps.shift',
  'gaps.numbers',
  'gaps.cause',
  'gaps.period',
  'gaps.asked',
  'gaps.load',
];

const canAsk = (gap: GapRow) => gap.canBeAsked && gap.state !== 'filled' && gap.state !== 'asked';

const idOf = ({ gapId }: GapRow) => gapId;

function Gaps({ gaps }: { gaps: readonly GapRow[] }) {
  const { t, language } = useLanguage();
  const marks = useRowMarks(gaps, idOf, canAsk);
  const { ask, busy, news } = useAskGaps();
  const marked = marks.marked.map(idOf);
  return (
    <section aria-label={t('cases.tabGaps')}>
      {marks.any && (
        <Allowed right="load">
          <div className="case-actions">
            <Button size="compact-sm" disabled={marked.length === 0 || busy} onClick={() => ask(marked, language)}>
              {t('gaps.askMarked', { n: marked.length })}
            </Button>
          </div>
        </Allowed>
      )}
      <AskedNotice asked={news} />
      <MarkedTable
        label={t('cases.tabGaps')}
        headings={headings}
        rows={gaps}
        idOf={idOf}
        marks={marks}
        cells={(gap) => <Cells gap={gap} />}
      />
    </section>
  );
}

function Cells({ gap }: { gap: GapRow }) {
  const { t, language } = useLanguage();
  const { shopCode, registerCode, shiftKey, transferId } = gap;
  const { mark, word } = gapMarks[gap.state];
  const held = gap.heldBy === null ? '' : ` ${gap.heldBy[language]}`;
  return (
    <>
      <td>
        <StatusMark mark={mark} word={t(word)} />
      </td>
      <td>
        <Link href={addresses.reconciliation(shopCode, registerCode, { state: 'gaps' })}>
          {`${shopCode}/${registerCode}`}
        </Link>
      </td>
      <td>
        <Link href={addresses.shift(shopCode, registerCode, shiftKey, 'receipts')}>{shiftKey}</Link>
      </td>
      <td>{t('gaps.count', { numbers: gapNumbers(gap), n: gap.missing })}</td>
      <td className="cell-wraps">{`${gap.cause[language]}.${held}`}</td>
      <td>{`${timeToSecond(language, gap.from)} – ${timeToSecond(language, gap.to)}`}</td>
      <td>{serverTime(language, gap.askedAt)}</td>
      <td>{transferId === null ? MISSING : <Link href={addresses.transfer(transferId)}>{transferId}</Link>}</td>
    </>
  );
}

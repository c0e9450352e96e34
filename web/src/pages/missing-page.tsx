import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { GapRow } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import { Link } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
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
import '../components/plain-table.css';

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

function Gaps({ gaps }: { gaps: readonly GapRow[] }) {
  const { t, language } = useLanguage();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { ask, busy, news } = useAskGaps();
  const askable = gaps.filter(canAsk);
  const marked = askable.filter(({ gapId }) => chosen.has(gapId)).map(({ gapId }) => gapId);
  const all = askable.length > 0 && marked.length === askable.length;
  const toggle = (gapId: string) => {
    const next = new Set(chosen);
    if (!next.delete(gapId)) next.add(gapId);
    setChosen(next);
  };
  return (
    <section aria-label={t('cases.tabGaps')}>
      {askable.length > 0 && (
        <div className="case-actions">
          <Button size="compact-sm" disabled={marked.length === 0 || busy} onClick={() => ask(marked, language)}>
            {t('gaps.askMarked', { n: marked.length })}
          </Button>
        </div>
      )}
      <AskedNotice asked={news} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable */}
      <div className="plain-box" tabIndex={0}>
        <table className="plain-table cases-table" aria-label={t('cases.tabGaps')}>
          <thead>
            <tr>
              <th scope="col">
                {askable.length > 0 && (
                  <input
                    type="checkbox"
                    aria-label={t('cases.markAll')}
                    checked={all}
                    onChange={() => setChosen(all ? new Set() : new Set(askable.map(({ gapId }) => gapId)))}
                  />
                )}
              </th>
              {headings.map((heading) => (
                <th key={heading} scope="col">
                  {t(heading)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {gaps.map((gap) => (
              <Row key={gap.gapId} gap={gap} marked={chosen.has(gap.gapId)} onMark={() => toggle(gap.gapId)} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ gap, marked, onMark }: { gap: GapRow; marked: boolean; onMark: () => void }) {
  const { t, language } = useLanguage();
  const { gapId, shopCode, registerCode, shiftKey, transferId } = gap;
  const { mark, word } = gapMarks[gap.state];
  const held = gap.heldBy === null ? '' : ` ${gap.heldBy[language]}`;
  return (
    <tr className={marked ? 'case-marked' : undefined}>
      <td>
        {canAsk(gap) && (
          <input type="checkbox" aria-label={t('cases.mark', { id: gapId })} checked={marked} onChange={onMark} />
        )}
      </td>
      <th scope="row">{gapId}</th>
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
    </tr>
  );
}

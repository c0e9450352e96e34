import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { CaseList, CaseListQuery } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { QuickTabs } from '../components/quick-tabs.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { count, serverTime } from '../format/format.ts';
import { addresses } from '../routes/addresses.ts';
import { type Search, useSearchState } from '../routes/search.ts';
import { type ScreenText, useLanguage } from '../ui/language.tsx';
import { CaseTable } from './cases/case-table.tsx';
import { type OwnName, useOwnName } from './cases/own-name.ts';
import { useAssigneeField, WhoseFilter } from './cases/whose-filter.tsx';
import { useReconciliationTabs } from './days/reconciliation-tabs.ts';
import { PlaceFilter } from './place-filter.tsx';
import './cases/cases.css';

type State = 'open' | 'accepted' | 'solved' | 'all';
const states: [State, ScreenText][] = [
  ['open', 'cases.open'],
  ['accepted', 'cases.acceptedTab'],
  ['solved', 'cases.solvedTab'],
  ['all', 'cases.all'],
];

const holders = ['mine', 'nobody', 'somebody'] as const;

/** Whose they are, as the server is asked. To a server that nobody logs in to, «mine» are those of the remembered name. */
function holderOf({ assigned, assignee }: Search, own: OwnName | undefined): Partial<CaseListQuery> {
  const holder = holders.find((one) => one === assigned);
  if (holder === 'mine' && own?.loggedIn === false)
    return own.name === null ? { assigned: 'nobody' } : { assignee: own.name };
  return { ...(holder === undefined ? {} : { assigned: holder }), ...(assignee === undefined ? {} : { assignee }) };
}

/** Differences shown at most; the command line gives the rest. */
const SHOWN = 500;

/** «Расхождения» of the network (S9): what does not agree with what, why perhaps, and what is decided on it. */
export function CasesPage() {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const state = states.find(([name]) => name === search.state)?.[0] ?? 'open';
  const { shop, register, assigned, assignee } = search;
  const own = useOwnName();
  const query = useQuery({
    ...queries.cases({
      state,
      limit: SHOWN,
      ...(shop === undefined ? {} : { shop }),
      ...(register === undefined ? {} : { register }),
      ...holderOf(search, own),
    }),
    // Who «mine» are is known when it is known who looks.
    enabled: assigned !== 'mine' || own !== undefined,
    placeholderData: keepPreviousData,
  });
  const byAssignee = useAssigneeField(query.data);
  const address = (name: State) =>
    addresses.cases({ state: name === 'open' ? undefined : name, shop, register, assigned, assignee });
  return (
    <Page title={t('cases.title')} tabs={useReconciliationTabs('cases')} scrolls>
      <div className="cases-filters">
        <WhoseFilter list={query.data} own={own} />
        <PlaceFilter more={byAssignee} />
      </div>
      <Loaded query={query} loading={t('cases.loading')}>
        {(list) => (
          <>
            <QuickTabs
              label={t('table.views')}
              tabs={states.map(([name, text]) => ({
                label: t(text),
                count: name === 'all' ? undefined : list.counts[name],
                href: address(name),
                current: name === state,
              }))}
            />
            <CaseTable
              key={`${state} ${shop} ${register} ${assigned} ${assignee}`}
              cases={list.cases}
              empty={<NoCases list={list} state={state} all={assigned === undefined && assignee === undefined} />}
            />
            {list.next !== null && <More list={list} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function More({ list }: { list: CaseList }) {
  const { t, language } = useLanguage();
  return <p className="secondary">{t('cases.more', { n: count(language, list.cases.length) })}</p>;
}

/** «Нет расхождений» with its evidence: how many shifts were looked at, and when the last one was. */
function NoCases({ list, state, all }: { list: CaseList; state: State; all: boolean }) {
  const { t, language } = useLanguage();
  if (!all || state !== 'open' || list.counts.open > 0) return <p>{t('cases.empty')}</p>;
  const { checkedShifts, lastCheckedAt } = list.evidence;
  if (checkedShifts === 0)
    return (
      <p>
        <StatusMark mark="unknown" word={t('cases.emptyNothing')} />
      </p>
    );
  return (
    <p>
      <StatusMark
        mark="order"
        word={t('cases.emptyOpen', { n: checkedShifts, at: serverTime(language, lastCheckedAt) })}
      />
    </p>
  );
}

import { Notice } from '../../components/notice.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { RefusalNotice } from '../transfers/refusal-notice.tsx';
import type { DecisionNews } from './use-decide.ts';

/** What became of a decision on differences. */
export function DecisionNotice({ news, error }: { news: DecisionNews | null; error: Error | null }) {
  return (
    <>
      <div role="status">{news !== null && <News news={news} />}</div>
      {error !== null && <RefusalNotice error={error} />}
    </>
  );
}

function News({ news }: { news: DecisionNews }) {
  const { t } = useLanguage();
  if (!('count' in news)) return <Notice mark="unknown" text={t(`cases.${news.kind}`)} />;
  const { count, others } = news;
  const assigns = news.kind === 'assigned' || news.kind === 'unassigned';
  const text =
    news.kind === 'assigned'
      ? t('cases.nowAssigned', { n: count, name: news.to })
      : t(nowText[news.kind], { n: count });
  // That some were so already is no failure, but whoever asked for it must see that nothing was done.
  return (
    <Notice mark={count > 0 ? 'order' : 'unknown'} text={text}>
      {others.length > 0 && (
        <span>{t(assigns ? 'cases.othersAssigned' : 'cases.others', { cases: others.join(', ') })}</span>
      )}
    </Notice>
  );
}

const nowText = {
  seen: 'cases.nowSeen',
  accepted: 'cases.nowAccepted',
  unassigned: 'cases.nowUnassigned',
} as const;

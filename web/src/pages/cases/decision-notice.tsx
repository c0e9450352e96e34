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
  if (news.kind === 'declined') return <Notice mark="unknown" text={t('cases.declined')} />;
  const { kind, count, others } = news;
  return (
    <Notice mark="order" text={t(kind === 'seen' ? 'cases.nowSeen' : 'cases.nowAccepted', { n: count })}>
      {others.length > 0 && <span>{t('cases.others', { cases: others.join(', ') })}</span>}
    </Notice>
  );
}

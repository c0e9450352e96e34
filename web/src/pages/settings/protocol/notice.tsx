import { Notice } from '../../../components/notice.tsx';
import { useLanguage } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../transfers/refusal-notice.tsx';
import type { DescriptionChange } from './use-description.ts';

/** What came of the replacement: done, kept as it was, or refused with everything that is wrong. */
export function DescriptionNotice({ change: { news, error } }: { change: DescriptionChange }) {
  const { t, language } = useLanguage();
  if (error !== null)
    return (
      <div className="protocol-refusal">
        <RefusalNotice error={error} />
      </div>
    );
  if (news === null) return <div role="status" className="unseen" />;
  return (
    <div role="status">
      {news.kind === 'changed' ? (
        <Notice mark="order" text={news.message[language]} />
      ) : (
        <Notice mark="unknown" text={t('protocol.kept')} />
      )}
    </div>
  );
}

import { Notice } from '../../components/notice.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { RefusalNotice } from '../transfers/refusal-notice.tsx';
import { valueText } from './setting-words.ts';
import type { SettingChanging } from './use-setting-change.ts';

/** What came of the change: done, kept as it was, or refused. */
export function SettingNotice({ change: { news, error } }: { change: SettingChanging }) {
  const { t, language } = useLanguage();
  if (error !== null) return <RefusalNotice error={error} />;
  if (news === null) return <div role="status" className="unseen" />;
  if (news.kind === 'changed')
    return (
      <div role="status">
        <Notice mark="order" text={news.message[language]} />
      </div>
    );
  const from = valueText({ key: news.row.key, value: news.from }, t);
  return (
    <div role="status">
      <Notice mark="unknown" text={t('settings.kept', { name: news.row.name[language], from })} />
    </div>
  );
}

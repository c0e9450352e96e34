import { Page } from '../components/frame/page.tsx';
import { useLanguage } from '../ui/language.tsx';
import { EventLog } from './log/event-log.tsx';

/** «Лог» of the whole server (M13). */
export function LogPage() {
  const { t } = useLanguage();
  return (
    <Page title={t('log.title')}>
      <EventLog />
    </Page>
  );
}

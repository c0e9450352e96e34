import { Page } from '../components/frame/page.tsx';
import { useLanguage } from '../ui/language.tsx';
import { EventLog } from './log/event-log.tsx';
import { type RegisterPath, useRegisterFrame } from './register-frame.ts';

/** «Лог» of a register (M13): what happened to it and to its loads. */
export function RegisterLogPage({ shopCode, registerCode }: RegisterPath) {
  const { t } = useLanguage();
  const { crumbs, tabs } = useRegisterFrame({ shopCode, registerCode }, 'log');
  return (
    <Page title={t('log.title')} crumbs={crumbs} tabs={tabs}>
      <EventLog place={{ shopCode, registerCode }} />
    </Page>
  );
}

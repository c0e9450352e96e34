import { Page } from '../components/frame/page.tsx';
import { useLanguage } from '../ui/language.tsx';
import { AuditTrail } from './audit/audit-trail.tsx';

/** «Журнал действий» (S15): who did what to which object, from where. Read-only. */
export function AuditPage() {
  const { t } = useLanguage();
  return (
    <Page title={t('audit.title')}>
      <AuditTrail />
    </Page>
  );
}

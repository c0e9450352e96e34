import { useLocation } from '@tanstack/react-router';
import { Link } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { addresses } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';

/** An address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useLanguage();
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <Page title={t('notFound.title')}>
      <p>{t('notFound.text', { path })}</p>
      <p>
        <Link href={addresses.shops()}>{t('notFound.shops')}</Link>
      </p>
    </Page>
  );
}

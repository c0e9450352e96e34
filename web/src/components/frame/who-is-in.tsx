import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/session.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { Link } from './link.tsx';

/** The name of the person who is logged in, which leads to their profile; nothing on an open server. */
export function WhoIsIn() {
  const { t } = useLanguage();
  const session = useQuery(sessionQuery()).data;
  if (session?.kind !== 'person') return null;
  const name = session.fullName ?? session.name ?? '';
  return (
    <Link className="who-is-in" href={addresses.profile()} title={t('profile.open', { name })}>
      <span className="unseen">{t('profile.title')}: </span>
      {name}
    </Link>
  );
}

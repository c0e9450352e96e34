import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ServerStatus } from '../../../../contracts/web-api.ts';
import { LiveUpdates } from '../../api/live/live-updates.tsx';
import { useMay } from '../../api/own-rights.ts';
import { queries } from '../../api/queries.ts';
import { sessionQuery } from '../../api/session.ts';
import { addresses } from '../../routes/addresses.ts';
import { fetchPagesWhenIdle } from '../../routes/lazy-page.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { ExplainKey } from '../definitions/explain-key.tsx';
import { startShortcuts, useShortcut } from '../keyboard/shortcuts.ts';
import { Notice } from '../notice.tsx';
import { Announcer } from './announcer.tsx';
import { SilenceBanner } from './freshness.tsx';
import { Link } from './link.tsx';
import { Menu } from './menu.tsx';
import { SessionWatch } from './session-watch.tsx';
import './frame.css';

/** What stands around every page; the page on which people log in stands alone. */
export function Frame() {
  const { pathname } = useLocation();
  return pathname === addresses.login() ? <LoginFrame /> : <PageFrame />;
}

function LoginFrame() {
  return (
    <div className="app">
      <Announcer />
      <LanguageFailure />
      <Outlet />
    </div>
  );
}

function PageFrame() {
  const { t, setDefault } = useLanguage();
  const asked = useQuery(queries.status());
  const status = asked.data;
  const isSettling = useIsSettling(asked);
  const client = useQueryClient();
  useShortcut({
    keys: 'KeyR',
    label: t('keys.refresh'),
    run: () => {
      void client.invalidateQueries();
      return true;
    },
  });
  useEffect(() => startShortcuts(), []);
  useEffect(() => fetchPagesWhenIdle(), []);
  useEffect(() => {
    if (status !== undefined) setDefault(status.defaultLanguage);
  }, [status, setDefault]);
  return (
    <div className="app">
      <button type="button" className="skip-link" onClick={() => document.getElementById('content')?.focus()}>
        {t('frame.skip')}
      </button>
      <LiveUpdates />
      <Announcer />
      <ExplainKey />
      {status?.demo === true && (
        <p className="demo-ribbon">
          {t('frame.demo')} · <Link href={addresses.stand()}>{t('stand.open')}</Link>
        </p>
      )}
      {status?.demo === false && <LineRibbon lines={status.lines} />}
      <SessionWatch />
      <SilenceBanner />
      <LanguageFailure />
      <div className="app-body" data-settling={isSettling}>
        <Menu />
        <Outlet />
      </div>
    </div>
  );
}

type Asked = { isPending: boolean; failureCount: number };

/** Whether what stands above the pages is not known yet: a strip that came later would move what a person is about to press. */
function useIsSettling(status: Asked): boolean {
  const session: Asked = useQuery(sessionQuery());
  return [status, session].some(({ isPending, failureCount }) => isPending && failureCount === 0);
}

/** What is wrong with the lines of registers, on every page as long as it is so, for those who can do something about it. */
function LineRibbon({ lines }: { lines: ServerStatus['lines'] }) {
  const { t } = useLanguage();
  const may = useMay();
  const isClosed = !lines.encrypted && !lines.plaintext.includes('gRPC');
  if (!may('registers') || (!isClosed && lines.plaintext.length === 0)) return null;
  const doors = lines.plaintext.join(', ');
  return <p className="open-ribbon">{isClosed ? t('frame.linesClosed') : t('frame.linesPlaintext', { doors })}</p>;
}

function LanguageFailure() {
  const { t, failed } = useLanguage();
  if (!failed) return null;
  return (
    <div role="alert">
      <Notice mark="late" text={t('frame.languageFailed')} />
    </div>
  );
}

import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { SessionState } from '../../../../contracts/web-api.ts';
import { onLoggedOut } from '../../api/client.ts';
import { now } from '../../api/clock.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { extendSession, sessionQuery } from '../../api/session.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { StatusMark } from '../status-mark.tsx';

/** So long before its end a session is warned of (UX §14). */
const WARN_MS = 2 * 60_000;
/** Somebody who works says so at most so often. */
const SIGN_MS = 60_000;
const LOOK_MS = 1_000;

/** Sends those who are not logged in to the page for that, keeps the session of those who work, warns before it ends. */
export function SessionWatch() {
  const { t } = useLanguage();
  const query = useQuery(sessionQuery());
  const session = query.data;
  const client = useQueryClient();
  const { history } = useRouter();
  useEffect(() => onLoggedOut(() => void client.invalidateQueries({ queryKey: queryKeys.session() })), [client]);
  useEffect(() => {
    if (session?.kind !== 'nobody') return;
    const { pathname, search } = history.location;
    history.replace(addresses.login(`${pathname}${search}`));
  }, [session, history]);
  const extend = () => {
    extendSession().then(
      (state) => client.setQueryData(queryKeys.session(), state),
      // Refused or unanswered: whoever asks next learns why.
      () => client.invalidateQueries({ queryKey: queryKeys.session() }),
    );
  };
  useSignsOfLife(session?.kind === 'person', query.dataUpdatedAt, extend);
  const left = useTimeLeft(session, query.dataUpdatedAt);
  useEffect(() => {
    if (left !== null && left <= 0) void client.invalidateQueries({ queryKey: queryKeys.session() });
  }, [left, client]);
  if (session?.kind === 'open') return <p className="open-ribbon">{t('frame.open')}</p>;
  if (left === null || left > WARN_MS || session === undefined) return null;
  const last = session.endsAt === session.idleEndsAt;
  const params = { n: Math.max(0, Math.ceil(left / 1_000)) };
  return (
    <div className="session-banner" role="alert">
      <StatusMark mark="late" word={t(last ? 'session.endsForGood' : 'session.ends', params)} />
      {!last && (
        <Button size="compact-sm" onClick={extend}>
          {t('session.extend')}
        </Button>
      )}
    </div>
  );
}

/** Tells the server that somebody works, at most once a minute. Reading by the page itself is no sign. */
function useSignsOfLife(watching: boolean, toldAt: number, tell: () => void): void {
  useEffect(() => {
    if (!watching) return;
    const sign = () => {
      if (now() - toldAt >= SIGN_MS) tell();
    };
    window.addEventListener('pointerdown', sign);
    window.addEventListener('keydown', sign);
    return () => {
      window.removeEventListener('pointerdown', sign);
      window.removeEventListener('keydown', sign);
    };
  });
}

/** Ms until the session ends, by the clock of the server; null = it does not. Looked at once a second near the end. */
function useTimeLeft(session: SessionState | undefined, saidAt: number): number | null {
  const [clock, setClock] = useState(now);
  const ends = session?.kind === 'person' ? session.idleEndsAt : null;
  const total = session === undefined || ends === null ? null : Date.parse(ends) - Date.parse(session.asOf);
  useEffect(() => {
    if (total === null) return;
    const timer = window.setInterval(() => {
      if (saidAt + total - now() <= WARN_MS) setClock(now());
    }, LOOK_MS);
    return () => window.clearInterval(timer);
  }, [total, saidAt]);
  return total === null ? null : saidAt + total - Math.max(clock, saidAt);
}

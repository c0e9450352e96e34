import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ProfileState } from '../../../contracts/web-api.ts';
import { queryKeys } from '../api/query-keys.ts';
import { changePassword, endOtherSessions, logOut, profileQuery } from '../api/session.ts';
import { Page } from '../components/frame/page.tsx';
import { LanguageSwitch, ThemeSwitch } from '../components/frame/view-switches.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { PlainHead } from '../components/plain-head.tsx';
import { MISSING, serverTime } from '../format/format.ts';
import { useLanguage } from '../ui/language.tsx';
import { FactorSection } from './access/factor-section.tsx';
import { Field, NewPasswordFields, Wrong } from './access/fields.tsx';
import { useScopeText } from './access/scope-text.ts';
import { useSending } from './access/use-sending.ts';
import './access/access.css';
import '../components/plain-table.css';

/** The person who is logged in (S19): language, theme, password, second factor, sessions. */
export function ProfilePage() {
  const { t } = useLanguage();
  const query = useQuery(profileQuery());
  return (
    <Page title={t('profile.title')} scrolls>
      <Loaded query={query} loading={t('profile.loading')}>
        {(state) => <Profile state={state} />}
      </Loaded>
    </Page>
  );
}

function Profile({ state }: { state: ProfileState }) {
  const { t } = useLanguage();
  const { profile, sessions } = state;
  return (
    <div className="access-sections">
      {profile === null ? <Notice mark="unknown" text={t('profile.nobody')} /> : <Who profile={profile} />}
      <section aria-labelledby="profile-view">
        <h2 id="profile-view">{t('profile.view')}</h2>
        <div className="login-tools">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </section>
      {profile?.hasPassword === true && <PasswordSection />}
      {profile !== null && !profile.fromProvider && <FactorSection profile={profile} />}
      {profile !== null && <Sessions sessions={sessions} />}
    </div>
  );
}

function Who({ profile }: { profile: NonNullable<ProfileState['profile']> }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const scopeText = useScopeText();
  const { wrong, busy, send } = useSending();
  // Whoever logs out leaves nothing of what was seen behind; the frame then leads to the log-in.
  const leave = () =>
    send(async () => {
      const state = await logOut();
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== queryKeys.session()[0] });
      client.setQueryData(queryKeys.session(), state);
    });
  return (
    <section aria-labelledby="profile-who">
      <h2 id="profile-who">{profile.fullName ?? profile.login}</h2>
      <p>
        {t('profile.who', { login: profile.login, role: t(`role.${profile.role}`), shops: scopeText(profile.shops) })}
      </p>
      <Wrong text={wrong} />
      <Button variant="default" onClick={leave} disabled={busy}>
        {t('profile.logOut')}
      </Button>
    </section>
  );
}

function PasswordSection() {
  const { t } = useLanguage();
  const client = useQueryClient();
  const { wrong, setWrong, busy, send } = useSending();
  const [old, setOld] = useState('');
  const [one, setOne] = useState('');
  const [two, setTwo] = useState('');
  const [done, setDone] = useState<number | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (one !== two) return setWrong(t('login.differ'));
    send(async () => {
      const { ended } = await changePassword(old, one);
      for (const clear of [setOld, setOne, setTwo]) clear('');
      setDone(ended);
      await client.invalidateQueries({ queryKey: queryKeys.profile() });
    });
  };
  return (
    <section aria-labelledby="profile-password">
      <h2 id="profile-password">{t('profile.password')}</h2>
      <form className="access-fields" onSubmit={submit} noValidate>
        <Field
          label={t('profile.oldPassword')}
          type="password"
          complete="current-password"
          value={old}
          onTake={setOld}
        />
        <NewPasswordFields one={one} two={two} onOne={setOne} onTwo={setTwo} />
        <Wrong text={wrong} />
        <Button type="submit" disabled={busy || old === '' || one === ''}>
          {t('profile.changePassword')}
        </Button>
      </form>
      <div role="status">
        {done !== null && <Notice mark="order" text={t('profile.passwordChanged', { n: done })} />}
      </div>
    </section>
  );
}

const HEADINGS = [
  'profile.started',
  'profile.seen',
  'profile.address',
  'profile.browser',
  'profile.enteredBy',
] as const;

function Sessions({ sessions }: { sessions: ProfileState['sessions'] }) {
  const { t, language } = useLanguage();
  const client = useQueryClient();
  const { wrong, busy, send } = useSending();
  const others = sessions.filter(({ own }) => !own).length;
  const end = () =>
    send(async () => {
      await endOtherSessions();
      await client.invalidateQueries({ queryKey: queryKeys.profile() });
    });
  return (
    <section aria-labelledby="profile-sessions">
      <h2 id="profile-sessions">{t('profile.sessions')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reached by keys */}
      <section className="plain-box" tabIndex={0} aria-labelledby="profile-sessions">
        <table className="plain-table" aria-labelledby="profile-sessions">
          <PlainHead headings={HEADINGS} times={{ of: ['profile.started', 'profile.seen'], zone: undefined }} />
          <tbody>
            {sessions.map((row) => (
              <tr key={`${row.startedAt} ${row.own} ${row.agent}`}>
                <th scope="row">
                  {serverTime(language, row.startedAt)}
                  {row.own && ` · ${t('profile.thisOne')}`}
                </th>
                <td>{serverTime(language, row.seenAt)}</td>
                <td>{row.address ?? MISSING}</td>
                <td className="cell-wraps">{row.agent ?? MISSING}</td>
                <td>{t(`profile.by.${row.enteredBy}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Wrong text={wrong} />
      <Button variant="default" onClick={end} disabled={busy || others === 0}>
        {t('profile.endOthers')}
      </Button>
    </section>
  );
}

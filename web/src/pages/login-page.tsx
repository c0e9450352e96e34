import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import type { SessionState } from '../../../contracts/web-api.ts';
import { providerRoutes } from '../../../contracts/web-api.ts';
import { queryKeys } from '../api/query-keys.ts';
import { logIn, logOut, sessionQuery, showCode } from '../api/session.ts';
import { LanguageSwitch, ThemeSwitch } from '../components/frame/view-switches.tsx';
import { Loaded } from '../components/loaded.tsx';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type ScreenText, useLanguage } from '../ui/language.tsx';
import { FactorSetup } from './access/factor-setup.tsx';
import { Field, Wrong } from './access/fields.tsx';
import { LinkForm } from './access/link-form.tsx';
import { LoginBox } from './access/login-box.tsx';
import { useSending } from './access/use-sending.ts';
import './access/access.css';

/** «Вход» (S19): name and password, then the second factor; or a one-time link, whose token stands behind `#`. */
export function LoginPage() {
  const { t } = useLanguage();
  const query = useQuery(sessionQuery());
  const [token, setToken] = useState(readToken);
  useEffect(() => {
    document.title = `${t('login.title')} · Smena`;
  }, [t]);
  // The token is a secret: it does not stay in the address and the history.
  useEffect(() => {
    if (token !== null) window.history.replaceState(window.history.state, '', window.location.pathname);
  }, [token]);
  return (
    <main id="content" className="login" tabIndex={-1}>
      <div className="login-head">
        <img src="/favicon.svg" width="32" height="32" alt="" />
        <strong>{t('product.name')}</strong>
      </div>
      <Loaded query={query} loading={t('login.loading')}>
        {(session) => <Step session={session} token={token} onDropToken={() => setToken(null)} />}
      </Loaded>
      <div className="login-tools">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
    </main>
  );
}

function readToken(): string | null {
  return /^#link=(\S+)$/.exec(window.location.hash)?.[1] ?? null;
}

type StepProps = { session: SessionState; token: string | null; onDropToken: () => void };

function Step({ session, token, onDropToken }: StepProps) {
  const go = useWayBack();
  const client = useQueryClient();
  const isIn = session.kind !== 'nobody' && token === null;
  useEffect(() => {
    if (isIn) go();
  }, [isIn, go]);
  const take = (state: SessionState) => {
    onDropToken();
    client.setQueryData(queryKeys.session(), state);
  };
  if (isIn) return null;
  if (token !== null) return <LinkForm token={token} onEntered={take} onLeave={onDropToken} />;
  if (session.waitsFor === 'code') return <CodeForm onEntered={take} />;
  if (session.waitsFor === 'enrol') return <Enrolment />;
  return <PasswordForm session={session} onEntered={take} />;
}

/** To the page from which somebody was sent here, else to the first one; what was fetched as somebody else is forgotten. */
function useWayBack(): () => void {
  const [{ back }] = useSearchState();
  const { history } = useRouter();
  const client = useQueryClient();
  return useCallback(() => {
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== queryKeys.session()[0] });
    const own = back !== undefined && /^\/(?![/\\])/.test(back) ? back : addresses.shops();
    history.replace(own);
  }, [back, history, client]);
}

/** What the way back from the external log-in says; of anything else in the address nothing is shown. */
const refusals: Readonly<Record<string, ScreenText>> = {
  'access.provider_away': 'login.providerAway',
  'access.provider_denied': 'login.providerDenied',
  'access.provider_no_role': 'login.providerNoRole',
  'access.login_form': 'login.providerLoginForm',
  'not_found.shop': 'login.providerNoShop',
  'access.manager_shops': 'login.providerManagerShops',
  'access.last_administrator': 'login.providerLastAdministrator',
  'access.provider_name_taken': 'login.providerNameTaken',
  'access.person_is_disabled': 'login.providerDisabled',
};

type EnteringProps = { onEntered: (state: SessionState) => void };

function PasswordForm({ session, onEntered }: EnteringProps & { session: SessionState }) {
  const { t } = useLanguage();
  const { wrong, busy, send } = useSending();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [{ back, state }] = useSearchState();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(async () => onEntered(await logIn(login, password)));
  };
  return (
    <LoginBox title={t('login.title')}>
      {session.firstAdministrator && <p>{t('login.first')}</p>}
      {state !== undefined && <Wrong text={t(refusals[state] ?? 'login.providerFailed')} />}
      <form className="access-fields" onSubmit={submit} noValidate>
        <Field label={t('login.name')} complete="username" first value={login} onTake={setLogin} />
        <Field
          label={t('login.password')}
          type="password"
          complete="current-password"
          value={password}
          onTake={setPassword}
        />
        <Wrong text={wrong} />
        <Button type="submit" disabled={busy || login === '' || password === ''}>
          {t('login.enter')}
        </Button>
      </form>
      {session.provider !== null && (
        <Button
          component="a"
          variant="default"
          href={`${providerRoutes.begin}?back=${encodeURIComponent(back ?? '/')}`}
        >
          {t('login.provider', { name: session.provider })}
        </Button>
      )}
      <p className="secondary">{t('login.forgotten')}</p>
    </LoginBox>
  );
}

function CodeForm({ onEntered }: EnteringProps) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const { wrong, busy, send } = useSending();
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(async () => onEntered(await showCode(code)));
  };
  const leave = () => send(async () => void client.setQueryData(queryKeys.session(), await logOut()));
  return (
    <LoginBox title={t('login.factor')}>
      <p>{t('login.factorText')}</p>
      <form className="access-fields" onSubmit={submit} noValidate>
        <Field label={t('login.code')} complete="one-time-code" first value={code} onTake={setCode} />
        <Wrong text={wrong} />
        <Button type="submit" disabled={busy || code === ''}>
          {t('login.enter')}
        </Button>
        <Button variant="default" onClick={leave} disabled={busy}>
          {t('login.other')}
        </Button>
      </form>
    </LoginBox>
  );
}

function Enrolment() {
  const { t } = useLanguage();
  const client = useQueryClient();
  return (
    <LoginBox title={t('login.enrol')}>
      <p>{t('login.enrolText')}</p>
      <FactorSetup onDone={() => void client.invalidateQueries({ queryKey: queryKeys.session() })} />
    </LoginBox>
  );
}

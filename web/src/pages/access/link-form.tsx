import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { LinkAnswer, SessionState } from '../../../../contracts/web-api.ts';
import { ApiError } from '../../api/client.ts';
import { checkLink, followLink } from '../../api/session.ts';
import { useLanguage } from '../../ui/language.tsx';
import { Field, NewPasswordFields, Wrong } from './fields.tsx';
import { LoginBox } from './login-box.tsx';
import { useSending } from './use-sending.ts';

type Props = {
  token: string;
  onEntered: (state: SessionState) => void;
  /** To the ordinary log-in. */
  onLeave: () => void;
};

/** What a one-time link is for: the first administrator, a new password, or straight in. */
export function LinkForm({ token, onEntered, onLeave }: Props) {
  const { t, language } = useLanguage();
  const query = useQuery({ queryKey: ['link', token], queryFn: () => checkLink(token), retry: false });
  if (query.error !== null) {
    const text = query.error instanceof ApiError ? query.error.text(language) : null;
    return (
      <LoginBox title={t('login.title')}>
        <Wrong text={text ?? t('state.unreachable')} />
        <Button onClick={onLeave}>{t('login.byPassword')}</Button>
      </LoginBox>
    );
  }
  if (query.data === undefined) return <p role="status">{t('login.loading')}</p>;
  if (query.data.purpose === 'enter') return <StraightIn token={token} onEntered={onEntered} onLeave={onLeave} />;
  return <Choosing token={token} link={query.data} onEntered={onEntered} />;
}

function StraightIn({ token, onEntered, onLeave }: Props) {
  const { t } = useLanguage();
  const { wrong, send } = useSending();
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    send(async () => onEntered(await followLink({ token })));
  });
  return (
    <LoginBox title={t('login.title')}>
      {wrong === null ? <p role="status">{t('login.loading')}</p> : <Wrong text={wrong} />}
      {wrong !== null && <Button onClick={onLeave}>{t('login.byPassword')}</Button>}
    </LoginBox>
  );
}

function Choosing({ token, link, onEntered }: Omit<Props, 'onLeave'> & { link: LinkAnswer }) {
  const { t } = useLanguage();
  const { wrong, setWrong, busy, send } = useSending();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [one, setOne] = useState('');
  const [two, setTwo] = useState('');
  const first = link.purpose === 'first';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (one !== two) return setWrong(t('login.differ'));
    const own = first ? { login, fullName: name.trim() === '' ? null : name.trim() } : {};
    send(async () => onEntered(await followLink({ token, password: one, ...own })));
  };
  return (
    <LoginBox title={t(first ? 'login.firstTitle' : 'login.choose')}>
      <p>{first ? t('login.firstText') : t('login.chooseText', { login: link.login })}</p>
      <form className="access-fields" onSubmit={submit} noValidate>
        {first && <Field label={t('login.name')} complete="username" first value={login} onTake={setLogin} />}
        {first && <Field label={t('login.fullName')} complete="name" value={name} onTake={setName} />}
        <NewPasswordFields one={one} two={two} onOne={setOne} onTwo={setTwo} />
        <Wrong text={wrong} />
        <Button type="submit" disabled={busy || one === '' || (first && login === '')}>
          {t(first ? 'login.makeFirst' : 'login.keepPassword')}
        </Button>
      </form>
    </LoginBox>
  );
}

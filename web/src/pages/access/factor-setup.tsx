import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { FactorSecret } from '../../../../contracts/web-api.ts';
import { beginFactor, confirmFactor } from '../../api/session.ts';
import { useLanguage } from '../../ui/language.tsx';
import { Field, Wrong } from './fields.tsx';
import { QrPicture } from './qr-picture.tsx';
import { RecoveryCodeList } from './recovery-codes.tsx';
import { useSending } from './use-sending.ts';

/** Sets a second factor up: the picture, a code of it, then the recovery codes. `onDone` when these were seen. */
export function FactorSetup({ onDone }: { onDone: () => void }) {
  const { t } = useLanguage();
  const { wrong, busy, send } = useSending();
  const [secret, setSecret] = useState<FactorSecret | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [code, setCode] = useState('');
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    send(async () => setSecret(await beginFactor()));
  });
  if (codes !== null)
    return (
      <div className="access-fields">
        <RecoveryCodeList codes={codes} />
        <Button onClick={onDone}>{t('factor.kept')}</Button>
      </div>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(async () => setCodes((await confirmFactor(code)).recoveryCodes));
  };
  return (
    <form className="access-fields" onSubmit={submit} noValidate>
      <p>{t('factor.scan')}</p>
      {secret !== null && (
        <>
          <QrPicture text={secret.uri} label={t('factor.picture')} />
          <p>
            {t('factor.byHand')} <code className="access-secret">{secret.secret}</code>
          </p>
        </>
      )}
      <Field label={t('login.code')} complete="one-time-code" digits value={code} onTake={setCode} />
      <Wrong text={wrong} />
      <Button type="submit" disabled={busy || secret === null}>
        {t('factor.switchOn')}
      </Button>
    </form>
  );
}

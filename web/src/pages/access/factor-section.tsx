import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProfileState } from '../../../../contracts/web-api.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { dropFactor, newRecoveryCodes } from '../../api/session.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { FactorSetup } from './factor-setup.tsx';
import { Field, Wrong } from './fields.tsx';
import { RecoveryCodeList } from './recovery-codes.tsx';
import { useSending } from './use-sending.ts';

type Open = 'setup' | 'off' | 'codes' | null;

/** The second factor in the profile: on or off, with the recovery codes that are left. */
export function FactorSection({ profile }: { profile: NonNullable<ProfileState['profile']> }) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const close = () => {
    setOpen(null);
    void client.invalidateQueries({ queryKey: queryKeys.profile() });
  };
  const { secondFactor, factorRequired, recoveryCodesLeft } = profile;
  return (
    <section aria-labelledby="profile-factor">
      <h2 id="profile-factor">{t('factor.title')}</h2>
      <p>{secondFactor ? t('factor.isOn', { n: recoveryCodesLeft }) : t('factor.isOff')}</p>
      {factorRequired && <p>{t('factor.required')}</p>}
      <div className="access-actions">
        {!secondFactor && <Button onClick={() => setOpen('setup')}>{t('factor.begin')}</Button>}
        {secondFactor && (
          <Button variant="default" onClick={() => setOpen('codes')}>
            {t('factor.newCodes')}
          </Button>
        )}
        {secondFactor && !factorRequired && (
          <Button variant="default" onClick={() => setOpen('off')}>
            {t('factor.switchOff')}
          </Button>
        )}
      </div>
      {open === 'setup' && (
        <Dialog title={t('factor.begin')} onClose={close}>
          <FactorSetup onDone={close} />
        </Dialog>
      )}
      {open === 'off' && (
        <WithPassword title={t('factor.switchOff')} onClose={close} onProve={(word) => dropFactor(word).then(close)} />
      )}
      {open === 'codes' && <NewCodes onClose={close} />}
    </section>
  );
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const { t } = useLanguage();
  const [codes, setCodes] = useState<string[] | null>(null);
  const ask = async (password: string) => setCodes((await newRecoveryCodes(password)).recoveryCodes);
  if (codes === null) return <WithPassword title={t('factor.newCodes')} onClose={onClose} onProve={ask} />;
  return (
    <Dialog title={t('factor.newCodes')} onClose={onClose}>
      <div className="access-fields">
        <RecoveryCodeList codes={codes} />
        <Button onClick={onClose}>{t('factor.kept')}</Button>
      </div>
    </Dialog>
  );
}

type WithPasswordProps = { title: string; onClose: () => void; onProve: (password: string) => Promise<void> };

/** What an open page alone may not do: it asks for the password once more. */
function WithPassword({ title, onClose, onProve }: WithPasswordProps) {
  const { t } = useLanguage();
  const { wrong, busy, send } = useSending();
  const [password, setPassword] = useState('');
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="access-fields"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send(() => onProve(password));
        }}
      >
        <Field
          label={t('login.password')}
          type="password"
          complete="current-password"
          value={password}
          onTake={setPassword}
        />
        <Wrong text={wrong} />
        <div className="dialog-answers">
          <Button type="submit" disabled={busy || password === ''}>
            {title}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('access.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

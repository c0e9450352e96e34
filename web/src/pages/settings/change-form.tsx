import { Button } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { Setting } from '../../../../contracts/web-api.ts';
import type { WantedChange } from '../../api/setting-requests.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { valueText } from './setting-words.ts';

type Scope = 'whole' | 'shop' | 'register';
const scopes = [
  ['whole', 'settings.whole'],
  ['shop', 'settings.ofShop'],
  ['register', 'settings.ofRegister'],
] as const;

type ChangeFormProps = { row: Setting; onNext: (wanted: WantedChange) => void; onCancel: () => void };

/** The new value, and whether it is for the server, a shop or a register. Nothing is changed before the question. */
export function ChangeForm({ row, onNext, onCancel }: ChangeFormProps) {
  const { t, language } = useLanguage();
  const name = useId();
  const [value, setValue] = useState(row.choices.find((choice) => choice !== row.value) ?? row.value ?? '');
  const [scope, setScope] = useState<Scope>(row.shopCode === null ? 'whole' : 'shop');
  const [shopCode, setShopCode] = useState(row.shopCode ?? '');
  const [registerCode, setRegisterCode] = useState('');
  const ready = (scope === 'whole' || shopCode.trim() !== '') && (scope !== 'register' || registerCode.trim() !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    onNext({
      value,
      includeUnknown: false,
      ...(scope === 'whole' ? {} : { shopCode: shopCode.trim() }),
      ...(scope === 'register' ? { registerCode: registerCode.trim() } : {}),
    });
  };
  return (
    <Dialog title={t('settings.changeTitle', { name: row.name[language] })} onClose={onCancel}>
      <form className="form-groups setting-form" onSubmit={submit}>
        <fieldset>
          <legend>{t('settings.newValue')}</legend>
          {row.choices.map((choice) => (
            <label key={choice}>
              <input type="radio" name={`${name}-value`} checked={value === choice} onChange={() => setValue(choice)} />
              {valueText({ key: row.key, value: choice }, t)}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{t('settings.where')}</legend>
          {scopes.map(([kind, text]) => (
            <label key={kind}>
              <input type="radio" name={`${name}-scope`} checked={scope === kind} onChange={() => setScope(kind)} />
              {t(text)}
            </label>
          ))}
          {scope !== 'whole' && <CodeInput label={t('settings.shopCode')} value={shopCode} onTake={setShopCode} />}
          {scope === 'register' && (
            <CodeInput label={t('settings.registerCode')} value={registerCode} onTake={setRegisterCode} />
          )}
        </fieldset>
        <div className="dialog-answers">
          <Button type="submit" disabled={!ready}>
            {t('settings.next')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('settings.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function CodeInput({ label, value, onTake }: { label: string; value: string; onTake: (code: string) => void }) {
  return (
    <label>
      {label}
      <input
        type="text"
        inputMode="numeric"
        maxLength={64}
        value={value}
        onChange={(event) => onTake(event.currentTarget.value)}
      />
    </label>
  );
}

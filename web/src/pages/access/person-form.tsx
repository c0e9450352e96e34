import { Button } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { NewPerson, PersonRow } from '../../../../contracts/web-api.ts';
import { type Right, roles, switchableRights } from '../../../../src/domain/access.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { Field, Wrong } from './fields.tsx';
import { RightChoice } from './right-choice.tsx';
import { ScopeChoice } from './scope-choice.tsx';
import { useSending } from './use-sending.ts';

type Role = PersonRow['role'];
const offered = roles.filter((role): role is Role => role !== 'integrator');

type Props = {
  /** The person who is changed; undefined = a new one. */
  person: PersonRow | undefined;
  onSave: (wanted: Required<NewPerson>) => Promise<void>;
  onCancel: () => void;
};

/** A new person, or other powers of one who is there. */
export function PersonForm({ person, onSave, onCancel }: Props) {
  const { t } = useLanguage();
  const { wrong, busy, send } = useSending();
  const roleId = useId();
  const [login, setLogin] = useState(person?.login ?? '');
  const [fullName, setFullName] = useState(person?.fullName ?? '');
  const [role, setRole] = useState<Role>(person?.role ?? 'observer');
  const [extraRights, setExtraRights] = useState<Right[]>(person?.extraRights ?? []);
  const [shops, setShops] = useState<PersonRow['shops']>(person?.shops ?? 'all');
  const switchable = switchableRights[role] ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const name = fullName.trim() === '' ? null : fullName.trim();
    const extra = extraRights.filter((right) => switchable.includes(right));
    send(() => onSave({ login, fullName: name, role, extraRights: extra, shops }));
  };
  return (
    <Dialog
      title={person === undefined ? t('people.new') : t('people.changeTitle', { login: person.login })}
      onClose={onCancel}
    >
      <form className="form-groups" onSubmit={submit} noValidate>
        {person === undefined && (
          <Field
            label={t('login.name')}
            hint={t('people.loginHint')}
            complete="off"
            first
            value={login}
            onTake={setLogin}
          />
        )}
        <Field label={t('login.fullName')} complete="off" value={fullName} onTake={setFullName} />
        <div className="access-field">
          <label htmlFor={roleId}>{t('people.role')}</label>
          <select id={roleId} value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>
            {offered.map((one) => (
              <option key={one} value={one}>
                {t(`role.${one}`)}
              </option>
            ))}
          </select>
        </div>
        {switchable.length > 0 && (
          <RightChoice title={t('people.extra')} offered={switchable} picked={extraRights} onPick={setExtraRights} />
        )}
        <ScopeChoice shops={shops} onPick={(next) => setShops(next === 'all' ? next : [...next])} />
        <Wrong text={wrong} />
        <div className="dialog-answers">
          <Button type="submit" disabled={busy || login === ''}>
            {t(person === undefined ? 'people.add' : 'people.save')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('access.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

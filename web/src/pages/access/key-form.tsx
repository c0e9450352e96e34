import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { NewKey } from '../../../../contracts/web-api.ts';
import { type Right, rights } from '../../../../src/domain/access.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { endOfDay } from './end-of-day.ts';
import { Field, Wrong } from './fields.tsx';
import { RightChoice } from './right-choice.tsx';
import { ScopeChoice } from './scope-choice.tsx';
import { useSending } from './use-sending.ts';

type Props = { onSave: (wanted: NewKey) => Promise<void>; onCancel: () => void };

/** A key for a program: its name, what it may do, where, and until which day. */
export function KeyForm({ onSave, onCancel }: Props) {
  const { t } = useLanguage();
  const { wrong, setWrong, busy, send } = useSending();
  const [name, setName] = useState('');
  const [picked, setPicked] = useState<Right[]>([]);
  const [shops, setShops] = useState<NewKey['shops']>('all');
  const [until, setUntil] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (picked.length === 0) return setWrong(t('apiKeys.noRight'));
    send(() => onSave({ name, rights: picked, shops, endsAt: endOfDay(until) }));
  };
  return (
    <Dialog title={t('apiKeys.new')} onClose={onCancel}>
      <form className="form-groups" onSubmit={submit} noValidate>
        <Field
          label={t('apiKeys.name')}
          hint={t('apiKeys.nameHint')}
          complete="off"
          first
          value={name}
          onTake={setName}
        />
        <RightChoice title={t('apiKeys.rights')} offered={rights} picked={picked} onPick={setPicked} />
        <ScopeChoice shops={shops} onPick={(next) => setShops(next === 'all' ? next : [...next])} />
        <Field label={t('apiKeys.until')} type="date" complete="off" value={until} onTake={setUntil} />
        <Wrong text={wrong} />
        <div className="dialog-answers">
          <Button type="submit" disabled={busy || name.trim() === ''}>
            {t('apiKeys.issue')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('access.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { CaseRow } from '../../../../contracts/web-api.ts';
import { useAnswerOnce } from '../../components/answer-once.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';
import { Lacking, NamedCases } from './case-form.tsx';
import './cases.css';

type AcceptProps = {
  /** Open differences. */
  cases: readonly CaseRow[];
  onAccept: (reason: string, author: string) => void;
  onDecline: () => void;
};

/** D3: differences are accepted as they are. Both values stay, and the reason with them; Esc and «Отмена» leave them open. */
export function AcceptCases({ cases, onAccept, onDecline }: AcceptProps) {
  const { t } = useLanguage();
  const [reason, setReason] = useState('');
  const [author, setAuthor] = useState(() => readStored('author') ?? '');
  const [missing, setMissing] = useState<'reason' | 'author' | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const answer = useAnswerOnce();
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lacking = reason.trim() === '' ? 'reason' : author.trim() === '' ? 'author' : null;
    setMissing(lacking);
    if (lacking !== null) {
      (lacking === 'reason' ? field : name).current?.focus();
      return;
    }
    writeStored('author', author.trim());
    answer(() => onAccept(reason.trim(), author.trim()));
  };
  return (
    <Dialog title={t('cases.acceptTitle', { n: cases.length })} onClose={() => answer(onDecline)}>
      <form className="case-form" onSubmit={submit}>
        <NamedCases cases={cases} label={t('cases.accepted')} />
        <p>{t('cases.acceptText')}</p>
        <label htmlFor={`${id}-reason`}>{t('cases.reason')}</label>
        <textarea
          id={`${id}-reason`}
          ref={field}
          rows={3}
          maxLength={500}
          value={reason}
          aria-invalid={missing === 'reason'}
          aria-describedby={missing === 'reason' ? `${id}-missing` : undefined}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            setMissing(null);
          }}
        />
        {missing === 'reason' && <Lacking id={`${id}-missing`} text={t('cases.reasonMissing')} />}
        <label htmlFor={`${id}-author`}>{t('cases.author')}</label>
        <input
          id={`${id}-author`}
          ref={name}
          type="text"
          maxLength={100}
          value={author}
          aria-invalid={missing === 'author'}
          aria-describedby={missing === 'author' ? `${id}-nobody` : undefined}
          onChange={(event) => {
            setAuthor(event.currentTarget.value);
            setMissing(null);
          }}
        />
        {missing === 'author' && <Lacking id={`${id}-nobody`} text={t('cases.authorMissing')} />}
        <div className="dialog-answers">
          <Button type="submit">{t('cases.accept', { n: cases.length })}</Button>
          <Button variant="default" onClick={() => answer(onDecline)}>
            {t('cases.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useAnswerOnce } from '../../components/answer-once.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';

type DecideProps = {
  count: number;
  onDecide: (reason: string, author: string) => void;
  onDecline: () => void;
};

/** Somebody has dealt with packages that cannot be loaded; the reason stays for ever. */
export function DecidePackages({ count, onDecide, onDecline }: DecideProps) {
  const { t } = useLanguage();
  const [reason, setReason] = useState('');
  const [author, setAuthor] = useState(() => readStored('author') ?? '');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const answer = useAnswerOnce();
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') {
      setMissing(true);
      field.current?.focus();
      return;
    }
    writeStored('author', author.trim());
    answer(() => onDecide(reason.trim(), author.trim()));
  };
  return (
    <Dialog title={t('storage.decideTitle', { n: count })} onClose={() => answer(onDecline)}>
      <form className="storage-form" onSubmit={submit}>
        <p>{t('storage.decideText')}</p>
        <label htmlFor={`${id}-reason`}>{t('cases.reason')}</label>
        <textarea
          id={`${id}-reason`}
          ref={field}
          rows={3}
          maxLength={1000}
          value={reason}
          aria-invalid={missing}
          aria-describedby={missing ? `${id}-missing` : undefined}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            setMissing(false);
          }}
        />
        {missing && (
          <p id={`${id}-missing`} className="storage-wrong" role="alert">
            {t('cases.reasonMissing')}
          </p>
        )}
        <label htmlFor={`${id}-author`}>{t('cases.author')}</label>
        <input
          id={`${id}-author`}
          type="text"
          maxLength={100}
          value={author}
          onChange={(event) => setAuthor(event.currentTarget.value)}
        />
        <div className="dialog-answers">
          <Button type="submit">{t('storage.decide', { n: count })}</Button>
          <Button variant="default" onClick={() => answer(onDecline)}>
            {t('cases.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

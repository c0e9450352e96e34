import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { StorageResult } from '../../../../contracts/web-api.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';
import { TrimResultText } from './trim-result.tsx';

type ConfirmProps = {
  /** What would be done. */
  result: StorageResult;
  onAgree: (word: string, author: string) => void;
  onDecline: () => void;
};

/** What deletes for good is shown first and asks for a typed word; Esc and «Не удалять» leave everything. */
export function ConfirmTrimming({ result, onAgree, onDecline }: ConfirmProps) {
  const { t } = useLanguage();
  const [word, setWord] = useState('');
  const [author, setAuthor] = useState(() => readStored('author') ?? '');
  const [wrong, setWrong] = useState(false);
  const decline = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const answered = useRef(false);
  const id = useId();
  const expected = t('storage.word');
  // The first focus is on what does no harm.
  useEffect(() => decline.current?.focus(), []);
  const answer = (what: () => void) => {
    if (answered.current) return;
    answered.current = true;
    what();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (word.trim() !== expected) {
      setWrong(true);
      field.current?.focus();
      return;
    }
    writeStored('author', author.trim());
    answer(() => onAgree(expected, author.trim()));
  };
  return (
    <Dialog title={t(`storage.question.${result.task}`)} onClose={() => answer(onDecline)}>
      <form className="storage-form" onSubmit={submit}>
        <TrimResultText result={result} />
        <p>{t('storage.forGood')}</p>
        <label htmlFor={`${id}-word`}>{t('storage.typeWord', { word: expected })}</label>
        <input
          id={`${id}-word`}
          ref={field}
          type="text"
          autoComplete="off"
          value={word}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-wrong` : undefined}
          onChange={(event) => {
            setWord(event.currentTarget.value);
            setWrong(false);
          }}
        />
        {wrong && (
          <p id={`${id}-wrong`} className="storage-wrong" role="alert">
            {t('storage.wrongWord', { word: expected })}
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
          <Button type="submit">{t(`storage.do.${result.task}`)}</Button>
          <Button ref={decline} variant="default" onClick={() => answer(onDecline)}>
            {t('storage.leave')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

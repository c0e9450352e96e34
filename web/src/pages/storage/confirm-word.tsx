import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useAnswerOnce } from '../../components/answer-once.ts';
import { Dialog } from '../../components/dialog.tsx';
import { type ScreenText, useLanguage } from '../../ui/language.tsx';

type ConfirmWordProps = {
  title: string;
  /** What would happen. */
  children: ReactNode;
  /** Further fields, below the word. */
  more?: ReactNode;
  /** The verb on the button. */
  agree: string;
  /** The word, what asks for it, and the refusal; those of a deletion without it. */
  words?: { word: ScreenText; type: ScreenText; leave: ScreenText };
  onAgree: (word: string) => void;
  onDecline: () => void;
};

const DELETION = { word: 'storage.word', type: 'storage.typeWord', leave: 'storage.leave' } as const;

/** What goes away is shown first and asks for a typed word; Esc and «Не удалять» leave everything. */
export function ConfirmWord({ title, children, more, agree, words = DELETION, onAgree, onDecline }: ConfirmWordProps) {
  const { t } = useLanguage();
  const [word, setWord] = useState('');
  const [wrong, setWrong] = useState(false);
  const decline = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const answer = useAnswerOnce();
  const id = useId();
  const expected = t(words.word);
  // The first focus is on what does no harm.
  useEffect(() => decline.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (word.trim() === expected) return answer(() => onAgree(expected));
    setWrong(true);
    field.current?.focus();
  };
  return (
    <Dialog title={title} onClose={() => answer(onDecline)}>
      <form className="storage-form" onSubmit={submit}>
        {children}
        <label htmlFor={`${id}-word`}>{t(words.type, { word: expected })}</label>
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
        {more}
        <div className="dialog-answers">
          <Button type="submit">{agree}</Button>
          <Button ref={decline} variant="default" onClick={() => answer(onDecline)}>
            {t(words.leave)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

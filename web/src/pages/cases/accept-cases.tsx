import { Button } from '@mantine/core';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import type { CaseRow } from '../../../../contracts/web-api.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import { readStored, writeStored } from '../../ui/stored.ts';
import './cases.css';

type AcceptProps = {
  /** Open differences. */
  cases: readonly CaseRow[];
  onAccept: (reason: string, author: string) => void;
  onDecline: () => void;
};

/** D3: differences are accepted as they are. Both values stay, and the reason with them; Esc and «Отмена» leave them open. */
export function AcceptCases({ cases, onAccept, onDecline }: AcceptProps) {
  const { t, language } = useLanguage();
  const [reason, setReason] = useState('');
  const [author, setAuthor] = useState(() => readStored('author') ?? '');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const answered = useRef(false);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  const answer = (what: () => void) => {
    if (answered.current) return;
    answered.current = true;
    what();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') {
      setMissing(true);
      field.current?.focus();
      return;
    }
    writeStored('author', author.trim());
    answer(() => onAccept(reason.trim(), author.trim()));
  };
  return (
    <Dialog title={t('cases.acceptTitle', { n: cases.length })} onClose={() => answer(onDecline)}>
      <form className="case-form" onSubmit={submit}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys */}
        <ul className="case-named" tabIndex={0} aria-label={t('cases.accepted')}>
          {cases.map((one) => (
            <li key={one.caseId}>
              {t('cases.named', { id: one.caseId, shift: one.shiftNumber, text: one.text[language] })}
            </li>
          ))}
        </ul>
        <p>{t('cases.acceptText')}</p>
        <label htmlFor={`${id}-reason`}>{t('cases.reason')}</label>
        <textarea
          id={`${id}-reason`}
          ref={field}
          rows={3}
          maxLength={500}
          value={reason}
          aria-invalid={missing}
          aria-describedby={missing ? `${id}-missing` : undefined}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            setMissing(false);
          }}
        />
        {missing && (
          <p id={`${id}-missing`} className="case-missing" role="alert">
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
          <Button type="submit">{t('cases.accept', { n: cases.length })}</Button>
          <Button variant="default" onClick={() => answer(onDecline)}>
            {t('cases.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

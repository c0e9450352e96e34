import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Dialog } from '../../../components/dialog.tsx';
import { MISSING } from '../../../format/format.ts';
import { useLanguage } from '../../../ui/language.tsx';
import type { DescriptionQuestion } from './use-description.ts';

type ConfirmProps = { question: DescriptionQuestion; onReplace: () => void; onKeep: () => void };

/** Which numbers change, field by field. Esc, the cross and a click outside keep the description. */
export function ConfirmDescription({ question: { changes, frames }, onReplace, onKeep }: ConfirmProps) {
  const { t } = useLanguage();
  const harmless = useRef<HTMLButtonElement>(null);
  const answered = useRef(false);
  useEffect(() => harmless.current?.focus(), []);
  const answer = (what: () => void) => {
    if (answered.current) return;
    answered.current = true;
    what();
  };
  const place = (at: { number: number; type: string } | null) => (at === null ? MISSING : `${at.number} ${at.type}`);
  return (
    <Dialog title={t('protocol.askTitle', { n: changes.length })} onClose={() => answer(onKeep)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys */}
      <ul className="setting-left" tabIndex={0} aria-label={t('protocol.changes')}>
        {changes.map(({ message, field, from, to }) => (
          <li key={`${message}.${field}`}>
            <code>{`${message}.${field}`}</code> {place(from)} → {place(to)}
          </li>
        ))}
      </ul>
      <p>{t('protocol.askText', { n: frames })}</p>
      <div className="dialog-answers">
        <Button onClick={() => answer(onReplace)}>{t('protocol.replace')}</Button>
        <Button ref={harmless} variant="default" onClick={() => answer(onKeep)}>
          {t('protocol.keep')}
        </Button>
      </div>
    </Dialog>
  );
}

import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';

type RemovalProps = { title: string; text: string; onRemove: () => void; onKeep: () => void };

/** Asks before something is removed. The harmless button has the focus; Esc and a click outside keep it. */
export function ConfirmRemoval({ title, text, onRemove, onKeep }: RemovalProps) {
  const { t } = useLanguage();
  const harmless = useRef<HTMLButtonElement>(null);
  useEffect(() => harmless.current?.focus(), []);
  return (
    <Dialog title={title} onClose={onKeep}>
      <p>{text}</p>
      <div className="dialog-answers">
        <Button onClick={onRemove}>{t('schedules.remove')}</Button>
        <Button ref={harmless} variant="default" onClick={onKeep}>
          {t('schedules.keep')}
        </Button>
      </div>
    </Dialog>
  );
}

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { queries } from '../../api/queries.ts';
import type { Preview } from '../../api/transfer-requests.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useLanguage } from '../../ui/language.tsx';
import type { RegisterPath } from '../register-frame.ts';
import { aboutText, periodText } from '../transfers/transfer-words.ts';

type ConfirmLoadProps = { path: RegisterPath; preview: Preview; onLoad: () => void; onDecline: () => void };

/** D1: a week or more is asked about. The harmless button has the focus; Esc, the cross and a click outside decline. */
export function ConfirmLoad({ path, preview, onLoad, onDecline }: ConfirmLoadProps) {
  const { t, language } = useLanguage();
  const harmless = useRef<HTMLButtonElement>(null);
  // The dialog tells of its closing also when it closes because of an answer; only the first answer counts.
  const answered = useRef(false);
  useEffect(() => harmless.current?.focus(), []);
  const answer = (what: () => void) => {
    if (answered.current) return;
    answered.current = true;
    what();
  };
  const { days, from, to, shifts, receipts } = preview;
  const perDayMs = useQuery(queries.loadNorms(path.shopCode, path.registerCode)).data?.perDayMs ?? null;
  const usualMs = perDayMs === null ? null : perDayMs * days;
  return (
    <Dialog title={t('sales.askTitle', { n: days })} onClose={() => answer(onDecline)}>
      <p>{t('sales.askText', { ...path, period: periodText(from, to, t, language) })}</p>
      {usualMs !== null && <p>{t('sales.askUsual', { time: aboutText(usualMs, t) })}</p>}
      <p>{shifts === 0 ? t('sales.askNone') : t('sales.askKnown', { shifts, receipts })}</p>
      <div className="dialog-answers">
        <Button onClick={() => answer(onLoad)}>{t('sales.loadDays', { n: days })}</Button>
        <Button ref={harmless} variant="default" onClick={() => answer(onDecline)}>
          {t('sales.dontLoad')}
        </Button>
      </div>
    </Dialog>
  );
}

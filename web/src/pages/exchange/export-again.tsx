import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { AgainPreview, ShiftAddress } from '../../api/exchange-requests.ts';
import { useLimits } from '../../api/own-rights.ts';
import { Dialog } from '../../components/dialog.tsx';
import { announce } from '../../components/frame/announcer.tsx';
import { useShortcut } from '../../components/keyboard/shortcuts.ts';
import { Notice } from '../../components/notice.tsx';
import { count, moneyWithSign } from '../../format/format.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { RefusalNotice } from '../transfers/refusal-notice.tsx';
import { type AgainNews, addressKey, type ExportedShift, progressOf, type useExportAgain } from './use-export-again.ts';

/** The button that is always in its place; it works when shifts are marked. Key E. */
export function AgainButton({ shifts, busy, onAsk }: AgainButtonProps) {
  const { t } = useLanguage();
  const most = useLimits().exportShifts;
  const tooMany = shifts.length > most;
  const ready = shifts.length > 0 && !tooMany && !busy;
  useShortcut({
    keys: 'KeyE',
    label: t('exportAgain.button'),
    run: () => {
      if (!ready) return false;
      onAsk(shifts);
      return true;
    },
  });
  return (
    <button
      type="button"
      className="table-action"
      disabled={!ready}
      title={
        shifts.length === 0 ? t('exportAgain.buttonHint') : tooMany ? t('exportAgain.tooMany', { n: most }) : undefined
      }
      onClick={() => onAsk(shifts)}
    >
      {t('exportAgain.button')}
    </button>
  );
}

type AgainButtonProps = {
  shifts: readonly ShiftAddress[];
  busy: boolean;
  onAsk: (shifts: readonly ShiftAddress[]) => void;
};

type NewsProps = {
  again: ReturnType<typeof useExportAgain>;
  /** The rows of the page, and when they were read. */
  rows: readonly ExportedShift[];
  readMs: number;
};

/** What became of «Перевыгрузить» on this page, and its question. */
export function AgainNewsAndQuestion({ again, rows, readMs }: NewsProps) {
  const { question, news, error, answer, dismiss } = again;
  return (
    <>
      {error !== null && <RefusalNotice error={error} />}
      {news !== null && <NewsNotice news={news} rows={rows} readMs={readMs} onDismiss={dismiss} />}
      {question !== null && <AskAgain preview={question.preview} shifts={question.shifts} onAnswer={answer} />}
    </>
  );
}

function NewsNotice({
  news,
  rows,
  readMs,
  onDismiss,
}: Omit<NewsProps, 'again'> & { news: AgainNews; onDismiss: () => void }) {
  const { t, language } = useLanguage();
  if (news.kind === 'declined') return <Said mark="unknown" text={t('exportAgain.declined')} onDismiss={onDismiss} />;
  const all = news.shifts.length;
  // Rows that were read before the request say nothing of it.
  const { done, running, failed } =
    readMs < news.atMs ? { done: 0, running: all, failed: [] } : progressOf(news.shifts, rows);
  if (running > 0)
    return (
      <Said
        mark="progress"
        text={t('exportAgain.running', { done: count(language, done), n: count(language, all) })}
        onDismiss={onDismiss}
      />
    );
  const [first] = failed;
  if (first === undefined)
    return <Said mark="order" text={t('exportAgain.done', { done, n: all })} onDismiss={onDismiss} />;
  const reason = first.export.reason?.[language] ?? '';
  const shift = first.shiftKey.split('@')[0] ?? '';
  return <Said mark="broken" text={t('exportAgain.failed', { done, n: all, shift, reason })} onDismiss={onDismiss} />;
}

/** A notice that is also said once, and can be put away. */
export function Said({ mark, text, onDismiss, children }: SaidProps) {
  const { t } = useLanguage();
  useEffect(() => announce(text), [text]);
  return (
    <Notice mark={mark} text={text}>
      {children}
      <button
        type="button"
        className="icon-button"
        onClick={onDismiss}
        aria-label={t('sales.dismiss')}
        title={t('sales.dismiss')}
      >
        <IconX size={16} />
      </button>
    </Notice>
  );
}

type SaidProps = {
  mark: 'unknown' | 'progress' | 'broken' | 'order';
  text: string;
  onDismiss: () => void;
  children?: ReactNode;
};

type AskProps = {
  preview: AgainPreview;
  shifts: readonly ShiftAddress[];
  /** null = declined. */
  onAnswer: (shifts: readonly ShiftAddress[] | null) => void;
};

/** D2: what a person should know first. The harmless button has the focus; Esc, the cross and a click outside decline. */
function AskAgain({ preview, shifts, onAnswer }: AskProps) {
  const { t, language } = useLanguage();
  const harmless = useRef<HTMLButtonElement>(null);
  // The dialog tells of its closing also when it closes because of an answer; only the first answer counts.
  const answered = useRef(false);
  useEffect(() => harmless.current?.focus(), []);
  const answer = (chosen: readonly ShiftAddress[] | null) => {
    if (answered.current) return;
    answered.current = true;
    onAnswer(chosen);
  };
  const accepted = new Set(preview.accepted.map(addressKey));
  const others = shifts.filter((shift) => !accepted.has(addressKey(shift)));
  const sum = moneyWithSign(language, preview.revenue);
  return (
    <Dialog title={t('exportAgain.askTitle', { n: preview.shifts, sum })} onClose={() => answer(null)}>
      <p>{t('exportAgain.askMany')}</p>
      {preview.accepted.length > 0 && (
        <p>{t('exportAgain.askAccepted', { n: preview.accepted.length, list: listOf(preview.accepted, t) })}</p>
      )}
      {preview.open.length > 0 && (
        <p>{t('exportAgain.askOpen', { n: preview.open.length, list: listOf(preview.open, t) })}</p>
      )}
      <div className="dialog-answers">
        <Button onClick={() => answer(shifts)}>{t('exportAgain.confirm', { n: preview.shifts })}</Button>
        {preview.accepted.length > 0 && others.length > 0 && (
          <Button variant="default" onClick={() => answer(others)}>
            {t('exportAgain.onlyNew', { n: others.length })}
          </Button>
        )}
        <Button ref={harmless} variant="default" onClick={() => answer(null)}>
          {t('exportAgain.decline')}
        </Button>
      </div>
    </Dialog>
  );
}

const NAMED = 5;

/** The first of them by register and shift, and how many more there are. */
function listOf(shifts: readonly ShiftAddress[], t: Translate): string {
  const named = shifts
    .slice(0, NAMED)
    .map(({ shopCode, registerCode, shiftKey }) => `${shopCode}/${registerCode}/${shiftKey}`);
  const rest = shifts.length - named.length;
  return [...named, ...(rest > 0 ? [t('exportAgain.andOthers', { n: rest })] : [])].join(', ');
}

import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import type { NewTransfer, TransferRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { queries } from '../../api/queries.ts';
import { announce } from '../../components/frame/announcer.tsx';
import { Link } from '../../components/frame/link.tsx';
import { Notice } from '../../components/notice.tsx';
import { daysOf } from '../../components/period-field/calendar-dates.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import type { RegisterPath } from '../register-frame.ts';
import { isFailed, periodText, transferState, whyText } from '../transfers/transfer-words.ts';
import type { LoadNews } from './use-load.ts';

type LoadNoticeProps = {
  path: RegisterPath;
  news: LoadNews;
  onChangePeriod: () => void;
  onDismiss: () => void;
};

/** What became of what the person did here: N1, N2 and then N3, N10. It stays until it is put away. */
export function LoadNotice({ path, news, onChangePeriod, onDismiss }: LoadNoticeProps) {
  const { t, language } = useLanguage();
  if (news.kind === 'asked') return <AskedNotice path={path} news={news} onDismiss={onDismiss} />;
  const text = t('sales.declined', { period: periodText(news.from, news.to, t, language) });
  return (
    <Said mark="unknown" text={news.logged ? text : `${text} ${t('sales.declinedNotLogged')}`} onDismiss={onDismiss}>
      <button type="button" className="text-button" onClick={onChangePeriod}>
        {t('sales.changePeriod')}
      </button>
    </Said>
  );
}

type AskedNews = Extract<LoadNews, { kind: 'asked' }>;

function AskedNotice({ path, news, onDismiss }: { path: RegisterPath; news: AskedNews; onDismiss: () => void }) {
  const { t, language } = useLanguage();
  const { data: transfer } = useQuery(queries.transfer(news.transferId));
  const started = startedText(path, news, t);
  const { mark, text } =
    transfer === undefined || transfer.endedAt === null
      ? ({ mark: 'progress', text: started } as const)
      : endOf(transfer, t, language);
  return (
    <Said mark={mark} text={text} onDismiss={onDismiss}>
      <Link href={addresses.transfer(news.transferId)}>{t('sales.open')}</Link>
    </Said>
  );
}

/** N2, or N10 when the same was running already. */
function startedText({ registerCode }: RegisterPath, { transferId: id, running, range }: AskedNews, t: Translate) {
  return running ? t('sales.already', { id }) : t('sales.started', { id, registerCode, what: whatText(range, t) });
}

function whatText(range: NewTransfer['range'] | null, t: Translate): string {
  if (range === null) return t('sales.startedAgain');
  if (range.kind === 'new') return t('sales.startedNew');
  if (range.kind === 'shifts') return t('sales.startedShifts', { n: range.to - range.from + 1 });
  return t('sales.startedDays', { n: daysOf(range.from.slice(0, 10), range.to.slice(0, 10)) });
}

/** N3 and its kin. */
function endOf(transfer: TransferRow, t: Translate, language: Language) {
  const { transferId: id, state, shifts, documentsNew, documentsSame } = transfer;
  if (isFailed(transfer)) {
    const text = whyText(transfer, t, language) ?? transferState(transfer, t).word;
    return { mark: 'broken', text: t('sales.failed', { id, text }) } as const;
  }
  if (state === 'cancelled') return { mark: 'unknown', text: t('sales.cancelled', { id }) } as const;
  if (state === 'empty') return { mark: 'unknown', text: t('sales.finishedEmpty', { id }) } as const;
  if (state === 'already') return { mark: 'order', text: t('sales.finishedAlready', { id }) } as const;
  const documents = documentsNew + documentsSame;
  return { mark: 'order', text: t('sales.finished', { id, shifts, documents, fresh: documentsNew }) } as const;
}

type SaidProps = {
  mark: 'unknown' | 'progress' | 'broken' | 'order';
  text: string;
  onDismiss: () => void;
  children: ReactNode;
};

/** A notice that is also said once, and can be put away. */
function Said({ mark, text, onDismiss, children }: SaidProps) {
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

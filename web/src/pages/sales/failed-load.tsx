import { useEffect } from 'react';
import type { RequestedTransfer, TransferRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { announce } from '../../components/frame/announcer.tsx';
import { Link } from '../../components/frame/link.tsx';
import { Notice } from '../../components/notice.tsx';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { TransferActions } from '../transfers/transfer-actions.tsx';
import { isFailed, transferState, whyText } from '../transfers/transfer-words.ts';

type FailedLoadProps = {
  /** Newest first. */
  recent: readonly TransferRow[];
  onRetried: (answer: RequestedTransfer) => void;
};

/** The latest load failed: on which stage, why, what to do, and the buttons to do it. A later load that worked ends it. */
export function FailedLoad({ recent, onRetried }: FailedLoadProps) {
  const { t, language } = useLanguage();
  const [last] = recent;
  const failed = last !== undefined && isFailed(last) ? last : null;
  const text = failed === null ? null : textOf(failed, t, language);
  useEffect(() => {
    if (text !== null) announce(text);
  }, [text]);
  if (failed === null || text === null) return null;
  return (
    <section className="failed-load" aria-label={t('sales.failedTitle', { id: failed.transferId })}>
      <Notice mark="broken" text={text}>
        <Link href={addresses.transfer(failed.transferId)}>{t('sales.open')}</Link>
      </Notice>
      <TransferActions transfer={failed} onRetried={onRetried} withLog />
    </section>
  );
}

/** Which load, on which stage, why. */
function textOf(failed: TransferRow, t: Translate, language: Language): string {
  const text = whyText(failed, t, language) ?? transferState(failed, t).word;
  return t('sales.failed', { id: failed.transferId, text });
}

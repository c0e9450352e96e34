import type { RequestedTransfer, TransferRow } from '../../../../contracts/web-api.ts';
import { Link } from '../../components/frame/link.tsx';
import { Notice } from '../../components/notice.tsx';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { TransferActions } from '../transfers/transfer-actions.tsx';
import { isFailed, whyText } from '../transfers/transfer-words.ts';

type FailedLoadProps = {
  /** Newest first. */
  recent: readonly TransferRow[];
  onRetried: (answer: RequestedTransfer) => void;
};

/** The latest load failed: on which stage, why, what to do, and the buttons to do it. A later load that worked ends it. */
export function FailedLoad({ recent, onRetried }: FailedLoadProps) {
  const { t, language } = useLanguage();
  const [last] = recent;
  if (last === undefined || !isFailed(last)) return null;
  return (
    <section className="failed-load" aria-label={t('sales.failedTitle', { id: last.transferId })}>
      <Notice mark="broken" text={whyText(last, t, language) ?? ''}>
        <Link href={addresses.transfer(last.transferId)}>{last.transferId}</Link>
      </Notice>
      <TransferActions transfer={last} onRetried={onRetried} withLog />
    </section>
  );
}

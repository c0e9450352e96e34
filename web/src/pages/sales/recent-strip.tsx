import type { ReactNode } from 'react';
import type { TransferRow } from '../../../../contracts/web-api.ts';
import { serverTime } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { isFailed, transferState } from '../transfers/transfer-words.ts';

const shapes: Record<'good' | 'failed' | 'nothing' | 'running', ReactNode> = {
  good: <rect x="1" y="2" width="6" height="12" fill="currentColor" />,
  failed: <path d="M4 3 8 8 4 13 0 8z" fill="currentColor" />,
  nothing: <rect x="1.5" y="2.5" width="5" height="11" fill="none" stroke="currentColor" />,
  running: <path d="M1 8h.01M4 8h.01M7 8h.01" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
};

/** The latest results at a glance, the newest on the right: shape and colour of each, one sentence for all. */
export function RecentStrip({ recent }: { recent: readonly TransferRow[] }) {
  const { t, language } = useLanguage();
  if (recent.length === 0) return null;
  const failed = recent.filter(isFailed).length;
  return (
    <span className="recent-strip" role="img" aria-label={t('sales.recent', { n: recent.length, failed })}>
      {recent.toReversed().map((transfer) => {
        const shape = shapeOf(transfer);
        const about = `${transfer.transferId}, ${serverTime(language, transfer.requestedAt)}`;
        return (
          <svg key={transfer.transferId} className={`recent-${shape}`} viewBox="0 0 8 16" width="8" height="16">
            <title>{`${about}: ${transferState(transfer, t).word}`}</title>
            {shapes[shape]}
          </svg>
        );
      })}
    </span>
  );
}

function shapeOf(transfer: TransferRow): keyof typeof shapes {
  if (transfer.endedAt === null) return 'running';
  if (isFailed(transfer)) return 'failed';
  return transfer.state === 'empty' || transfer.state === 'cancelled' ? 'nothing' : 'good';
}

import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { TransferRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { useGo } from '../../components/frame/link.tsx';
import { serverTime } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { isFailed, transferState } from '../transfers/transfer-words.ts';

const shapes: Record<'good' | 'failed' | 'nothing' | 'running' | 'empty', ReactNode> = {
  good: <rect x="1" y="2" width="6" height="12" fill="currentColor" />,
  failed: <path d="M4 3 8 8 4 13 0 8z" fill="currentColor" />,
  nothing: <rect x="1.5" y="2.5" width="5" height="11" fill="none" stroke="currentColor" />,
  running: <path d="M1 8h.01M4 8h.01M7 8h.01" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  empty: <path d="M3 8h2" stroke="currentColor" strokeWidth="1" />,
};

/** Cells of the strip: it is filled up on the left, so that strips of all registers align. */
export const STRIP = 30;

/**
 * The latest results at a glance, the newest on the right: shape and colour of each, one sentence for all. One stop of the
 * keyboard: the arrows move and each cell is read out, Enter opens its load.
 */
export function RecentStrip({ recent }: { recent: readonly TransferRow[] }) {
  const { t, language } = useLanguage();
  const go = useGo();
  const zone = useZone();
  const [at, setAt] = useState<number | null>(null);
  const cells = recent.slice(0, STRIP).toReversed();
  if (cells.length === 0) return null;
  const failed = cells.filter(isFailed).length;
  const chosen = at === null ? undefined : cells[Math.min(at, cells.length - 1)];
  const sentence = t('sales.recent', { n: cells.length, failed });
  const onKeyDown = (event: KeyboardEvent) => {
    const now = Math.min(at ?? cells.length - 1, cells.length - 1);
    const moves: Record<string, number> = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: cells.length - 1 };
    const to = moves[event.code];
    if (to !== undefined) setAt(Math.max(0, Math.min(to, cells.length - 1)));
    else if (event.code === 'Enter' && chosen !== undefined) go(addresses.transfer(chosen.transferId));
    else return;
    event.preventDefault();
  };
  return (
    <span className="recent">
      <span
        className="recent-strip"
        role="slider"
        tabIndex={0}
        aria-label={sentence}
        aria-valuemin={1}
        aria-valuemax={cells.length}
        aria-valuenow={(at ?? cells.length - 1) + 1}
        aria-valuetext={chosen === undefined ? sentence : cellText(chosen, t, language, zone)}
        onKeyDown={onKeyDown}
        onFocus={() => setAt((now) => now ?? cells.length - 1)}
        onBlur={() => setAt(null)}
      >
        {Array.from({ length: STRIP - cells.length }, (_, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the empty cells are all alike and never change places
          <Cell key={place} shape="empty" />
        ))}
        {cells.map((transfer) => (
          <Cell
            key={transfer.transferId}
            shape={shapeOf(transfer)}
            current={transfer === chosen}
            text={cellText(transfer, t, language, zone)}
          />
        ))}
      </span>
      {chosen !== undefined && <span className="recent-text">{cellText(chosen, t, language, zone)}</span>}
    </span>
  );
}

function Cell(props: { shape: keyof typeof shapes; current?: boolean; text?: string }) {
  const { shape, current = false, text } = props;
  return (
    <svg
      className={`recent-${shape}${current ? ' recent-current' : ''}`}
      viewBox="0 0 8 16"
      width="8"
      height="16"
      aria-hidden="true"
    >
      {text !== undefined && <title>{text}</title>}
      {shapes[shape]}
    </svg>
  );
}

function cellText(transfer: TransferRow, t: Translate, language: Language, zone: string | undefined): string {
  const { transferId, requestedAt } = transfer;
  return `${transferId}, ${serverTime(language, requestedAt, zone)}: ${transferState(transfer, t, zone).word}`;
}

function shapeOf(transfer: TransferRow): keyof typeof shapes {
  if (transfer.endedAt === null) return 'running';
  if (isFailed(transfer)) return 'failed';
  return transfer.state === 'empty' || transfer.state === 'cancelled' ? 'nothing' : 'good';
}

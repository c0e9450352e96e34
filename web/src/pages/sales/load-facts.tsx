import type { Register, TransferRow } from '../../../../contracts/web-api.ts';
import { toLocal } from '../../../../src/domain/local-time.ts';
import { Link } from '../../components/frame/link.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { count, serverTime, timeToSecond } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { agoText, isFailed, transferState } from '../transfers/transfer-words.ts';
import { AskedBy } from './asked-by.tsx';
import { useTick } from './use-tick.ts';

type LoadFactsProps = {
  register: Register;
  timeZone: string;
  /** Newest first. */
  recent: readonly TransferRow[];
  running: readonly TransferRow[];
};

/** The three facts of M6 – last load, last sale, status of the load – and by what the register is asked. */
export function LoadFacts({ register, timeZone, recent, running }: LoadFactsProps) {
  const { t, language } = useLanguage();
  const nowMs = useTick(1_000);
  const { lastSaleAt } = register;
  const last = recent.find((transfer) => transfer.endedAt !== null && transfer.packages > 0);
  // The register is told of its own packages; files brought by hand are known as transfers only.
  const lastLoadAt = later(register.lastLoadAt, last?.endedAt ?? null);
  const status = statusOf(register, recent, running, t);
  return (
    <section aria-label={t('sales.facts')}>
      <dl className="load-facts">
        <dt>{t('sales.lastLoad')}</dt>
        <dd>
          {lastLoadAt === null ? t('sales.never') : serverTime(language, lastLoadAt)}
          <Ago text={lastLoadAt === null ? null : agoText(nowMs - Date.parse(lastLoadAt), t)} />
          {last !== undefined && (
            <>
              <Link href={addresses.transfer(last.transferId)}>{last.transferId}</Link>
              <span className="secondary">
                {t('transfer.documentsText', {
                  fresh: count(language, last.documentsNew),
                  same: count(language, last.documentsSame),
                })}
              </span>
            </>
          )}
        </dd>
        <dt>{t('sales.lastSale')}</dt>
        <dd>
          {lastSaleAt === null ? t('sales.never') : timeToSecond(language, lastSaleAt)}
          <Ago text={lastSaleAt === null ? null : agoText(localAge(lastSaleAt, nowMs, timeZone), t)} />
          {register.openShiftNumber !== null && (
            <span className="secondary">
              {t('sales.openShift', { number: register.openShiftNumber, n: register.openShiftReceipts ?? 0 })}
            </span>
          )}
        </dd>
        <dt>{t('sales.status')}</dt>
        <dd>{status.mark === null ? status.word : <StatusMark mark={status.mark} word={status.word} />}</dd>
        <AskedBy register={register} />
      </dl>
    </section>
  );
}

function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && Date.parse(b) > Date.parse(a)) ? b : a;
}

function Ago({ text }: { text: string | null }) {
  return text !== null && <span className="secondary">{text}</span>;
}

/** How long ago a local time of the shop was, in ms; a register whose clock is ahead has sold just now. */
function localAge(local: string, nowMs: number, timeZone: string): number {
  return Math.max(0, Date.parse(`${toLocal(nowMs, timeZone)}Z`) - Date.parse(`${local}Z`));
}

/** What goes on, else what went wrong last, else that nothing does. */
function statusOf(
  register: Register,
  recent: readonly TransferRow[],
  running: readonly TransferRow[],
  t: Translate,
): { mark: Mark | null; word: string } {
  const [now] = running;
  if (now !== undefined) {
    const { mark, word } = transferState(now, t);
    return { mark, word: t('sales.runningNow', { id: now.transferId, state: word }) };
  }
  if (!register.inService) return { mark: 'off', word: t('sales.outOfService') };
  const [last] = recent;
  if (last === undefined || !isFailed(last)) return { mark: null, word: t('sales.waiting') };
  const { transferId: id } = last;
  return { mark: 'broken', word: t('sales.lastFailed', { id, state: transferState(last, t).word }) };
}

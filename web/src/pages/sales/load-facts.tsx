import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Register, TransferRow } from '../../../../contracts/web-api.ts';
import { type LocalTime, toLocal } from '../../../../src/domain/local-time.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { queries } from '../../api/queries.ts';
import { Link } from '../../components/frame/link.tsx';
import { type Mark, StatusMark } from '../../components/status-mark.tsx';
import { moneyWithSign, time, wallTime } from '../../format/format.ts';
import { foreignZone } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { agoText, durationText, isFailed, lastedMs, transferState } from '../transfers/transfer-words.ts';
import { nearTime } from './near-time.ts';
import { NotAsked } from './not-asked.tsx';
import { useTick } from './use-tick.ts';

type LoadFactsProps = {
  register: Register;
  timeZone: string;
  /** Newest first. */
  recent: readonly TransferRow[];
  running: readonly TransferRow[];
};

/** The three facts of M6: last load, last sale, status of the load with the way by which the register is asked. */
export function LoadFacts({ register, timeZone, recent, running }: LoadFactsProps) {
  const { t } = useLanguage();
  const nowMs = useTick(1_000);
  const status = statusOf(register, timeZone, recent, running, t);
  return (
    <section aria-label={t('sales.facts')}>
      <dl className="load-facts">
        <dt>{t('sales.lastLoad')}</dt>
        <dd>
          <LastLoad register={register} zone={timeZone} recent={recent} nowMs={nowMs} />
        </dd>
        <dt>{t('sales.lastSale')}</dt>
        <dd>
          <LastSale register={register} zone={timeZone} nowMs={nowMs} />
        </dd>
        <dt>{t('sales.status')}</dt>
        <dd>
          {status.mark === null ? status.word : <StatusMark mark={status.mark} word={status.word} />}
          {running.length === 0 && register.inService && (
            <NextScheduled register={register} zone={timeZone} nowMs={nowMs} />
          )}
          {register.inService && <NotAsked register={register} />}
        </dd>
      </dl>
    </section>
  );
}

/** `zone`: of the shop. */
type Told = { register: Register; zone: string; nowMs: number };

function LastLoad({ register, zone, recent, nowMs }: Told & { recent: readonly TransferRow[] }) {
  const { t, language } = useLanguage();
  const last = recent.find((transfer) => transfer.endedAt !== null && transfer.packages > 0);
  // The register is told of its own packages; files brought by hand are known as transfers only.
  const at = later(register.lastLoadAt, last?.endedAt ?? null);
  if (at === null) return t('sales.never');
  return (
    <>
      {nearTime(wallTime(at, zone), toLocal(nowMs, zone).slice(0, 10), t, language)}
      <Quiet text={foreignZone(zone, nowMs)} />
      <Quiet text={agoText(nowMs - Date.parse(at), t)} />
      {last !== undefined && (
        <>
          <Link href={addresses.transfer(last.transferId)}>{last.transferId}</Link>
          <Quiet text={t('sales.loadDocuments', { n: last.documentsNew + last.documentsSame })} />
          <Quiet text={durationText(lastedMs(last, nowMs), t, language)} />
          <StatusMark {...lastMark(last, t)} />
        </>
      )}
    </>
  );
}

/** How the last load that brought something ended. */
function lastMark(last: TransferRow, t: Translate): { mark: Mark; word: string } {
  if (last.differing > 0) return { mark: 'broken', word: t('sales.differs', { n: last.differing }) };
  return isFailed(last) ? transferState(last, t) : { mark: 'order', word: t('state.order') };
}

function LastSale({ register, zone, nowMs }: Told) {
  const { t, language } = useLanguage();
  const { shopCode, registerCode, openShiftNumber, openShiftReceipts } = register;
  const receipt = useQuery(queries.register(shopCode, registerCode)).data?.lastReceipt ?? null;
  const at: LocalTime | null = receipt?.at ?? register.lastSaleAt;
  if (at === null) return t('sales.never');
  return (
    <>
      {nearTime(at, toLocal(nowMs, zone).slice(0, 10), t, language)}
      <Quiet text={foreignZone(zone, nowMs)} />
      <Quiet text={agoText(localAge(at, nowMs, zone), t)} />
      {receipt !== null && (
        <>
          <Link href={addresses.receipt(receipt.document)}>
            {t(receipt.refund ? 'sales.lastRefund' : 'sales.lastReceipt', { number: receipt.number })}
          </Link>
          <span>{moneyWithSign(language, receipt.sum)}</span>
        </>
      )}
      {openShiftNumber !== null && (
        <Quiet text={t('sales.openShift', { number: openShiftNumber, n: openShiftReceipts ?? 0 })} />
      )}
    </>
  );
}

/** «Следующая по расписанию 12:45», with the date when it is not today. */
function NextScheduled({ register, zone, nowMs }: Told) {
  const { t, language } = useLanguage();
  const next = register.nextScheduled;
  if (next === null) return null;
  return <span>{t('sales.nextScheduled', { at: nextText(next.at, zone, nowMs, language) })}</span>;
}

function nextText(at: string, zone: string, nowMs: number, language: Language): string {
  const local = wallTime(at, zone);
  return local.slice(0, 10) === toLocal(nowMs, zone).slice(0, 10) ? local.slice(11, 16) : time(language, local);
}

function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && Date.parse(b) > Date.parse(a)) ? b : a;
}

function Quiet({ text }: { text: string | null }): ReactNode {
  return text !== null && <span className="secondary">{text}</span>;
}

/** How long ago a local time of the shop was, in ms; a register whose clock is ahead has sold just now. */
function localAge(local: string, nowMs: number, timeZone: string): number {
  return Math.max(0, Date.parse(`${toLocal(nowMs, timeZone)}Z`) - Date.parse(`${local}Z`));
}

/** What goes on, else what went wrong last, else that nothing does. */
function statusOf(
  register: Register,
  zone: string,
  recent: readonly TransferRow[],
  running: readonly TransferRow[],
  t: Translate,
): { mark: Mark | null; word: string } {
  const [now] = running;
  if (now !== undefined) {
    const { mark, word } = transferState(now, t, zone);
    return { mark, word: t('sales.runningNow', { id: now.transferId, state: word }) };
  }
  if (!register.inService) return { mark: 'off', word: t('sales.outOfService') };
  const [last] = recent;
  if (last === undefined || !isFailed(last)) return { mark: null, word: t('sales.waiting') };
  const { transferId: id } = last;
  return { mark: 'broken', word: t('sales.lastFailed', { id, state: transferState(last, t).word }) };
}

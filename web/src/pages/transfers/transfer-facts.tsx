import { Fragment, type ReactNode } from 'react';
import type { TransferRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { now } from '../../api/clock.ts';
import { Link } from '../../components/frame/link.tsx';
import { count, MISSING, moneyWithSign } from '../../format/format.ts';
import { zonedTime } from '../../format/zones.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { useZone } from '../../ui/zone.tsx';
import { attemptsText, durationText, lastedMs, rangeText } from './transfer-words.ts';

/** Whose load it is, who asked for what, what came of it; and where to look further. */
export function TransferFacts({ transfer }: { transfer: TransferRow }) {
  const { t, language } = useLanguage();
  const zone = useZone();
  const { shopCode, registerCode, transferId } = transfer;
  return (
    <section className="transfer-facts" aria-labelledby="facts">
      <h2 id="facts">{t('transfer.facts')}</h2>
      <dl>
        {factsOf(transfer, t, language, zone).map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
      <p className="transfer-links">
        <Link href={addresses.reconciliation(shopCode, registerCode, daysOf(transfer))}>
          {t('transfer.showShifts')}
        </Link>
        <Link href={addresses.registerLog(shopCode, registerCode, { transfer: transferId })}>
          {t('transfer.showLog')}
        </Link>
        <Link href={addresses.packages({ shop: shopCode, register: registerCode })}>{t('transfer.showPackages')}</Link>
      </p>
    </section>
  );
}

/** The days of the period, for the list of shifts; nothing when it was asked for otherwise. */
function daysOf({ range }: TransferRow): { from?: string; to?: string } {
  if (range.kind !== 'dates' && range.kind !== 'new') return {};
  if (range.from === null || range.to === null) return {};
  return { from: range.from.slice(0, 10), to: range.to.slice(0, 10) };
}

function factsOf(
  transfer: TransferRow,
  t: Translate,
  language: Language,
  zone: string | undefined,
): [string, ReactNode][] {
  const { shopCode, registerCode } = transfer;
  const documents = {
    fresh: count(language, transfer.documentsNew),
    same: count(language, transfer.documentsSame),
  };
  const facts: [string, ReactNode][] = [
    [
      t('transfer.fact.shop'),
      <Link key="shop" href={addresses.shop(shopCode)}>
        {shopCode}
      </Link>,
    ],
    [
      t('transfer.fact.register'),
      <Link key="register" href={addresses.sales(shopCode, registerCode)}>
        {t('register.named', { code: registerCode })}
      </Link>,
    ],
    [t('transfer.fact.cause'), t(`transfer.cause.${transfer.cause}`)],
    [t('transfer.fact.author'), transfer.author ?? MISSING],
    [t('transfer.fact.range'), rangeText(transfer, t, language)],
    [t('transfer.fact.started'), zonedTime(language, transfer.requestedAt, zone)],
    [t('transfer.fact.ended'), transfer.endedAt === null ? null : zonedTime(language, transfer.endedAt, zone)],
    [t('transfer.fact.lasted'), durationText(lastedMs(transfer, now()), t, language)],
    [t('transfer.fact.attempts'), attemptsText(transfer, language)],
    [
      t('transfer.fact.next'),
      transfer.nextAttemptAt === null ? null : zonedTime(language, transfer.nextAttemptAt, zone),
    ],
    [t('transfer.fact.said'), transfer.registerSaid?.[language] ?? null],
    [t('transfer.fact.ignored'), transfer.ignoredReports === 0 ? null : count(language, transfer.ignoredReports)],
    [t('transfer.fact.packages'), count(language, transfer.packages)],
    [t('transfer.fact.shifts'), count(language, transfer.shifts)],
    [t('transfer.fact.documents'), t('transfer.documentsText', documents)],
    [t('transfer.fact.sum'), moneyWithSign(language, transfer.documentsSum)],
  ];
  return facts.filter(([, value]) => value !== null);
}

import { Fragment, type ReactNode } from 'react';
import type { DocumentDetail } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { Link } from '../../components/frame/link.tsx';
import { serverTime, timeToSecond } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';

/** Everything known about a document that is not a line or a payment. Facts that were not reported are left out. */
export function Facts({ detail }: { detail: DocumentDetail }) {
  const { t, language } = useLanguage();
  return (
    <aside className="facts" aria-labelledby="facts">
      <h2 id="facts">{t('receipt.facts')}</h2>
      <dl>
        {factsOf(detail, t, language).map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </aside>
  );
}

function factsOf(detail: DocumentDetail, t: Translate, language: Language): [string, ReactNode][] {
  const { document, shopCode, registerCode, shiftKey } = detail;
  const mono = (text: string | null) => (text === null ? null : <code>{text}</code>);
  const facts: [string, ReactNode][] = [
    [
      t('receipt.shift'),
      <Link key="shift" href={addresses.shift(shopCode, registerCode, shiftKey)}>
        {detail.shiftNumber}
      </Link>,
    ],
    [t('receipt.number'), document.documentNumber],
    [t('receipt.receiptNumber'), document.receiptNumber],
    [t('receipt.opened'), document.openedAt === null ? null : timeToSecond(language, document.openedAt)],
    [t('receipt.closed'), document.closedAt === null ? null : timeToSecond(language, document.closedAt)],
    [t('receipt.cashier'), document.cashierCode],
    [t('receipt.fiscal'), document.fiscalDocumentNumber],
    [t('receipt.reason'), detail.backReason],
    [
      t('receipt.source'),
      detail.sourceIdentifier === null ? null : (
        <Link key="source" href={addresses.receipt(detail.sourceIdentifier)}>
          {mono(detail.sourceIdentifier)}
        </Link>
      ),
    ],
    [t('receipt.identifier'), mono(document.identifier)],
    [t('receipt.registerKind'), detail.registerKind],
    [t('receipt.received'), detail.receivedAt === null ? null : serverTime(language, detail.receivedAt)],
    [t('receipt.package'), mono(detail.packageName)],
    [t('receipt.revision'), detail.revision],
  ];
  return facts.filter(([, value]) => value !== null);
}

import { useQuery } from '@tanstack/react-query';
import type { DocumentDetail } from '../../../contracts/web-api.ts';
import { ApiError } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { type Crumb, Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { addresses } from '../routes/addresses.ts';
import { useSearchState } from '../routes/search.ts';
import { type Translate, useLanguage } from '../ui/language.tsx';
import { documentKind, documentNumber, registerName, shopName } from './names.ts';
import { ArchivedReceipt } from './receipt/archived-receipt.tsx';
import { Facts } from './receipt/facts.tsx';
import { Payments } from './receipt/payments.tsx';
import { Positions } from './receipt/positions.tsx';
import { RawData } from './receipt/raw-data.tsx';
import { Route } from './receipt/route.tsx';
import './receipt/receipt.css';

/** «Чек»: one document, readable, and exactly as it was received. */
export function ReceiptPage({ document }: { document: string }) {
  const { t } = useLanguage();
  const [search] = useSearchState();
  const raw = search.raw === '1';
  const query = useQuery(queries.document(document));
  const detail = query.data;
  const archived = trimmedPlace(query.error);
  const registers = useQuery({ ...queries.registers(detail?.shopCode ?? ''), enabled: detail !== undefined }).data;
  const name = registers?.registers.find((register) => register.registerCode === detail?.registerCode)?.name;
  const title =
    detail === undefined
      ? t('receipt.tab.readable')
      : t('receipt.title', { kind: documentKind(t, detail.document), number: documentNumber(detail.document) });
  return (
    <Page
      title={title}
      crumbs={
        detail === undefined
          ? [{ label: t('shops.title'), href: addresses.shops() }]
          : crumbs(t, detail, registers?.shop.name, name)
      }
      tabs={[
        { label: t('receipt.tab.readable'), href: addresses.receipt(document), current: !raw },
        { label: t('receipt.tab.raw'), href: addresses.receipt(document, { raw: '1' }), current: raw },
      ]}
      scrolls
    >
      <Loaded query={query} loading={t('receipt.loading')}>
        {(loaded) => (raw ? <RawData detail={loaded} /> : <Readable detail={loaded} />)}
      </Loaded>
      {archived !== undefined && (
        <ArchivedReceipt shopCode={archived.shopCode ?? ''} day={archived.businessDate ?? ''} document={document} />
      )}
    </Page>
  );
}

/** Where a receipt of a trimmed day lies, as the refusal says. */
function trimmedPlace(error: Error | null) {
  return error instanceof ApiError && error.code === 'not_found.document_trimmed' ? error.problem?.details : undefined;
}

type Name = string | null | undefined;

function crumbs(t: Translate, detail: DocumentDetail, shop: Name, register: Name): Crumb[] {
  const { shopCode, registerCode, shiftKey, shiftNumber } = detail;
  return [
    { label: t('shops.title'), href: addresses.shops() },
    { label: shopName(t, shopCode, shop), href: addresses.shop(shopCode) },
    { label: registerName(t, registerCode, register), href: addresses.reconciliation(shopCode, registerCode) },
    {
      label: t('shiftPage.title', { number: shiftNumber }),
      href: addresses.shift(shopCode, registerCode, shiftKey, 'receipts'),
    },
  ];
}

function Readable({ detail }: { detail: DocumentDetail }) {
  const { t } = useLanguage();
  return (
    <div className="receipt">
      <div className="receipt-main">
        {detail.document.differs && <Notice mark="broken" text={t('receipt.differs')} />}
        {detail.conflicts.length > 0 && <Notice mark="late" text={t('receipt.conflictNote')} />}
        <Positions detail={detail} />
        <Payments payments={detail.payments} />
        <Route route={detail.route} />
      </div>
      <Facts detail={detail} />
    </div>
  );
}

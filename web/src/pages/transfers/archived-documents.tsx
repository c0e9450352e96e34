import { useQueries, useQuery } from '@tanstack/react-query';
import type { TrimmedDays } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { storageQueries } from '../../api/storage-requests.ts';
import { Link } from '../../components/frame/link.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { count, money, timeToSecond } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { documentKind, documentNumber } from '../names.ts';

/** The documents that a load brought, read out of the archives of their days; the archives stay where they are. */
export function ArchivedDocuments({ archives, transferId }: { archives: Archives; transferId: string }) {
  const { t } = useLanguage();
  const query = useQuery(queries.transferPackages(transferId));
  return (
    <Loaded query={query} loading={t('transfer.documentsLoading')}>
      {({ packages }) => <OfPackages archives={archives} packages={new Set(packages.map(({ name }) => name))} />}
    </Loaded>
  );
}

type Archives = TrimmedDays['archives'];

function OfPackages({ archives, packages }: { archives: Archives; packages: ReadonlySet<string> }) {
  const { t, language } = useLanguage();
  const days = new Map(archives.map((one) => [`${one.shopCode}/${one.businessDate}`, one]));
  const read = useQueries({
    queries: [...days.values()].map(({ shopCode, businessDate }) => storageQueries.archivedDay(shopCode, businessDate)),
  });
  if (read.some(({ isPending }) => isPending)) return <p role="status">{t('transfer.documentsLoading')}</p>;
  if (read.some(({ isError }) => isError)) return <p role="alert">{t('transfer.archiveUnread')}</p>;
  const documents = read
    .flatMap(({ data }) => data?.documents ?? [])
    .filter(({ packageName }) => packageName !== null && packages.has(packageName));
  return (
    <div className="plain-box">
      <table className="plain-table">
        <caption>{t('transfer.fromArchives', { n: count(language, documents.length) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('transfer.document.number')}</th>
            <th scope="col" className="cell-number">
              {t('transfer.document.shift')}
            </th>
            <th scope="col">{t('transfer.document.closed')}</th>
            <th scope="col" className="cell-number">
              {t('transfer.document.sum')}
            </th>
          </tr>
        </thead>
        <tbody>
          {documents.map((document) => (
            <tr key={document.documentId}>
              <th scope="row">
                <Link href={addresses.receipt(document.identifier ?? String(document.documentId))}>
                  {documentKind(t, document)} {documentNumber(document)}
                </Link>
              </th>
              <td className="cell-number">{document.shiftNumber}</td>
              <td>{timeToSecond(language, document.closedAt)}</td>
              <td className="cell-number">{money(language, document.sum)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

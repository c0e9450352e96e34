import { useQuery } from '@tanstack/react-query';
import type { ArchivedDocument } from '../../../../contracts/web-api.ts';
import { storageQueries } from '../../api/storage-requests.ts';
import { Allowed } from '../../components/allowed.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { money, timeToSecond } from '../../format/format.ts';
import { useLanguage } from '../../ui/language.tsx';
import { documentKind, documentNumber } from '../names.ts';
import { Positions } from './positions.tsx';

/** A receipt of a trimmed day, read out of its archive, which stays where it is. */
export function ArchivedReceipt({ shopCode, day, document }: { shopCode: string; day: string; document: string }) {
  const { t } = useLanguage();
  return (
    <Allowed right="see-money" shop={shopCode}>
      <Found shopCode={shopCode} day={day} document={document} loading={t('receipt.loading')} />
    </Allowed>
  );
}

type FoundProps = { shopCode: string; day: string; document: string; loading: string };

function Found({ shopCode, day, document, loading }: FoundProps) {
  const query = useQuery(storageQueries.archivedDay(shopCode, day, { identifier: document }));
  return (
    <Loaded query={query} loading={loading}>
      {({ documents: [found] }) => found !== undefined && <Archived document={found} />}
    </Loaded>
  );
}

function Archived({ document }: { document: ArchivedDocument }) {
  const { t, language } = useLanguage();
  const { registerCode, shiftNumber, closedAt, cash, noncash, other } = document;
  return (
    <section aria-labelledby="archived-receipt">
      <h2 id="archived-receipt">
        {t('receipt.archived', { kind: documentKind(t, document), number: documentNumber(document) })}
      </h2>
      <p>
        {t('receipt.archivedFacts', {
          registerCode,
          shiftNumber,
          at: timeToSecond(language, closedAt),
          cash: money(language, cash),
          noncash: money(language, noncash),
          other: money(language, other),
        })}
      </p>
      <Positions detail={{ positions: document.positions, document }} />
    </section>
  );
}

import { useQuery } from '@tanstack/react-query';
import type { TransferRow } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import { useGo } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { withZone } from '../format/zones.ts';
import { addresses } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';
import { useZone, Zone } from '../ui/zone.tsx';
import { StageList } from './transfers/stage-list.tsx';
import { TransferActions } from './transfers/transfer-actions.tsx';
import { TransferDocuments } from './transfers/transfer-documents.tsx';
import { TransferFacts } from './transfers/transfer-facts.tsx';
import { TransferPackages } from './transfers/transfer-packages.tsx';
import { isFailed, transferState, whyText } from './transfers/transfer-words.ts';

/** «Загрузка T-88» (S10): its stages with their times, what became of it and what to do about it. */
export function TransferPage({ transferId }: { transferId: string }) {
  const { t } = useLanguage();
  const query = useQuery(queries.transfer(transferId));
  const shopCode = query.data?.shopCode;
  const shop = useQuery({ ...queries.registers(shopCode ?? ''), enabled: shopCode !== undefined });
  // By the clock of the shop; while that cannot be learnt, by that of this browser.
  const zone = shop.data?.shop.timeZone;
  return (
    <Page
      title={t('transfer.title', { id: transferId })}
      crumbs={[{ label: t('transfers.title'), href: addresses.transfers() }]}
      marks={query.data !== undefined && !shop.isPending && <StatusMark {...transferState(query.data, t, zone)} />}
      scrolls
    >
      <Loaded query={query} loading={t('transfer.loading')}>
        {(transfer) =>
          !shop.isPending && (
            <Zone value={zone}>
              <Transfer transfer={transfer} />
            </Zone>
          )
        }
      </Loaded>
    </Page>
  );
}

function Transfer({ transfer }: { transfer: TransferRow }) {
  const { t, language } = useLanguage();
  const go = useGo();
  const zone = useZone();
  const why = whyText(transfer, t, language);
  const mark = isFailed(transfer) ? 'broken' : transfer.overdue ? 'late' : 'unknown';
  return (
    <div className="transfer">
      {why !== null && <Notice mark={mark} text={why} />}
      {transfer.differing > 0 && <Notice mark="broken" text={t('transfer.differingText', { n: transfer.differing })} />}
      <TransferActions transfer={transfer} onRetried={(answer) => go(addresses.transfer(answer.transfer.transferId))} />
      <div className="transfer-parts">
        <section aria-labelledby="stages">
          <h2 id="stages">{withZone(t('transfer.stagesTitle'), zone)}</h2>
          <StageList transfer={transfer} times />
        </section>
        <TransferFacts transfer={transfer} />
      </div>
      <TransferPackages transfer={transfer} />
      <TransferDocuments transfer={transfer} />
    </div>
  );
}

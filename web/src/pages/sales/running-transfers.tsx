import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TransferRow } from '../../../../contracts/web-api.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { cancelLoad } from '../../api/transfer-requests.ts';
import { useFreshness } from '../../components/frame/freshness.tsx';
import { Link } from '../../components/frame/link.tsx';
import { count } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { RefusalNotice } from '../transfers/refusal-notice.tsx';
import { StageList } from '../transfers/stage-list.tsx';
import { canCancel, durationText, lastedMs, rangeText } from '../transfers/transfer-words.ts';
import { useTick } from './use-tick.ts';

/** The loads of the register that run now, with their stages; what has not arrived yet can be cancelled. */
export function RunningTransfers({ transfers }: { transfers: readonly TransferRow[] }) {
  const { t } = useLanguage();
  if (transfers.length === 0) return null;
  return (
    <section className="running-transfers" aria-label={t('sales.runningTitle')}>
      {transfers.map((transfer) => (
        <RunningTransfer key={transfer.transferId} transfer={transfer} />
      ))}
    </section>
  );
}

function RunningTransfer({ transfer }: { transfer: TransferRow }) {
  const { t, language } = useLanguage();
  const nowMs = useTick(1_000);
  const client = useQueryClient();
  const { silent } = useFreshness();
  const { transferId } = transfer;
  const cancel = useMutation({
    mutationFn: () => cancelLoad(transferId),
    onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.transfers() }),
  });
  const { packages, documentsNew, documentsSame } = transfer;
  const documents = { fresh: count(language, documentsNew), same: count(language, documentsSame) };
  const about = [
    rangeText(transfer, t, language),
    transfer.author,
    durationText(Math.floor(lastedMs(transfer, nowMs) / 1_000) * 1_000, t, language),
    packages === 0 ? null : t('transfer.documentsText', documents),
  ];
  return (
    <div className="running-transfer">
      <div className="running-head">
        <span>
          {t('sales.running')} <Link href={addresses.transfer(transferId)}>{transferId}</Link>
        </span>
        <span className="secondary">{about.filter((part) => part !== null).join(' · ')}</span>
        {canCancel(transfer) && (
          <Button
            size="compact-sm"
            variant="default"
            disabled={cancel.isPending || silent}
            onClick={() => cancel.mutate()}
            aria-label={t('transfer.cancelNamed', { id: transferId })}
          >
            {t('transfer.cancel')}
          </Button>
        )}
      </div>
      <StageList transfer={transfer} />
      {cancel.error !== null && <RefusalNotice error={cancel.error} />}
    </div>
  );
}

import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TransferRow } from '../../../../contracts/web-api.ts';
import type { Language } from '../../../../src/messages/messages.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { cancelLoad } from '../../api/transfer-requests.ts';
import { Allowed } from '../../components/allowed.tsx';
import { useFreshness } from '../../components/frame/freshness.tsx';
import { Link } from '../../components/frame/link.tsx';
import { count } from '../../format/format.ts';
import { addresses } from '../../routes/addresses.ts';
import { type Translate, useLanguage } from '../../ui/language.tsx';
import { RefusalNotice } from '../transfers/refusal-notice.tsx';
import { StageList } from '../transfers/stage-list.tsx';
import { canCancel, clockText, lastedMs, rangeText } from '../transfers/transfer-words.ts';
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
  const about = [rangeText(transfer, t, language), transfer.author, clockText(lastedMs(transfer, nowMs))];
  return (
    <div className="running-transfer">
      <div className="running-head">
        <span>
          {t('sales.running')} <Link href={addresses.transfer(transferId)}>{transferId}</Link>
        </span>
        <span className="secondary">{about.filter((part) => part !== null).join(' · ')}</span>
        {canCancel(transfer) && (
          <Allowed right="load" shop={transfer.shopCode}>
            <Button
              size="compact-sm"
              variant="default"
              disabled={cancel.isPending || silent}
              onClick={() => cancel.mutate()}
              aria-label={t('transfer.cancelNamed', { id: transferId })}
            >
              {t('transfer.cancel')}
            </Button>
          </Allowed>
        )}
      </div>
      <StageList transfer={transfer} />
      <p className="running-progress">{progressText(transfer, nowMs, t, language)}</p>
      {cancel.error !== null && <RefusalNotice error={cancel.error} />}
    </div>
  );
}

/** «Получено 3 смены из 8 · 1 806 документов · 310 документов/с»; before anything is here, what the register says. */
function progressText(transfer: TransferRow, nowMs: number, t: Translate, language: Language): string {
  const { packages, shifts, shiftsExpected, documentsNew, documentsSame, registerSaid } = transfer;
  if (packages === 0) {
    const said = registerSaid?.[language];
    const waits = shiftsExpected === null ? t('sales.nothingYet') : t('sales.nothingYetOf', { n: shiftsExpected });
    return said === undefined ? waits : `${waits} ${t('sales.registerSays', { said })}`;
  }
  const documents = documentsNew + documentsSame;
  const parts = [
    shiftsExpected === null
      ? t('sales.gotShifts', { n: shifts })
      : t('sales.gotShiftsOf', { n: shifts, all: count(language, shiftsExpected) }),
    t('sales.gotDocuments', { n: documents }),
  ];
  const since = transfer.stages.find(({ stage }) => stage === 'received')?.at;
  const seconds = since === undefined ? 0 : (nowMs - Date.parse(since)) / 1_000;
  if (seconds >= 1 && documents > 0)
    parts.push(t('sales.perSecond', { n: count(language, Math.round(documents / seconds)) }));
  return parts.join(' · ');
}

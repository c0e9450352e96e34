import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TransferRow } from '../../../contracts/web-api.ts';
import { queries } from '../api/queries.ts';
import { queryKeys } from '../api/query-keys.ts';
import { cancelLoad, retryLoad } from '../api/transfer-requests.ts';
import { announce } from '../components/frame/announcer.tsx';
import { useFreshness } from '../components/frame/freshness.tsx';
import { useGo } from '../components/frame/link.tsx';
import { Page } from '../components/frame/page.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { StatusMark } from '../components/status-mark.tsx';
import { addresses } from '../routes/addresses.ts';
import { useLanguage } from '../ui/language.tsx';
import { RefusalNotice } from './transfers/refusal-notice.tsx';
import { StageList } from './transfers/stage-list.tsx';
import { copyText, ticketText } from './transfers/ticket-text.ts';
import { TransferFacts } from './transfers/transfer-facts.tsx';
import { canCancel, canRetry, isFailed, transferState, whyText } from './transfers/transfer-words.ts';

/** «Загрузка T-88» (S10): its stages with their times, what became of it and what to do about it. */
export function TransferPage({ transferId }: { transferId: string }) {
  const { t } = useLanguage();
  const query = useQuery(queries.transfer(transferId));
  return (
    <Page
      title={t('transfer.title', { id: transferId })}
      crumbs={[{ label: t('transfers.title'), href: addresses.transfers() }]}
      marks={query.data !== undefined && <StatusMark {...transferState(query.data, t)} />}
      scrolls
    >
      <Loaded query={query} loading={t('transfer.loading')}>
        {(transfer) => <Transfer transfer={transfer} />}
      </Loaded>
    </Page>
  );
}

function Transfer({ transfer }: { transfer: TransferRow }) {
  const { t, language } = useLanguage();
  const why = whyText(transfer, t, language);
  const mark = isFailed(transfer) ? 'broken' : transfer.overdue ? 'late' : 'unknown';
  return (
    <div className="transfer">
      {why !== null && <Notice mark={mark} text={why} />}
      {transfer.differing > 0 && <Notice mark="broken" text={t('transfer.differingText', { n: transfer.differing })} />}
      <Actions transfer={transfer} />
      <div className="transfer-parts">
        <section aria-labelledby="stages">
          <h2 id="stages">{t('transfer.stagesTitle')}</h2>
          <StageList transfer={transfer} times />
        </section>
        <TransferFacts transfer={transfer} />
      </div>
    </div>
  );
}

/** Cancel or ask again, and the text for support. */
function Actions({ transfer }: { transfer: TransferRow }) {
  const { t } = useLanguage();
  const go = useGo();
  const client = useQueryClient();
  const { silent } = useFreshness();
  const forget = () => void client.invalidateQueries({ queryKey: queryKeys.transfers() });
  const cancel = useMutation({ mutationFn: () => cancelLoad(transfer.transferId), onSettled: forget });
  const retry = useMutation({
    mutationFn: () => retryLoad(transfer.transferId),
    onSuccess: (answer) => go(addresses.transfer(answer.transfer.transferId)),
    onSettled: forget,
  });
  const error = cancel.error ?? retry.error;
  return (
    <>
      <div className="transfer-links">
        {canCancel(transfer) && (
          <Button size="sm" variant="default" disabled={cancel.isPending || silent} onClick={() => cancel.mutate()}>
            {t('transfer.cancel')}
          </Button>
        )}
        {canRetry(transfer) && (
          <Button size="sm" disabled={retry.isPending || silent} onClick={() => retry.mutate()}>
            {t('transfer.retry')}
          </Button>
        )}
        <CopyButton transfer={transfer} />
      </div>
      {error !== null && <RefusalNotice error={error} />}
    </>
  );
}

/** «Скопировать для заявки»; where the browser does not allow it, the text stands on the page to be taken by hand. */
function CopyButton({ transfer }: { transfer: TransferRow }) {
  const { t, language } = useLanguage();
  const version = useQuery(queries.status()).data?.version;
  const [byHand, setByHand] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const text = ticketText(transfer, { address: window.location.href, version }, t, language);
    const done = await copyText(text);
    setCopied(done);
    setByHand(done ? null : text);
    if (done) announce(t('transfer.copied'));
  };
  return (
    <>
      <Button size="sm" variant="default" onClick={() => void copy()}>
        {t('transfer.copy')}
      </Button>
      {copied && <StatusMark mark="order" word={t('transfer.copied')} />}
      {byHand !== null && (
        <label className="ticket-label">
          {t('transfer.notCopied')}
          <textarea
            className="ticket-text mono"
            readOnly
            value={byHand}
            onFocus={(event) => event.currentTarget.select()}
          />
        </label>
      )}
    </>
  );
}

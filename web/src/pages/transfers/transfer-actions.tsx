import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RequestedTransfer, TransferRow } from '../../../../contracts/web-api.ts';
import { queries } from '../../api/queries.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { cancelLoad } from '../../api/transfer-requests.ts';
import { Allowed } from '../../components/allowed.tsx';
import { announce } from '../../components/frame/announcer.tsx';
import { useFreshness } from '../../components/frame/freshness.tsx';
import { Link } from '../../components/frame/link.tsx';
import { Notice } from '../../components/notice.tsx';
import { StatusMark } from '../../components/status-mark.tsx';
import { addresses } from '../../routes/addresses.ts';
import { useLanguage } from '../../ui/language.tsx';
import { ConfirmLoad } from '../sales/confirm-load.tsx';
import { RefusalNotice } from './refusal-notice.tsx';
import { copyText, ticketText } from './ticket-text.ts';
import { canCancel, canRetry, periodText } from './transfer-words.ts';
import { useRetry } from './use-retry.ts';

type TransferActionsProps = {
  transfer: TransferRow;
  /** The same was asked for again, or was running already. */
  onRetried: (answer: RequestedTransfer) => void;
  /** «Лог загрузки» stands among the actions. */
  withLog?: boolean;
};

/** What can be done about a load: cancel, ask again, read its log, copy it for support. */
export function TransferActions({ transfer, onRetried, withLog = false }: TransferActionsProps) {
  const { t, language } = useLanguage();
  const client = useQueryClient();
  const { silent } = useFreshness();
  const forget = () => void client.invalidateQueries({ queryKey: queryKeys.transfers() });
  const cancel = useMutation({ mutationFn: () => cancelLoad(transfer.transferId), onSettled: forget });
  const retry = useRetry(transfer, onRetried);
  const error = cancel.error ?? retry.error;
  const { shopCode, registerCode, transferId } = transfer;
  return (
    <>
      <div className="transfer-links">
        <Allowed right="load" shop={shopCode}>
          {canCancel(transfer) && (
            <Button size="sm" variant="default" disabled={cancel.isPending || silent} onClick={() => cancel.mutate()}>
              {t('transfer.cancel')}
            </Button>
          )}
          {canRetry(transfer) && (
            <Button size="sm" disabled={retry.busy || silent} onClick={retry.retry}>
              {t('transfer.retry')}
            </Button>
          )}
        </Allowed>
        {withLog && (
          <Link href={addresses.registerLog(shopCode, registerCode, { transfer: transferId })}>
            {t('transfer.showLog')}
          </Link>
        )}
        <CopyButton transfer={transfer} />
      </div>
      {error !== null && <RefusalNotice error={error} />}
      <div role="status">
        {retry.declined !== null && (
          <Notice
            mark="unknown"
            text={t('sales.declined', { period: periodText(retry.declined.from, retry.declined.to, t, language) })}
          >
            {!retry.declined.logged && <span>{t('sales.declinedNotLogged')}</span>}
          </Notice>
        )}
      </div>
      {retry.question !== null && (
        <ConfirmLoad
          path={{ shopCode, registerCode }}
          preview={retry.question}
          onLoad={retry.confirm}
          onDecline={retry.decline}
        />
      )}
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

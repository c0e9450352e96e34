import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RequestedTransfer, TransferRow } from '../../../../contracts/web-api.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { declineLoad, type Preview, retryLoad } from '../../api/transfer-requests.ts';

/** The person declined the question; `logged: false` = the server could not write it down. */
export type DeclinedRetry = { from: string; to: string; logged: boolean };

/** Asking again for what a load had asked for: also the question of a week or more that nobody agreed to yet (D1). */
export function useRetry(transfer: TransferRow, onRetried: (answer: RequestedTransfer) => void) {
  const client = useQueryClient();
  const [question, setQuestion] = useState<Preview | null>(null);
  const [declined, setDeclined] = useState<DeclinedRetry | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (confirmed: boolean) => retryLoad(transfer.transferId, confirmed),
    onMutate: () => setDeclined(null),
    onSuccess: (answer) => (answer.kind === 'question' ? setQuestion(answer.preview) : onRetried(answer)),
    onSettled: () => void client.invalidateQueries({ queryKey: queryKeys.transfers() }),
  });
  const confirm = () => {
    setQuestion(null);
    mutate(true);
  };
  const decline = () => {
    setQuestion(null);
    if (question === null) return;
    const { from, to } = question;
    const { shopCode, registerCode } = transfer;
    setDeclined({ from, to, logged: true });
    declineLoad({ shopCode, registerCode, from, to }).catch(() => setDeclined({ from, to, logged: false }));
  };
  return { question, declined, error, busy: isPending, retry: () => mutate(false), confirm, decline };
}

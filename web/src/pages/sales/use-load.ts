import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NewTransfer, RequestedTransfer } from '../../../../contracts/web-api.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { declineLoad, type Preview, requestLoad } from '../../api/transfer-requests.ts';
import type { RegisterPath } from '../register-frame.ts';

type Range = NewTransfer['range'];

/** What the page says of what the person did here. */
export type LoadNews =
  /** `range` = what was asked for here; null = what an earlier load had asked for. */
  | { kind: 'asked'; transferId: string; running: boolean; range: Range | null }
  | { kind: 'declined'; from: string; to: string; logged: boolean };

/** Asking for a load: the request, the question of a week or more, its answer, and what there is to say afterwards. */
export function useLoad(path: RegisterPath) {
  const client = useQueryClient();
  const [question, setQuestion] = useState<{ preview: Preview; range: Range } | null>(null);
  const [news, setNews] = useState<LoadNews | null>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ range, confirmed }: { range: Range; confirmed: boolean }) =>
      requestLoad({ ...path, range }, confirmed),
    onMutate: () => setNews(null),
    onSuccess: (answer, { range }) => {
      if (answer.kind === 'question') {
        setQuestion({ preview: answer.preview, range });
        return;
      }
      const { transferId } = answer.transfer;
      client.setQueryData([...queryKeys.transfers(), transferId], answer.transfer);
      setNews({ kind: 'asked', transferId, running: answer.running, range });
      void client.invalidateQueries({ queryKey: queryKeys.transfers() });
    },
  });
  const load = (range: Range) => mutate({ range, confirmed: false });
  const confirm = () => {
    setQuestion(null);
    if (question !== null) mutate({ range: question.range, confirmed: true });
  };
  const decline = () => {
    setQuestion(null);
    if (question === null) return;
    const { from, to } = question.preview;
    setNews({ kind: 'declined', from, to, logged: true });
    declineLoad({ ...path, from, to }).catch(() => setNews({ kind: 'declined', from, to, logged: false }));
  };
  const follow = ({ transfer, running }: RequestedTransfer) =>
    setNews({ kind: 'asked', transferId: transfer.transferId, running, range: null });
  const dismiss = () => {
    setNews(null);
    reset();
  };
  return { question, news, error, busy: isPending, load, confirm, decline, follow, dismiss };
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { declineLoad, type Preview, requestGap } from '../../api/transfer-requests.ts';
import type { RegisterPath } from '../register-frame.ts';

/** What the page says of what the person did here. */
export type GapNews =
  | { kind: 'asked'; gapId: string; transferId: string; running: boolean }
  | { kind: 'declined'; gapId: string; logged: boolean };

/** Asking for a gap: the request, the question of a week or more (D1), its answer, and what there is to say afterwards. */
export function useAskGap(path: RegisterPath) {
  const client = useQueryClient();
  const [question, setQuestion] = useState<{ preview: Preview; gapId: string } | null>(null);
  const [news, setNews] = useState<GapNews | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ gapId, confirmed }: { gapId: string; confirmed: boolean }) => requestGap(gapId, confirmed),
    onMutate: () => setNews(null),
    onSuccess: (answer, { gapId }) => {
      if (answer.kind === 'question') {
        setQuestion({ preview: answer.preview, gapId });
        return;
      }
      setNews({ kind: 'asked', gapId, transferId: answer.transfer.transferId, running: answer.running });
      void client.invalidateQueries({ queryKey: queryKeys.gaps() });
      void client.invalidateQueries({ queryKey: queryKeys.transfers() });
    },
  });
  const confirm = () => {
    setQuestion(null);
    if (question !== null) mutate({ gapId: question.gapId, confirmed: true });
  };
  const decline = () => {
    setQuestion(null);
    if (question === null) return;
    const { from, to } = question.preview;
    const { gapId } = question;
    setNews({ kind: 'declined', gapId, logged: true });
    declineLoad({ ...path, from, to }).catch(() => setNews({ kind: 'declined', gapId, logged: false }));
  };
  return {
    question,
    news,
    error,
    busy: isPending,
    ask: (gapId: string) => mutate({ gapId, confirmed: false }),
    confirm,
    decline,
  };
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DescriptionChanged } from '../../../../../contracts/web-api.ts';
import type { DescriptionKind } from '../../../../../contracts/wire-descriptions.ts';
import {
  base64,
  type DescriptionAnswer,
  replaceDescription,
  type WantedDescription,
} from '../../../api/description-requests.ts';
import { queryKeys } from '../../../api/query-keys.ts';

export type DescriptionQuestion = Extract<DescriptionAnswer, { kind: 'question' }> & { wanted: WantedDescription };
export type DescriptionNews = { kind: 'changed'; message: DescriptionChanged['message'] } | { kind: 'kept' };
export type DescriptionChange = ReturnType<typeof useDescription>;

/** Replacing a description: what was brought, the question of what changes, the answer, and what there is to say. */
export function useDescription(kind: DescriptionKind) {
  const client = useQueryClient();
  const [question, setQuestion] = useState<DescriptionQuestion | null>(null);
  const [news, setNews] = useState<DescriptionNews | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ wanted, confirmed }: { wanted: WantedDescription; confirmed: boolean }) =>
      replaceDescription(wanted, confirmed),
    onMutate: () => setNews(null),
    onSuccess: (answer, { wanted }) => {
      if (answer.kind === 'question') {
        setQuestion({ ...answer, wanted });
        return;
      }
      setNews({ kind: 'changed', message: answer.message });
      void client.invalidateQueries({ queryKey: queryKeys.descriptions() });
      void client.invalidateQueries({ queryKey: queryKeys.frames() });
    },
  });
  return {
    question,
    news,
    error,
    busy: isPending,
    bring(fileName: string | undefined, bytes: Uint8Array) {
      const content = base64(bytes);
      mutate({ wanted: { way: 'import', kind, fileName, content }, confirmed: false });
    },
    revert(entryId: number | null) {
      mutate({ wanted: { way: 'revert', kind, entryId }, confirmed: false });
    },
    confirm() {
      setQuestion(null);
      if (question !== null) mutate({ wanted: question.wanted, confirmed: true });
    },
    keep() {
      setQuestion(null);
      setNews({ kind: 'kept' });
    },
  };
}

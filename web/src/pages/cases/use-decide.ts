import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CasesChanged } from '../../../../contracts/web-api.ts';
import { acceptCases, seeCases } from '../../api/case-requests.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { readStored } from '../../ui/stored.ts';

/** Whoever sees a difference is called as the browser remembers. */
export type Decision = { cases: string[] } & ({ kind: 'see' } | { kind: 'accept'; reason: string; author: string });

/** What the page says of a decision: how many it concerned, and which were not open any more. */
export type DecisionNews =
  | { kind: 'seen' | 'accepted'; count: number; others: readonly string[] }
  /** The person closed the question. */
  | { kind: 'declined' };

/** Decisions on differences, and what there is to say afterwards. */
export function useDecide() {
  const client = useQueryClient();
  const [news, setNews] = useState<DecisionNews | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (decision: Decision): Promise<CasesChanged> => {
      const { cases } = decision;
      if (decision.kind === 'accept') return acceptCases({ cases, reason: decision.reason, author: decision.author });
      const author = readStored('author') ?? '';
      return seeCases(author === '' ? { cases } : { cases, author });
    },
    onMutate: () => setNews(null),
    onSuccess: ({ changed, others }, { kind }) =>
      setNews({ kind: kind === 'see' ? 'seen' : 'accepted', count: changed.length, others }),
    onSettled: () => {
      for (const key of [queryKeys.cases(), queryKeys.days(), ['shifts'], ['shift']])
        void client.invalidateQueries({ queryKey: key });
    },
  });
  return { decide: mutate, busy: isPending, error, news, say: setNews };
}

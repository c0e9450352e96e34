import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CasesChanged } from '../../../../contracts/web-api.ts';
import { acceptCases, assignCases, seeCases } from '../../api/case-requests.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { readStored } from '../../ui/stored.ts';
import { personName } from './case-words.ts';

/** Whoever sees a difference is called as the browser remembers. */
export type Decision = { cases: string[] } & (
  | { kind: 'see' }
  | { kind: 'accept'; reason: string; author: string }
  /** Null = nobody has them any more. */
  | { kind: 'assign'; to: string | null }
);

/** What the page says of a decision: how many it concerned, and which were not open any more. */
export type DecisionNews =
  | { kind: 'seen' | 'accepted' | 'unassigned'; count: number; others: readonly string[] }
  | { kind: 'assigned'; count: number; others: readonly string[]; to: string }
  /** The person closed the question. */
  | { kind: 'declined' | 'notAssigned' };

/** Decisions on differences, and what there is to say afterwards. */
export function useDecide() {
  const client = useQueryClient();
  const [news, setNews] = useState<DecisionNews | null>(null);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (decision: Decision): Promise<CasesChanged> => {
      const { cases } = decision;
      if (decision.kind === 'accept') return acceptCases({ cases, reason: decision.reason, author: decision.author });
      const author = readStored('author') ?? '';
      const named = author === '' ? { cases } : { cases, author };
      return decision.kind === 'see' ? seeCases(named) : assignCases({ ...named, to: decision.to });
    },
    onMutate: () => setNews(null),
    onSuccess: (done, decision) => setNews(newsOf(done, decision)),
    onSettled: () => {
      for (const key of [queryKeys.cases(), queryKeys.days(), ['shifts'], ['shift']])
        void client.invalidateQueries({ queryKey: key });
    },
  });
  return { decide: mutate, busy: isPending, error, news, say: setNews };
}

function newsOf({ changed, others }: CasesChanged, decision: Decision): DecisionNews {
  const told = { count: changed.length, others };
  if (decision.kind !== 'assign') return { ...told, kind: decision.kind === 'see' ? 'seen' : 'accepted' };
  if (decision.to === null) return { ...told, kind: 'unassigned' };
  const assigned = changed[0]?.assignment;
  return { ...told, kind: 'assigned', to: personName(assigned?.to ?? decision.to, assigned?.fullName ?? null) };
}

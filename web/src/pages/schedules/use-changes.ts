import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../../api/query-keys.ts';
import { announce } from '../../components/frame/announcer.tsx';

/** One change of a schedule or a group: what is done, and what there is to say when it was. */
export type Change = { work: () => Promise<string> };

/** Does what the person asked for, one thing at a time, and keeps what there is to say of it. */
export function useChanges() {
  const client = useQueryClient();
  const [news, setNews] = useState<string | null>(null);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ work }: Change) => work(),
    onMutate: () => setNews(null),
    onSuccess: (said) => {
      setNews(said);
      announce(said);
    },
    onSettled: () => {
      void client.invalidateQueries({ queryKey: queryKeys.schedules() });
      void client.invalidateQueries({ queryKey: queryKeys.groups() });
      void client.invalidateQueries({ queryKey: ['registers'] });
    },
  });
  return {
    news,
    error,
    busy: isPending,
    make: (work: Change['work']) => mutate({ work }),
    dismiss() {
      setNews(null);
      reset();
    },
  };
}
